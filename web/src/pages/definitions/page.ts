import type { Page } from '@/app/page'

export default {
  name: 'definitions',
  path: '/definitions/:id?',
  title: { zh: '程序定义', en: 'Procedures' },
  view: () => import('./DefinitionsPage.vue'),
  place: { order: 85, key: 'f', icon: 'definitions', label: { zh: '程序定义', en: 'Procedures' }, foot: true, to: '/definitions' },
} satisfies Page
