import type { Page } from '@/app/page'

export default {
  name: 'calendar',
  path: '/calendar',
  title: { zh: '日历', en: 'Calendar' },
  view: () => import('./CalendarPage.vue'),
  place: { order: 40, key: 'h', icon: 'calendar', label: { zh: '开庭日历', en: 'Calendar' } },
} satisfies Page
