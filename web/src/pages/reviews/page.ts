import type { Page } from '@/app/page'

export default {
  name: 'written-reviews',
  path: '/written-reviews',
  title: { zh: '书面审查', en: 'Written reviews' },
  view: () => import('./WrittenReviewsPage.vue'),
  under: '/special-reports',
} satisfies Page
