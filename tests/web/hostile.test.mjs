// Hostile words in every field that people fill in: every page that shows them shows text, nothing runs, nothing is loaded.
// Item 037 of docs/security.md.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ask, open_browser, open_bureau, sit_down, skip, to_desk } from './lib/bureau.mjs';

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

const img = '<img src=x onerror=alert(1)>';
const words = {
  worker: img,
  employer: `${img}"><svg onload=alert(2)>有限公司`,
  address: `'><script>alert(3)</script>`,
  story: `</textarea>${img}{{constructor.constructor('alert(4)')()}}`,
  reason: `${img}<a href="javascript:alert(5)">x</a>`,
  account: `<iframe srcdoc="<script>alert(6)</script>"></iframe>${img}`,
};

async function with_desk(account, work) {
  const desk = await sit_down(browser, bureau.url);
  const dialogs = [];
  desk.page.on('dialog', (dialog) => { dialogs.push(dialog.message()); void dialog.dismiss(); });
  try {
    await to_desk(desk, account);
    await work(desk);
    assert.deepEqual(dialogs, [], 'nothing ran');
    assert.deepEqual(desk.complaints, []);
  } finally {
    await desk.context.close();
  }
}

const keyed = (key) => ({ 'idempotency-key': key });

/** What the words would have become; and, where they are to be seen, that they are. */
async function looks_harmless(page, where, shown) {
  const made = await page.evaluate(() => [...document.querySelectorAll(
    'img[src="x"], [onerror], [onload], svg[onload], iframe[srcdoc], a[href^="javascript:"], body script:not([src])')].map((one) => one.outerHTML));
  assert.deepEqual(made, [], where);
  if (!shown) return;
  const text = await page.evaluate(() => `${document.body.innerText}\n${[...document.querySelectorAll('input, textarea')].map((one) => one.value).join('\n')}`);
  assert.ok(text.includes(shown), `${where} does not show ${shown}: ${text.slice(0, 3000)}`);
}

describe('hostile words', { skip }, () => {
  let id;
  test('a case full of them is taken in as it is 037', () => with_desk('window', async (desk) => {
    const parties = [{ role: 'complainant', kind: 'worker', name: words.worker, address: words.address },
      { role: 'respondent', kind: 'employer', name: words.employer, address: words.address }];
    const { status, body } = await ask(desk, '/cases', { method: 'POST', headers: keyed('hostile-1'), body: { workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant',
      data: { matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 12, amount_fen: 123400, summary: words.story, parties } } });
    assert.equal(status, 201, JSON.stringify(body));
    id = body.case_id;
    const draft = await ask(desk, '/me/drafts', { method: 'PUT', body: { key: `case/${id}`, body: words.story } });
    assert.equal(draft.status, 204);
  }));

  test('heads mark it as a key case and others open it, with hostile reasons 037', async () => {
    await with_desk('inspection_head', async (desk) => {
      const { status, body } = await ask(desk, `/cases/${id}/key`, { method: 'POST', headers: keyed('hostile-2'), body: { reason: words.reason } });
      assert.ok(status < 300, JSON.stringify(body));
    });
    await with_desk('mediator', async (desk) => {
      const { status, body } = await ask(desk, `/cases/${id}/break_glass`, { method: 'POST', headers: keyed('hostile-3'), body: { reason: words.reason } });
      assert.equal(status, 200, JSON.stringify(body));
    });
    await with_desk('security_admin', async (desk) => {
      const { status, body } = await ask(desk, '/accounts', { method: 'POST', body: { username: 'hostile', display_name: words.account, roles: ['clerk'] } });
      assert.equal(status, 201, JSON.stringify(body));
    });
  });

  test('every page that shows them shows text 037', () => with_desk('inspection_head', async (desk) => {
    const { page, url } = desk;
    const file = (await ask(desk, `/cases/${id}`)).body;
    const { items: employers } = (await ask(desk, `/employers?q=${encodeURIComponent('有限公司')}&limit=200`)).body;
    const employer = employers.find((one) => one.name === words.employer);
    assert.ok(employer, 'the employer is in the register');
    const paper = `${file.documents[0].document}-${file.documents[0].copy}`;
    const places = [
      [`/cases/${id}`, '.map', words.worker], [`/cases/${id}/act`, '.choose li, .choose .none', ''], [`/cases/${id}/papers/${paper}`, '.buttons', ''],
      [`/cases?q=${encodeURIComponent('onerror')}`, 'tbody tr', words.employer], [`/employers?q=${encodeURIComponent('onerror')}`, 'tbody tr', words.employer],
      [`/employers/${employer.id ?? employer.code}`, '.figures', words.employer], ['/control', 'tbody tr', ''], ['/wall', 'h1, .chart canvas', ''], ['/desk', 'h1', ''],
    ];
    for (const [address, sign, shown] of places) {
      await page.goto(`${url}${address}`);
      await page.waitForSelector(sign);
      if (shown) await page.waitForFunction((words) => document.body.innerText.includes(words), shown);
      await looks_harmless(page, address, shown);
    }
    // The printed paper is made by the server.
    const draft = await page.goto(`${url}/api/v1/cases/${id}/papers/${paper}/page?draft=true`);
    assert.equal(draft.status(), 200);
    await looks_harmless(page, 'the printed paper', '');
    assert.ok(!(await draft.text()).includes(img), 'no tag in the source of the page');
  }));

  test('the look itself finds what a page would have made of them', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });  // looked at, not run
    const page = await context.newPage();
    for (const each of Object.values(words)) {
      await page.setContent(`<main><p></p></main>`);
      await page.evaluate((markup) => { document.querySelector('p').innerHTML = markup.replace("'>", ''); }, each);
      await assert.rejects(looks_harmless(page, each, ''), each);
    }
    await context.close();
  });

  test('lists of administrators show text too 037', () => with_desk('security_admin', async ({ page, url }) => {
    await page.goto(`${url}/accounts`);
    await page.waitForSelector('tr:has-text("hostile")');
    await looks_harmless(page, '/accounts', words.account);
  }));
});
