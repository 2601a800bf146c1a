// Every page behind the log-in: its address, what stands there once it is loaded, and how to get from one to the next as the
// rail does, without loading the program again. A page of the router that is missing here fails the tests.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { ask } from './bureau.mjs';

/** path as the router knows it; `sign` once it is loaded; `lists`: answers of lists that may be empty; `still`: asks nothing. */
export const kPages = [
  { path: '/desk', sign: '.counts', lists: true },
  { path: '/intake', sign: '.steps .now', still: true },
  { path: '/cases', sign: 'tbody tr, .empty', lists: true },
  { path: '/cases/:id', sign: '.map' },
  { path: '/cases/:id/act', sign: '.choose li, .empty' },
  { path: '/cases/:id/why/:label', sign: '.calendar' },
  { path: '/cases/:id/papers/:paper', sign: '.buttons' },
  { path: '/cases/:id/archive', sign: 'tbody tr' },
  { path: '/calendar', sign: '.day.chosen' },
  { path: '/employers', sign: 'tbody tr, .empty', lists: true },
  { path: '/employers/:id', sign: '.figures' },
  { path: '/reports', sign: '.chart canvas, .empty b' },
  { path: '/special-reports', sign: '.event, .empty', lists: true },
  { path: '/bulletins', sign: 'tbody tr, .empty', lists: true },
  { path: '/control', sign: 'tbody tr', lists: true },
  { path: '/messages', sign: 'tbody tr, .empty, main p.pad', lists: true },
  { path: '/retention', sign: 'tbody tr, .empty', lists: true },
  { path: '/written-reviews', sign: '#review-list', still: true },
  { path: '/wall', sign: '.chart canvas' },
  { path: '/accounts', sign: 'tbody tr' },
  { path: '/access-log', sign: 'tbody tr, .empty', lists: true },
  { path: '/account', sign: 'tbody tr', lists: true },
  { path: '/scheduler', sign: '.verdict' },
  { path: '/definitions/:id?', sign: '#d-documents tbody' },
];
/** Open without a session; looked at in pages.test.mjs. */
export const kOpenPages = ['/login', '/password'];

const folder = new URL('../../../web/src/pages/', import.meta.url).pathname;
/** The addresses that the pages' own page.ts files declare; a folder without one holds parts of other pages. */
export function declared_pages() {
  return readdirSync(folder).filter((name) => existsSync(`${folder}${name}/page.ts`)).flatMap((name) => {
    const text = readFileSync(`${folder}${name}/page.ts`, 'utf8');
    const constants = new Map([...text.matchAll(/const (\w+) = '([^']+)'/g)].map(([, key, value]) => [key, value]));
    return [...text.matchAll(/\bpath: (?:'([^']+)'|(\w+))/g)].map(([, path, key]) => path ?? constants.get(key));
  });
}

/** Addresses of one case with its clocks and documents, and of one employer, as an account sees them that works on cases. */
export async function examples_of(desk) {
  const { items } = (await ask(desk, '/cases?workflow=arbitration&state=scheduled&open=true&limit=5')).body;
  assert.ok(items.length, 'the demonstration has a case with a hearing');
  const { id, employer } = items.find((item) => item.employer) ?? items[0];
  const clocks = (await ask(desk, `/cases/${id}/clocks`)).body.items;
  const { documents } = (await ask(desk, `/cases/${id}`)).body;
  return { id, label: clocks.find((one) => one.status === 'running').label, paper: `${documents[0].document}-${documents[0].copy}`, employer };
}
export function address_of(path, examples) {
  if (path === '/employers/:id') return `/employers/${examples.employer}`;
  return path.replace('/:id?', '/arbitration').replace(':id', examples.id).replace(':label', encodeURIComponent(examples.label)).replace(':paper', examples.paper);
}

/** Goes there within the program and waits until the page before is gone. */
export async function move_to(page, address) {
  if (new URL(page.url()).pathname === address) return;
  await page.evaluate((to) => {
    for (const one of document.querySelector('main')?.children ?? []) one.setAttribute('data-before', '');
    history.pushState({}, '', to);
    dispatchEvent(new PopStateEvent('popstate', { state: {} }));
  }, address);
  await page.waitForSelector('main > [data-before]', { state: 'detached' });
}
