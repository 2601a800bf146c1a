// Addresses: ids of an address lead to nothing but themselves, what is searched for stands in none, logging out is in sight on
// every page, and what comes from outside is no member of a script's own. Clauses 1.2.2, 7.4.4, 14.2.1, 15.3.6 of ASVS.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ask, open_browser, open_bureau, sit_down, skip, to_desk } from './lib/bureau.mjs';
import { address_of, examples_of, kPages, move_to } from './lib/places.mjs';

let bureau;
let browser;
before(async () => {
  if (skip) return;
  bureau = await open_bureau();
  browser = await open_browser();
});
after(async () => {
  await browser?.close();
  await bureau?.close();
});

/** A desk that keeps what was asked of the server, and what ran. */
async function watched(account, work) {
  const desk = await sit_down(browser, bureau.url);
  const asked = [];
  const dialogs = [];
  desk.page.on('dialog', (dialog) => { dialogs.push(dialog.message()); void dialog.dismiss(); });
  desk.page.on('request', (request) => asked.push(`${request.method()} ${request.url().slice(bureau.url.length)}`));
  try {
    await to_desk(desk, account);
    await work(desk, asked);
    assert.deepEqual(dialogs, [], 'nothing ran');
    assert.deepEqual(desk.complaints, []);
  } finally {
    await desk.context.close();
  }
}

const hostile = ['javascript:alert(1)', '../accounts', '..\\accounts', 'a/../../accounts', 'x?as_of=1', 'x#y', `'"><img src=x onerror=alert(2)>`, '张三', '//evil.example/x',
  'https://evil.example', '%2e%2e%2faccounts', '\u202Etxt', 'data:text/html,<script>alert(3)</script>'];

describe('addresses', { skip }, () => {
  test('hostile ids stay text and lead to no other address', () => watched('inspection_head', async ({ page, url }, asked) => {
    for (const [n, word] of hostile.entries()) {
      for (const pattern of ['/cases/:id', '/employers/:id', ...(n < 3 ? ['/cases/:id/act', '/definitions/:id'] : [])]) {
        const address = pattern.replace(':id', encodeURIComponent(word));
        // Within the program: what the server itself refuses to serve never gets as far.
        await move_to(page, '/account');
        await page.waitForTimeout(50);
        asked.length = 0;
        await move_to(page, address);
        await page.waitForSelector('main *');
        await page.waitForTimeout(250);  // the stream never ends: idle it is never
        const calls = asked.filter((one) => one.includes('/api/v1/')).map((one) => one.replace(/\?.*/, ''));
        const [, kind] = /^\/(\w+)/.exec(pattern);
        const usual = /^GET \/api\/v1\/(about|me\/sessions|session|me\/preferences|me\/drafts|alerts|stream|calendar|workflows|system|approvals|clocks|hearings|units|risks)\b/;
        // One segment below its own list, and what belongs to it.
        const own = new RegExp(`^GET /api/v1/(${kind}|workflows)/[^/]+(/(clocks|history|actions|evidence|archive|diagram))?$`);
        const other = calls.filter((one) => !usual.test(one) && !own.test(one));
        assert.deepEqual(other, [], `${address} asked elsewhere`);
        assert.ok(!calls.some((one) => /accounts|evil/.test(decodeURIComponent(one)) && !own.test(one)), `${address}: ${calls}`);
        const links = await page.evaluate(() => [...document.querySelectorAll('a[href], form[action], iframe[src], img[src]')].map((one) => one.href || one.action || one.src));
        assert.deepEqual(links.filter((link) => !link.startsWith(`${url}/`) && !link.startsWith('data:image/') && !link.startsWith(`blob:${url}/`)), [], address);
        assert.equal(await page.locator('main img[src="x"], main script').count(), 0, address);
      }
    }
  }));

  test('what is searched for stands in no address, and going back finds it', () => watched('inspector', async ({ page, url }, asked) => {
    const { items } = await ask({ page }, '/cases?limit=50').then((answer) => answer.body);
    const { employer_name: name } = items.find((item) => /^\p{Script=Han}{4,}/u.test(item.employer_name ?? ''));
    const words = name.slice(0, 3);
    asked.length = 0;
    const visited = [];
    page.on('framenavigated', (frame) => visited.push(frame.url()));
    await page.fill('header input[type=search]', words);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases?search=*');
    await page.waitForFunction((of) => [...document.querySelectorAll('tbody tr')].some((row) => row.innerText.includes(of)), words);
    const first = page.url();
    await page.fill('.filters input[type=search]', '110101199001011234');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.empty b');
    assert.notEqual(page.url(), first);
    await page.goto(`${url}/employers`);
    await page.waitForSelector('tbody tr');
    await page.fill('main input[type=search]', words);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/employers?search=*');
    await page.waitForFunction((of) => document.querySelectorAll('tbody tr').length > 0 && [...document.querySelectorAll('tbody tr')].every((row) => row.innerText.includes(of)), words);
    // An address from before, with the words in it: they leave it.
    await page.goto(`${url}/cases?q=${encodeURIComponent(words)}`);
    await page.waitForURL('**/cases?search=*');
    await page.waitForSelector('tbody tr');
    assert.equal(await page.inputValue('.filters input[type=search]'), words);
    const typed = [words, '110101199001011234'];
    const said = (all) => all.filter((one) => typed.some((word) => decodeURIComponent(one).includes(word)));
    assert.deepEqual(said(asked).filter((one) => !one.startsWith('GET /cases?q=')), [], 'in no request');
    assert.deepEqual(said(visited).filter((one) => !one.includes('/cases?q=')), [], 'in no entry of the history');
  }));

  test('logging out is in sight on every page and ends the session', () => watched('clerk', async (desk) => {
    const { page, url } = desk;
    const examples = await examples_of(desk);
    for (const { path } of kPages) {
      await move_to(page, address_of(path, examples));
      if (path === '/wall') {  // a page for a screen on the wall, without a bar: one step from one that has it
        assert.ok(await page.locator('main a[href="/desk"]').first().isVisible(), path);
        continue;
      }
      await page.click('header .who button[aria-expanded=false]');
      const leave = page.locator('header .who .menu button').last();
      assert.ok(await leave.isVisible(), path);
      assert.match(await leave.innerText(), /退出/, path);
      await page.click('header .who button[aria-expanded=true]');
    }
    const own = await sit_down(browser, bureau.url);  // a session of its own: the others are used again
    try {
      await own.page.goto(`${url}/login`);
      await own.page.fill('#account', 'archivist');
      await own.page.fill('#password', 'hejie-demo-2026');
      await own.page.keyboard.press('Enter');
      await own.page.waitForURL('**/desk');
      await own.page.click('header .who button[aria-expanded]');
      await own.page.locator('header .who .menu button').last().click();
      await own.page.waitForURL((to) => to.pathname === '/login');
      assert.equal((await own.context.request.get(`${url}/api/v1/session`)).status(), 401);
    } finally {
      await own.context.close();
    }
  }));

  test('answers with members that scripts take for their own change nothing', () => watched('inspector', async ({ page, url }) => {
    const poison = '{"__proto__":{"polluted":"yes","case_columns":["x"]},"constructor":{"prototype":{"polluted":"yes"}}';
    await page.route('**/api/v1/me/preferences', (route) => (route.request().method() === 'GET'
      ? route.fulfill({ contentType: 'application/json', body: `${poison}}` }) : route.continue()));
    await page.route('**/api/v1/cases?*', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: (await answer.text()).replace(/^\{/, `${poison},`) });
    });
    for (const path of ['/cases?__proto__[polluted]=yes&constructor.prototype.polluted=yes&__proto__.view=all', '/desk', '/intake', '/reports?__proto__[from]=x']) {
      await page.goto(`${url}${path}`);
      await page.waitForSelector('main h1');
      await page.waitForTimeout(250);  // the stream never ends: idle it is never
      const clean = await page.evaluate(() => [{}.polluted, [].polluted, (() => {}).polluted, Object.keys(Object.prototype), Object.keys(Array.prototype)]);
      assert.deepEqual(clean, [undefined, undefined, undefined, [], []], path);
    }
    await page.goto(`${url}/cases`);
    await page.waitForSelector('tbody tr');
  }));
});
