import type { Page } from '@/app/page'
import { kIntakeRoles } from '@/app/roles'

export default {
  name: 'intake',
  path: '/intake',
  title: { zh: '一窗受理', en: 'One window' },
  view: () => import('./IntakePage.vue'),
  place: { order: 20, key: 'i', icon: 'intake', label: { zh: '一窗受理', en: 'One window' }, roles: kIntakeRoles },
} satisfies Page
