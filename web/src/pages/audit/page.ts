import type { Page } from '@/app/page'
import { kAuditRoles } from '@/app/roles'

export default {
  name: 'access-log',
  path: '/access-log',
  title: { zh: '访问记录', en: 'Access log' },
  view: () => import('./AccessLogPage.vue'),
  place: { order: 82, key: 'l', icon: 'document', label: { zh: '访问记录', en: 'Access log' }, foot: true, roles: kAuditRoles },
} satisfies Page
