import type { Page } from '@/app/page'
import { Words } from '@/lib/words'
import { kCaseRoles } from '@/app/roles'

export default {
  name: 'cases',
  path: '/cases',
  title: Words.cases,
  view: () => import('./CasesPage.vue'),
  place: { order: 30, key: 'c', icon: 'cases', label: Words.cases, roles: kCaseRoles },
} satisfies Page
