import type { Page } from '@/app/page'

export default {
  name: 'event',
  path: '/cases/:id/act',
  title: { zh: '办理', en: 'Record an event' },
  view: () => import('./EventPage.vue'),
  under: '/cases',
} satisfies Page
