import type { Page } from '@/app/page'
import { kAccountRoles } from '@/app/roles'

export default [
  {
    name: 'accounts',
    path: '/accounts',
    title: { zh: '账号', en: 'Accounts' },
    view: () => import('./AccountsPage.vue'),
    place: { order: 80, key: 'a', icon: 'accounts', label: { zh: '账号', en: 'Accounts' }, foot: true, roles: kAccountRoles },
  },
  { name: 'account', path: '/account', title: { zh: '我的账号', en: 'My account' }, view: () => import('./OwnAccountPage.vue') },
  {
    name: 'password',
    path: '/password',
    title: { zh: '设置密码', en: 'Set a password' },
    view: () => import('./PasswordPage.vue'),
    bare: true,
    open: true,
  },
] satisfies Page[]
