// Every place of every role, in both languages, as that person meets it: axe, language, own origin, policy, empty storage.
// One context an account and language; from place to place by the rail, as people go. The list is in the output.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ask, look_at, open_browser, open_bureau, sit_down, skip, to_desk } from './lib/bureau.mjs';

const accounts = [
  'window', 'mediator', 'clerk', 'arbitrator', 'presiding', 'committee_head', 'inspector', 'inspection_head', 'legal_reviewer', 'bureau_head',
  'duty_officer', 'archivist', 'system_admin', 'security_admin', 'audit_admin',
];
const administrators = ['system_admin', 'security_admin', 'audit_admin'];
/** What stands on each place once it is loaded. */
const loaded = {
  '/desk': '.counts', '/intake': '.steps .now', '/cases': 'tbody tr, .empty', '/calendar': '.day.chosen', '/employers': 'tbody tr', '/reports': '.chart canvas',
  '/wall': '.chart canvas', '/accounts': 'tbody tr', '/scheduler': '.verdict', '/definitions': '#d-documents tbody',
};
const skipped = skip || (process.env.HEJIE_LONG ? false : 'long form only: HEJIE_LONG=1');
let bureau;
let browser;
before(async () => {
  if (skipped) return;
  bureau = await open_bureau();
  browser = await open_browser();
});
after(async () => {
  await browser?.close();
  await bureau?.close();
});

async function places_of({ page }) {
  const links = await page.locator('.rail a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.ok(links.length, 'the rail has places');
  return links;
}
/** A case, its form and why its nearest date, as far as this person may see them. */
async function case_places(desk) {
  const { items } = (await ask(desk, '/cases?workflow=arbitration&state=scheduled&limit=5')).body;
  return items.length ? [[`/cases/${items[0].id}`, '.map'], [`/cases/${items[0].id}/act`, '.choose li, .empty, [role=alert], main p'], [`/cases/${items[0].id}/why/A26`, '.calendar']] : [];
}

for (const language of ['zh', 'en']) {
  describe(`places of each role (${language})`, { skip: skipped, concurrency: 2 }, () => {
    for (const account of accounts) {
      test(`${account} (${language})`, async (t) => {
        const desk = await sit_down(browser, bureau.url, { language });
        try {
          await to_desk(desk, account);
          const places = (await places_of(desk)).map((path) => [path, loaded[`/${path.split('/')[1]}`]]);
          if (administrators.includes(account)) assert.equal((await ask(desk, '/cases?limit=1')).status === 200 && places.some(([path]) => path === '/intake'), false);
          else places.push(...(await case_places(desk)));
          for (const [path, sign] of places) {
            assert.ok(sign, `this test does not know ${path}`);
            await desk.page.goto(`${desk.url}${path}`);
            await desk.page.waitForSelector(sign);
            await look_at(desk).catch((error) => assert.fail(`${path}: ${error.message} ${JSON.stringify(error.actual)}`));
            t.diagnostic(`${account} (${language}): ${path.replace(/c_\w+/, '…')}`);
          }
        } finally {
          await desk.context.close();
        }
      });
    }
  });
}
