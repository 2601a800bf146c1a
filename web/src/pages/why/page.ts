import type { Page } from '@/app/page'

export default {
  name: 'why',
  path: '/cases/:id/why/:label',
  title: { zh: '为什么是这天', en: 'Why this date' },
  view: () => import('./WhyPage.vue'),
  under: '/cases',
} satisfies Page
