import type { Page } from '@/app/page'
import { kCaseRoles } from '@/app/roles'

export default {
  name: 'wall',
  path: '/wall',
  title: { zh: '挂图作战', en: 'Wall' },
  view: () => import('./WallPage.vue'),
  bare: true,
  place: { order: 70, key: 'w', icon: 'wall', label: { zh: '挂图作战', en: 'Wall' }, roles: kCaseRoles },
} satisfies Page
