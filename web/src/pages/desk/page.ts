import type { Page } from '@/app/page'

export default {
  name: 'desk',
  path: '/desk',
  title: { zh: '我的桌面', en: 'My desk' },
  view: () => import('./DeskPage.vue'),
  place: { order: 10, key: 'd', icon: 'desk', label: { zh: '我的桌面', en: 'My desk' } },
} satisfies Page
