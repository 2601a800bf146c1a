import type { Page } from '@/app/page'

export default {
  name: 'case',
  path: '/cases/:id',
  title: { zh: '案件', en: 'Case' },
  view: () => import('./CasePage.vue'),
  under: '/cases',
} satisfies Page
