// Routes from the pages' own page.ts files; each view is its own chunk, loaded on entry.
import { nextTick } from 'vue'
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { state } from '@/api/session'
import { say } from '@/lib/language'
import { W } from '@/lib/words'
import type { Page } from './page'
import { keep_words } from './search_words'

const modules = import.meta.glob<{ default: Page | Page[] }>('../pages/*/page.ts', { eager: true })
export const pages: Page[] = Object.values(modules).flatMap((module) => module.default)
export const places = pages
  .filter((page) => page.place)
  .sort((a, b) => (a.place?.order ?? 0) - (b.place?.order ?? 0))

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/desk' },
  ...pages.map((page) => ({ path: page.path, name: page.name, component: page.view, props: true, meta: { page } })),
  { path: '/:rest(.*)*', name: 'not_here', component: () => import('./NotHere.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

export function page_of(meta: unknown): Page | undefined {
  return (meta as { page?: Page }).page
}

/** What is asked of the server is made of these: an id that would make another address of it (..%2Faccounts) is none. */
const is_id = (text: unknown): boolean => typeof text !== 'string' || !/[\\/?#\s]|^\.+$/.test(text)

router.beforeEach((to) => {
  const { rest: _, label: __, ...ids } = to.params
  if (!Object.values(ids).every(is_id)) return { path: '/-', replace: true }
  // An address with words in it, from a bookmark or a link: they leave it at once.
  const { q, ...rest } = to.query
  if (typeof q === 'string' && q) return { path: to.path, query: { ...rest, search: keep_words(q) }, hash: to.hash, replace: true }
  if (state.who && state.must_enroll && to.name !== 'account') return { name: 'account' }
  if (state.who || page_of(to.meta)?.open) return true
  return { name: 'login', query: to.fullPath === '/' ? {} : { to: to.fullPath } }
})

router.afterEach(async (to, from) => {
  const page = page_of(to.meta)
  document.title = page ? `${say(page.title)} · ${W.product()}` : W.product()
  // A screen reader starts at the new page's heading, not where the old one was left.
  if (from.matched.length > 0 && to.path !== from.path) {
    await nextTick()
    document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })
  }
})
