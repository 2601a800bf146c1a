// Every page as every role meets it, in both languages: axe, language, own origin, policy, empty storage. What is not theirs is
// looked at too: it must say so. Then every page while it waits, with empty lists and with a server that fails.
// One server, one browser, one context a role and language, from page to page within the program, as people go. The list of
// page x role x language is in the output. HEJIE_LONG=1 only.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ask, enter, look_at, open_browser, open_bureau, sit_down, skip, to_desk } from './lib/bureau.mjs';
import { address_of, declared_pages, examples_of, kOpenPages, kPages, move_to } from './lib/places.mjs';

const accounts = [
  'window', 'mediator', 'clerk', 'arbitrator', 'presiding', 'committee_head', 'inspector', 'inspection_head', 'legal_reviewer', 'bureau_head',
  'duty_officer', 'archivist', 'system_admin', 'security_admin', 'audit_admin',
];
const languages = ['zh', 'en'];
const skipped = skip || (process.env.HEJIE_LONG ? false : 'long form only: HEJIE_LONG=1');
let bureau;
let browser;
let examples;
/** page and state -> "role language" looked at */
const seen = new Map();
const note = (path, state, who) => {
  const key = `${path}${state && `, ${state}`}`;
  seen.set(key, [...(seen.get(key) ?? []), who]);
};

before(async () => {
  if (skipped) return;
  bureau = await open_bureau();
  browser = await open_browser();
  const desk = await sit_down(browser, bureau.url);
  await enter(desk, 'clerk');
  examples = await examples_of(desk);
  await desk.context.close();
});
after(async () => {
  await browser?.close();
  await bureau?.close();
});

async function looked_at(desk, what) {
  await look_at(desk).catch((error) => assert.fail(`${what}: ${error.message} ${JSON.stringify(error.actual, null, 1)}`));
}
const rail_of = (page) => page.locator('.rail a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));

test('every page of the router is in the list that the tests walk', () => {
  assert.deepEqual(declared_pages().sort(), [...kOpenPages, ...kPages.map((page) => page.path)].sort());
});

for (const language of languages) {
  describe(`pages of each role (${language})`, { skip: skipped, concurrency: 2 }, () => {
    for (const account of accounts) {
      test(`${account} (${language})`, async (t) => {
        const desk = await sit_down(browser, bureau.url, { language });
        const { page } = desk;
        const wrong = [];
        try {
          await to_desk(desk, account);
          const rail = await rail_of(page);
          assert.ok(rail.length, 'the rail has places');
          const sees_cases = rail.includes('/cases');
          assert.equal((await ask(desk, '/cases?limit=1')).body.items?.length > 0, sees_cases, 'who has the register has cases, and nobody else');
          for (const { path, sign } of kPages) {
            const address = address_of(path, examples);
            await move_to(page, address);
            // Who has the place gets it whole; whoever else typed the address is told something, never an empty page.
            const theirs = rail.includes(address.replace('/arbitration', ''));
            await page.waitForSelector(theirs ? sign : `${sign}, main [role=alert], main .empty`);
            const refused = (await page.locator('main [role=alert]').count()) > 0;
            assert.ok(!(theirs && refused), `${path}: ${await page.locator('main').innerText()}`);
            await looked_at(desk, path).catch((error) => wrong.push(error.message));
            note(path, refused ? 'refused' : '', `${account} ${language}`);
            t.diagnostic(`${account} (${language}): ${path}${refused ? ', refused' : ''}`);
          }
          assert.deepEqual(wrong, []);
        } finally {
          await desk.context.close();
        }
      });
    }
  });
}

/** The server as it must not be: `waits` never answers, `fails` is out of order, `empties` lists nothing. */
const moods = {
  fails: (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"status":503}' }),
  waits: () => {},
  empties: (route) => route.fulfill({ status: 200, contentType: 'application/json', body: '{"items":[],"next":null,"draws":[],"days":[]}' }),
};
const signs = { fails: '[role=alert]', waits: '[role=status]', empties: '.empty, .pad, p' };
for (const language of languages) {
  describe(`pages while the server waits, fails or has nothing (${language})`, { skip: skipped, concurrency: 2 }, () => {
    for (const { path, lists, still } of kPages) {
      for (const mood of Object.keys(moods).filter((one) => (one === 'empties' ? lists : !still))) {
        test(`${path}, ${mood} (${language})`, async () => {
          const desk = await sit_down(browser, bureau.url, { language });
          const { page } = desk;
          const account = path === '/access-log' ? 'audit_admin' : ['/accounts', '/account'].includes(path) ? 'security_admin' : path === '/scheduler' ? 'system_admin' : 'inspection_head';
          try {
            await enter(desk, account);
            await page.goto(`${desk.url}/nowhere`);
            await page.waitForSelector('.nothing');
            // Names of procedures come with the program's first page, but on the page that shows them.
            const known = `session|about|stream|me/preferences${path.startsWith('/definitions') ? '' : '|workflows'}`;
            await page.route(new RegExp(`/api/v1/(?!${known})`), moods[mood]);
            await move_to(page, address_of(path, examples));
            await page.waitForSelector(`main :is(${signs[mood]}) >> visible=true`);
            await looked_at(desk, `${path}, ${mood}`);
            note(path, mood, `${account} ${language}`);
          } finally {
            await desk.context.close();
          }
        });
      }
    }
  });
}

test('what was looked at', { skip: skipped }, (t) => {
  for (const [what, who] of seen) t.diagnostic(`${what}: ${languages.map((one) => `${one} ${who.filter((name) => name.endsWith(` ${one}`)).map((name) => name.split(' ')[0]).join(' ')}`).join('; ')}`);
  const whole = (path) => [...seen].filter(([what]) => what === path || what === `${path}, refused`).flatMap(([, who]) => who).length;
  for (const { path } of kPages) assert.equal(whole(path), accounts.length * languages.length, path);
});
