// Delegation at the pages: the head lets a colleague answer requests for some days; the colleague chooses at the case with
// whose powers he acts, and approves; taken back, the choice is gone. Wrong input is told before it is sent and by the server.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ask, axe, open_browser, open_bureau, sit_down, skip, strange_texts, to_desk } from './lib/bureau.mjs';

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

async function at_desk(account, language, work) {
  const desk = await sit_down(browser, bureau.url, { language });
  try {
    await to_desk(desk, account);
    const result = await work(desk);
    assert.deepEqual(desk.complaints, []);
    return result;
  } finally {
    await desk.context.close();
  }
}
/** A complaint whose filing waits for the head. */
async function asked_for(language) {
  const parties = [{ role: 'complainant', kind: 'worker', name: '欧阳示例' }, { role: 'respondent', kind: 'employer', name: '测试建筑劳务有限公司' }];
  const data = { matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 1, amount_fen: 123400, parties };
  const opened = await at_desk('window', language, (desk) => ask(desk, '/cases', { method: 'POST', headers: { 'idempotency-key': `delegation-${language}` },
    body: { workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data } }));
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const id = opened.body.case_id;
  await at_desk('inspector', language, async (desk) => {
    const filed = await ask(desk, `/cases/${id}/events`, { method: 'POST', body: { event: 'file_complaint' },
      headers: { 'idempotency-key': `delegation-file-${language}`, 'if-match': `"${opened.body.version}"` } });
    assert.equal(filed.status, 202, JSON.stringify(filed.body));
  });
  return id;
}
const section = (language) => `section[aria-label="${language === 'zh' ? '授权委托' : 'Delegation'}"]`;

describe('delegation', { skip }, () => {
  for (const language of ['zh', 'en']) test(`given, used by saying so and taken back at the pages (${language}) 046`, async () => {
    const id = await asked_for(language);
    const card = section(language);
    await at_desk('inspection_head', language, async (desk) => {
      const { page, url } = desk;
      await page.goto(`${url}/account`);
      await page.waitForSelector(`${card} form`);
      await page.click(`${card} form button[type=submit]`);
      await page.waitForSelector(`${card} .hj-wrong`);
      assert.equal(await page.locator('#delegate-to').getAttribute('aria-invalid'), 'true');
      await page.fill('#delegate-to', 'nobody');
      await page.fill('#delegate-last', '2026-11-20');
      await page.fill('#delegate-basis', '示人社委〔2026〕3号');
      for (const box of await page.locator(`${card} fieldset input`).all()) await box.check();
      await page.fill('#delegate-reason', '外出培训');
      const refused = page.waitForResponse((one) => one.url().endsWith('/delegations') && one.request().method() === 'POST');
      await page.click(`${card} form button[type=submit]`);
      assert.equal((await refused).status(), 422);
      await page.waitForSelector(`${card} [role=alert] .findings`);
      desk.complaints.length = 0;  // the browser notes the refusal
      await page.fill('#delegate-to', 'legal_reviewer');
      await page.click(`${card} form button[type=submit]`);
      await page.waitForFunction((words) => document.querySelector(`${words[0]} tbody tr`)?.innerText.includes(words[1]), [card, language === 'zh' ? '有效' : 'in force']);
      const row = await page.locator(`${card} tbody tr >> nth=0`).innerText();
      assert.match(row, /示人社委〔2026〕3号/);
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await strange_texts(page, language), []);
      if (process.env.HEJIE_PICTURES) await page.locator(card).screenshot({ path: `${process.env.HEJIE_PICTURES}/delegation-${language}.png` });
    });
    await at_desk('legal_reviewer', language, async (desk) => {
      const { page, url } = desk;
      await page.goto(`${url}/cases/${id}`);
      await page.waitForSelector('.acting select');
      assert.equal(await page.locator('.waiting a').count(), 0, 'with his own powers there is nothing to answer');
      await page.selectOption('.acting select', { index: 1 });
      await page.waitForSelector('.waiting a');
      assert.deepEqual(await axe(page), []);
      if (process.env.HEJIE_PICTURES) await page.screenshot({ path: `${process.env.HEJIE_PICTURES}/acting-${language}.png` });
      await page.click('.waiting a');
      await page.waitForSelector('.foot .primary');
      assert.notEqual(await page.locator('.acting select').inputValue(), '', 'the choice goes along');
      const sent = page.waitForResponse((one) => one.url().endsWith('/events') && one.request().method() === 'POST' && !one.request().postData().includes('dry_run'));
      await page.click('.foot .primary');
      const answer = await sent;
      assert.equal(answer.status(), 200, await answer.text());
      await page.waitForURL(new RegExp(`/cases/${id}\\?`));
      const { body } = await ask(desk, `/cases/${id}/history`);
      assert.ok(JSON.stringify(body).includes('"delegation":"dg_'), 'the record names it');
      const [head] = body.items.filter((item) => item.for_whom_name).map((item) => item.for_whom_name);
      await page.waitForFunction((words) => document.body.innerText.includes(words), language === 'zh' ? `（受${head}委托）` : `(for ${head})`);
    });
    await at_desk('inspection_head', language, async (desk) => {
      const { page, url } = desk;
      await page.goto(`${url}/account`);
      await page.click(`${card} tbody tr >> nth=0 >> button`);
      await page.waitForFunction((words) => document.querySelector(`${words[0]} tbody tr`)?.innerText.includes(words[1]), [card, language === 'zh' ? '已撤销' : 'taken back']);
    });
    await at_desk('legal_reviewer', language, async (desk) => {
      const { page, url } = desk;
      const listed = page.waitForResponse((one) => one.url().endsWith('/api/v1/delegations'));
      await page.goto(`${url}/cases/${id}`);
      assert.equal((await listed).status(), 200);
      await page.waitForSelector('section[aria-label]');
      await page.waitForTimeout(300);
      assert.equal(await page.locator('.acting').count(), 0);
      const { body } = await ask(desk, '/alerts?to=me&acknowledged=false');
      assert.ok(body.items.some((alert) => alert.clock === 'delegation_ended'), 'he was told');
    });
  });
});
