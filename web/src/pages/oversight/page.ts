import type { Page } from '@/app/page'
import { kCaseRoles } from '@/app/roles'

const place = '/special-reports'
export default [
  {
    name: 'special-reports',
    path: place,
    title: { zh: '突发特报', en: 'Special reports' },
    view: () => import('./SpecialReportsPage.vue'),
    place: { order: 65, key: 'o', icon: 'alert', label: { zh: '督办', en: 'Oversight' }, roles: kCaseRoles },
  },
  { name: 'bulletins', path: '/bulletins', title: { zh: '定期通报', en: 'Bulletins' }, view: () => import('./BulletinsPage.vue'), under: place },
  { name: 'control', path: '/control', title: { zh: '内控和评查', en: 'Internal control' }, view: () => import('./ControlPage.vue'), under: place },
  { name: 'messages', path: '/messages', title: { zh: '外发消息', en: 'Messages' }, view: () => import('./MessagesPage.vue'), under: place },
] satisfies Page[]
