import type { Page } from '@/app/page'

export default {
  name: 'login',
  path: '/login',
  title: { zh: '登录', en: 'Log in' },
  view: () => import('./LoginPage.vue'),
  bare: true,
  open: true,
} satisfies Page
