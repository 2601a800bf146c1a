// Evidence on the page of a case: a file is chosen, sent, listed by its hash, saved and withdrawn; what is not taken is told
// before and after it is sent.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
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

async function complaint(desk, key) {
  const parties = [{ role: 'complainant', kind: 'worker', name: '欧阳示例' }, { role: 'respondent', kind: 'employer', name: '测试建筑劳务有限公司' }];
  const data = { matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 1, amount_fen: 123400, parties };
  const { status, body } = await ask(desk, '/cases', {
    method: 'POST', headers: { 'idempotency-key': key }, body: { workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data } });
  assert.equal(status, 201, JSON.stringify(body));
  return body.case_id;
}

const section = (language) => `section[aria-label="${language === 'zh' ? '证据材料' : 'Evidence'}"]`;
const slip = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const name = '工资条 "三月" <img src=x onerror=alert(1)>.pdf';
const kept = name.replace(/["<>]/g, '_'); // what no file may be called is not part of its name

describe('evidence', { skip }, () => {
  for (const language of ['zh', 'en']) test(`a file is given, listed, saved and withdrawn (${language})`, async () => {
    const desk = await sit_down(browser, bureau.url, { language });
    const { page, url } = desk;
    try {
      await to_desk(desk, 'window');
      const id = await complaint(desk, `evidence-${language}`);
      await page.goto(`${url}/cases/${id}`);
      const card = section(language);
      await page.waitForSelector(`${card} .none`);
      await page.click(`${card} header button`);
      await page.waitForSelector('dialog[open] #evidence-file');
      assert.deepEqual(await axe(page), []);
      await page.click('dialog[open] .primary');
      assert.notEqual(await page.locator('#evidence-wrong').innerText(), '', 'a file must be chosen');
      await page.setInputFiles('#evidence-file', { name: 'tool.exe', mimeType: 'application/octet-stream', buffer: Buffer.from('MZ') });
      assert.match(await page.locator('#evidence-wrong').innerText(), /\.exe/, 'told before it is sent');
      await page.setInputFiles('#evidence-file', { name: 'tool.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\u0090\u0000\u0003 nothing of a page') });
      assert.equal(await page.locator('#evidence-wrong').innerText(), '');
      const refused = page.waitForResponse((one) => one.url().includes('/evidence') && one.request().method() === 'POST');
      await page.click('dialog[open] .primary');
      assert.equal((await refused).status(), 415);
      await page.waitForSelector('dialog[open] [role=alert]:not(:empty)');
      desk.complaints.length = 0; // the browser notes the refusal

      await page.setInputFiles('#evidence-file', { name, mimeType: 'application/pdf', buffer: slip });
      await page.fill('#evidence-note', '原件已核对');
      await page.selectOption('#evidence-party', { index: 1 });
      await page.click('dialog[open] .primary');
      await page.waitForSelector('dialog[open]', { state: 'detached' });
      await page.waitForSelector(`${card} tbody tr`);
      const row = await page.locator(`${card} tbody tr`).innerText();
      assert.ok(row.includes(kept) && row.includes('原件已核对') && row.includes('欧阳示例'), row);
      assert.equal(await page.locator(`${card} tbody img`).count(), 0, 'a name is text');
      const hash = createHash('sha256').update(slip).digest('hex');
      assert.equal(await page.locator(`${card} .hj-id`).getAttribute('title'), hash);
      assert.deepEqual(await axe(page), []);
      assert.deepEqual(await strange_texts(page, language), []);
      if (process.env.HEJIE_PICTURES) await page.locator(card).screenshot({ path: `${process.env.HEJIE_PICTURES}/evidence-${language}.png` });

      const saving = page.waitForEvent('download');
      await page.click(`${card} tbody a[download]`);
      assert.deepEqual(readFileSync(await (await saving).path()), slip, 'the bytes that were given');

      await page.click(`${card} tbody tr td:last-child button`);
      await page.waitForSelector('#withdraw-reason');
      await page.click('dialog[open] .primary');
      assert.notEqual(await page.locator('#withdraw-wrong').innerText(), '', 'a reason is needed');
      await page.fill('#withdraw-reason', '提交有误');
      await page.click('dialog[open] .primary');
      await page.waitForSelector(`${card} tr.gone`);
      assert.match(await page.locator(`${card} tbody tr`).innerText(), /提交有误/);
      assert.equal(await page.locator(`${card} tbody tr td:last-child button`).count(), 0);
      assert.deepEqual(desk.complaints, []);
    } finally {
      await desk.context.close();
    }
  });
});
