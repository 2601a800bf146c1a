import type { Page } from '@/app/page'
import { kSystemRoles } from '@/app/roles'

export default {
  name: 'scheduler',
  path: '/scheduler',
  title: { zh: '系统运行', en: 'System' },
  view: () => import('./SchedulerPage.vue'),
  place: { order: 90, key: 's', icon: 'system', label: { zh: '系统运行', en: 'System' }, foot: true, roles: kSystemRoles },
} satisfies Page
