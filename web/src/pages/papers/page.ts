import type { Page } from '@/app/page'

export default [
  {
    name: 'paper',
    path: '/cases/:id/papers/:paper',
    title: { zh: '文书', en: 'Document' },
    view: () => import('./PaperPage.vue'),
    under: '/cases',
  },
  {
    name: 'archive',
    path: '/cases/:id/archive',
    title: { zh: '卷宗', en: 'Case file' },
    view: () => import('./ArchivePage.vue'),
    under: '/cases',
  },
] satisfies Page[]
