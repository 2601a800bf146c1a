import type { Page } from '@/app/page'
import { kCaseRoles } from '@/app/roles'

export default {
  name: 'reports',
  path: '/reports',
  title: { zh: '统计报表', en: 'Statistics' },
  view: () => import('./ReportsPage.vue'),
  place: { order: 60, key: 'r', icon: 'reports', label: { zh: '统计报表', en: 'Statistics' }, roles: kCaseRoles },
} satisfies Page
