import type { Page } from '@/app/page'
import { kRetentionRoles } from '@/app/roles'

export default {
  name: 'retention',
  path: '/retention',
  title: { zh: '档案到期', en: 'Retention' },
  view: () => import('./RetentionPage.vue'),
  place: { order: 68, key: 't', icon: 'document', label: { zh: '档案到期', en: 'Retention' }, roles: kRetentionRoles },
} satisfies Page
