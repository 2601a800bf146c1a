// A case of another unit through the pages: refused, opened with a reason, found among the exceptions, handed over by a head.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ask, axe, open_browser, open_bureau, sit_down, skip, to_desk } from './lib/bureau.mjs';

let bureau;
let browser;
const desks = [];
before(async () => {
  if (skip) return;
  bureau = await open_bureau();
  browser = await open_browser();
});
after(async () => {
  await browser?.close();
  await bureau?.close();
});
async function sit(account) {
  const desk = await sit_down(browser, bureau.url);
  desks.push(desk);
  await to_desk(desk, account);
  return desk;
}
const put = (desk, path, body) => ask(desk, path, { method: 'PUT', body });

describe('a case of another unit', { skip }, () => {
  let id = '';
  test('is refused with a way to open it, and opens with a reason', async () => {
    const security = await sit('security_admin');
    const { body: accounts } = await ask(security, '/accounts');
    const account = (name) => accounts.items.find((one) => one.username === name).id;
    assert.equal((await put(security, '/units/east', { kind: 'mediation_center', name_zh: '东街调解中心', name_en: 'East street' })).status, 204);
    assert.equal((await put(security, `/accounts/${account('mediator')}/unit`, { unit: 'east' })).status, 204);
    const head = await sit('inspection_head');
    id = (await ask(head, '/cases?workflow=inspection&open=true&limit=1')).body.items[0].id;
    const { page, ...mediator } = await sit('mediator');
    await page.goto(`${bureau.url}/cases/${id}`);
    await page.click('.closed button');
    await page.waitForSelector('#break-glass-form textarea');
    assert.deepEqual(await axe(page), []);
    await page.click('dialog .primary');
    await page.waitForSelector('dialog .hj-wrong');
    await page.fill('#break-glass-form textarea', '当事人在调解中心，须核对投诉内容');
    await page.click('dialog .primary');
    await page.waitForSelector('.case .title');
    assert.deepEqual(mediator.complaints, []);
  });

  test('stands among the exceptions with its reason; a head hands a case over, and the history says so', async () => {
    const { page, ...head } = await sit('inspection_head');
    await page.goto(`${bureau.url}/control`);
    await page.waitForSelector('.list >> text=须核对投诉内容');
    await page.goto(`${bureau.url}/cases/${id}`);
    await page.click('.hand button');
    await page.waitForSelector('#hand-over-form input');
    assert.deepEqual(await axe(page), []);
    await page.fill('#hand-over-form input', 'mediator');
    await page.fill('#hand-over-form textarea', '转由调解中心办理');
    await page.click('dialog .primary');
    await page.waitForSelector('dialog', { state: 'detached' });
    await page.waitForSelector('text=案件交接');
    assert.deepEqual(head.complaints, []);
  });
});
