import type { Page } from '@/app/page'
import { kCaseRoles } from '@/app/roles'

export default [
  {
    name: 'employers',
    path: '/employers',
    title: { zh: '用人单位', en: 'Employers' },
    view: () => import('./EmployersPage.vue'),
    place: { order: 50, key: 'e', icon: 'employers', label: { zh: '用人单位', en: 'Employers' }, roles: kCaseRoles },
  },
  {
    name: 'employer',
    path: '/employers/:id',
    title: { zh: '用人单位记录', en: 'Record of an employer' },
    view: () => import('./EmployerPage.vue'),
    under: '/employers',
  },
] satisfies Page[]
