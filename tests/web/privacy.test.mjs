// Personal data at the desk: the register finds persons by parts of names, numbers are shown for a purpose and leave a trace, files
// whose retention has ended are asked for and decided by two people.
import assert from 'node:assert/strict';
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
async function with_desk(account, work, options) {
  const desk = await sit_down(browser, bureau.url, options);
  try {
    await to_desk(desk, account);
    await work(desk);
    assert.deepEqual(desk.complaints, []);
  } finally {
    await desk.context.close();
  }
}
const languages = ['zh', 'en'];
// Made-up people with right check digits.
const kPerson = {
  zh: { name: '欧阳示例', id_number: '11010519491231002X', phone: '13900000071', address: '示例区测试路1号' },
  en: { name: '司徒示例', id_number: '440524188001010014', phone: '13900000072', address: '示例区测试路2号' },
};
async function complaint(desk, person) {
  const parties = [{ role: 'complainant', kind: 'worker', ...person }, { role: 'respondent', kind: 'employer', name: '测试建筑劳务有限公司' }];
  const data = { matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 1, amount_fen: 123400, parties };
  const { status, body } = await ask(desk, '/cases', {
    method: 'POST', headers: { 'idempotency-key': `complaint-${person.phone}` },
    body: { workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data },
  });
  assert.equal(status, 201, JSON.stringify(body));
  return body.case_id;
}

describe('personal data', { skip }, () => {
  for (const language of languages) test(`two characters of a name find the case, one is told to be too few, nothing found says what can be searched (${language})`, () => with_desk('clerk', async (desk) => {
    const { page, url } = desk;
    const { items } = (await ask(desk, '/cases?workflow=arbitration&limit=50')).body;
    const { employer_name: name, id } = items.find((item) => /^\p{Script=Han}{4,}/u.test(item.employer_name ?? ''));
    await page.goto(`${url}/cases`);
    await page.waitForSelector('tbody tr');
    const field = '.filters input[type=search]';
    assert.match(await page.getAttribute(field, 'placeholder'), language === 'zh' ? /两个字/ : /2\+ characters/);
    await page.fill(field, name.slice(0, 1));
    await page.waitForSelector('#q-note:not(:empty)');
    await page.keyboard.press('Enter');
    assert.equal(new URL(page.url()).searchParams.get('search'), null, 'one character asks nothing');
    // Two characters from the middle of the name.
    await page.fill(field, name.slice(1, 3));
    assert.equal(await page.locator('#q-note').innerText(), '');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases?search=*');
    await page.waitForFunction((of) => [...document.querySelectorAll('tbody tr')].some((row) => row.querySelector(`a[href="/cases/${of}"]`)), id);
    const names = await page.locator('tbody tr').allInnerTexts();
    assert.ok(names.every((row) => row.length), 'rows have words');
    await page.fill(field, '无此人名');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.empty b');
    assert.match(await page.locator('.empty').innerText(), language === 'zh' ? /顺序号/ : /running number/);
    assert.deepEqual(await strange_texts(page, language), []);
  }, { language }));

  for (const language of languages) test(`numbers are shown for a purpose, until the layer closes, and the access log has it (${language})`, () => with_desk('window', async (desk) => {
    const { page, url } = desk;
    const id = await complaint(desk, kPerson[language]);
    await page.goto(`${url}/cases/${id}`);
    await page.waitForSelector('.numbers');
    const { key } = (await ask(desk, `/cases/${id}`)).body.parties[0];
    for (const word of Object.values(kPerson[language]).slice(1)) assert.ok(!(await page.content()).includes(word), 'numbers are not on the page by themselves');
    await page.click('.numbers >> nth=0');
    await page.waitForSelector('dialog[open] fieldset');
    assert.equal(await page.locator('dialog[open] input[type=radio]').count(), 5);
    assert.equal(await page.locator('dialog[open] dl').count(), 0, 'nothing is shown before a purpose is given');
    assert.ok(await page.locator('dialog[open] .primary').isDisabled());
    assert.match(await page.locator('dialog[open]').innerText(), language === 'zh' ? /访问记录/ : /access log/);
    const answer = page.waitForResponse((one) => one.url().endsWith(`/parties/${key}/reveal`));
    await page.check('dialog[open] input[value=service]');
    await page.click('dialog[open] .primary');
    const shown = await (await answer).json();
    await page.waitForSelector('dialog[open] dl');
    const told = await page.locator('dialog[open]').innerText();
    for (const [what, word] of Object.entries(kPerson[language])) {
      assert.equal(shown[what], word);
      assert.ok(told.includes(word), what);
    }
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(await strange_texts(page, language), []);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    assert.ok(await page.evaluate(() => document.activeElement.matches('.numbers')), 'the focus is where it came from');
    for (const word of Object.values(kPerson[language]).slice(1)) assert.ok(!(await page.content()).includes(word), 'nothing is left on the page');
    // Opened again it asks again.
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open] fieldset');
    const audit = await sit_down(browser, url, { language });
    try {
      await to_desk(audit, 'audit_admin');
      const entries = (await ask(audit, '/access-log?limit=200')).body.items.filter((item) => item.action === 'reveal_party');
      assert.ok(entries.some((item) => item.object === `${id}/${key} service`));
      assert.ok(!JSON.stringify(entries).includes(kPerson[language].id_number), 'the log holds no number');
      await audit.page.goto(`${url}/access-log`);
      await audit.page.waitForSelector('tbody tr');
      assert.match(await audit.page.locator('tbody').innerText(), language === 'zh' ? /查看证件与电话/ : /looked at id number and phone/);
    } finally {
      await audit.context.close();
    }
  }, { language }));

  test('who is asked about may have a copy and have it put right', () => with_desk('inspector', async (desk) => {
    const { page, url } = desk;
    const person = { name: '令狐示例', id_number: '440524188001010030', phone: '13900000073', address: '示例区测试路3号' };
    const id = await complaint(desk, person);
    await page.goto(`${url}/cases/${id}`);
    const open = async () => {
      await page.click('.numbers >> nth=0');
      await page.check('dialog[open] input[value=person_asks]');
      await page.click('dialog[open] .primary');
      await page.waitForSelector('dialog[open] .right');
    };
    await open();
    assert.deepEqual(await axe(page), []);
    assert.deepEqual(await strange_texts(page, 'zh'), []);
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('dialog[open] dl ~ p button')]);
    const copy = JSON.parse(readFileSync(await download.path(), 'utf8'));
    for (const [field, value] of Object.entries(person)) assert.equal(copy.person[field], value);
    const save = page.locator('dialog[open] .right button[type=submit]');
    assert.ok(await save.isDisabled(), 'nothing is changed yet');
    await page.fill('dialog[open] input[name=phone]', '13900000079');
    await save.click();
    await page.waitForFunction(() => /已更正/.test(document.querySelector('dialog[open] .right [role=status]').textContent));
    assert.ok(await save.isDisabled());
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    await open();
    assert.equal(await page.inputValue('dialog[open] input[name=phone]'), '13900000079');
  }));

  for (const [turn, language] of languages.entries()) test(`a file whose retention has ended: asked for, approved by another person (${language})`, async () => {
    let file;
    await with_desk('archivist', async (desk) => {
      const { page, url } = desk;
      file = (await ask(desk, '/retention')).body.items.filter((item) => item.state === 'due')[turn];
      assert.ok(file, 'the demonstration has a file that old');
      await page.goto(`${url}/retention`);
      const row = page.locator(`tbody tr:has(a[href="/cases/${file.case_id}"])`);
      await row.locator('button').click();
      await page.fill('dialog textarea', language === 'zh' ? '保管期满，按清册销毁' : 'retention is over');
      await page.click('dialog .primary');
      await page.waitForSelector('dialog[open]', { state: 'detached' });
      await page.waitForFunction((id) => !document.querySelector(`tr:has(a[href="/cases/${id}"]) button`), file.case_id);
      assert.match(await row.innerText(), language === 'zh' ? /等待审批/ : /waiting for approval/);
    }, { language });
    await with_desk('bureau_head', async (desk) => {
      const { page, url } = desk;
      await page.goto(`${url}/retention`);
      const row = page.locator(`tbody tr:has(a[href="/cases/${file.case_id}"])`);
      await row.locator('button').click();
      await page.click('dialog .danger');
      await page.waitForSelector('dialog[open]', { state: 'detached' });
      await page.waitForFunction((id) => !document.querySelector(`tr:has(a[href="/cases/${id}"]) button`), file.case_id);
      assert.match(await row.innerText(), language === 'zh' ? /已依法删除/ : /erased by law/);
      const after = (await ask(desk, '/retention')).body.items.find((item) => item.case_id === file.case_id);
      assert.equal(after.state, 'erased');
      assert.ok(after.erased + after.kept_elsewhere > 0);
      assert.deepEqual(await strange_texts(page, language), []);
    }, { language });
  });

  test('an erased party says so, in place of its numbers', () => with_desk('clerk', async (desk) => {
    const { page, url } = desk;
    const { items } = (await ask(desk, '/cases?workflow=arbitration&state=scheduled&open=true&limit=1')).body;
    await page.route('**/reveal', (route) => route.fulfill({ contentType: 'application/json', body: '{"key":"x","kind":"worker","erased":true}' }));
    await page.goto(`${url}/cases/${items[0].id}`);
    await page.click('.numbers >> nth=0');
    await page.check('dialog[open] input[value=identity]');
    await page.click('dialog[open] .primary');
    await page.waitForSelector('dialog[open] .gone');
    assert.equal(await page.locator('dialog[open] .gone').innerText(), '（已依法删除）');
    assert.equal(await page.locator('dialog[open] dl').count(), 0);
    await page.keyboard.press('Escape');
    assert.ok((await page.locator('main table tbody th').allInnerTexts()).some((text) => text.includes('（已依法删除）')));
  }));

  test('a file that is kept by law is not erased: the server says so on the page, and what was typed stays', () => with_desk('archivist', async (desk) => {
    const { page, url } = desk;
    const { id, title, number } = (await ask(desk, '/cases?workflow=arbitration&open=false&limit=1')).body.items[0];
    const items = [{ case_id: id, workflow: 'arbitration', title, number, state: 'due', closed_on: '2016-03-01', kept_until: '2026-11-16' }];
    await page.route('**/api/v1/retention?*', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify({ items, purposes: [], next: null }) }));
    await page.goto(`${url}/retention`);
    await page.click('tbody button');
    await page.fill('dialog textarea', '保管期满');
    const sent = page.waitForRequest((one) => one.url().endsWith(`/cases/${id}/erasure`));
    await page.click('dialog .primary');
    const request = await sent;
    assert.ok(request.headers()['idempotency-key']);
    assert.deepEqual(request.postDataJSON(), { reason: '保管期满' });
    await page.waitForSelector('dialog [role=alert]');
    assert.match(await page.locator('dialog [role=alert]').innerText(), /保管期限未满/);
    assert.equal(await page.inputValue('dialog textarea'), '保管期满');
  }));

  test('a head declines only with a reason, approves under a key of its own, and the list is read again', () => with_desk('committee_head', async (desk) => {
    const { page, url } = desk;
    const { id, title, number } = (await ask(desk, '/cases?workflow=arbitration&open=false&limit=1')).body.items[0];
    const file = { case_id: id, workflow: 'arbitration', title, number, state: 'asked', erasure: 7, reason: '按清册', asked_by: '档案员', asked_on: '2026-11-16' };
    let state = 'asked';
    const sent = [];
    await page.route('**/api/v1/retention?*', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify({ items: [{ ...file, state, ...(state === 'erased' ? { erased: 2, kept_elsewhere: 0, answered_by: '主任', answered_on: '2026-11-17' } : {}) }], purposes: [], next: null }) }));
    await page.route('**/api/v1/erasures/7', async (route) => {
      sent.push([route.request().headers()['idempotency-key'], route.request().postDataJSON()]);
      if (sent.length > 1) state = 'erased';
      await (sent.length === 1 ? route.abort() : route.fulfill({ status: 204 }));
    });
    await page.goto(`${url}/retention`);
    await page.click('tbody button');
    await page.click('dialog footer button >> nth=0');
    await page.waitForSelector('dialog .hj-wrong:not(:empty)');
    assert.deepEqual(sent, [], 'declining without a reason sends nothing');
    await page.click('dialog .danger');
    await page.waitForSelector('dialog [role=alert]');
    await page.click('dialog .danger');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    assert.deepEqual(sent.map(([, body]) => body), [{ approve: true }, { approve: true }]);
    assert.equal(sent[0][0], sent[1][0], 'the same act after a cut line has the same key');
    await page.waitForFunction(() => /已依法删除/.test(document.querySelector('tbody').textContent));
    assert.equal(await page.locator('tbody button').count(), 0);
  }));

  test('the place is on the rail of who keeps the files and of the heads, and of nobody else', async () => {
    const theirs = new Set(['archivist', 'bureau_head', 'inspection_head', 'committee_head']);
    for (const account of ['clerk', 'window', 'inspector', 'legal_reviewer', 'system_admin', ...theirs]) {
      await with_desk(account, async ({ page, url }) => {
        assert.equal(await page.locator('.rail a[href="/retention"]').count(), theirs.has(account) ? 1 : 0, account);
        await page.goto(`${url}/retention`);
        await page.waitForSelector(theirs.has(account) ? 'tbody tr' : 'main .empty');
        if (!theirs.has(account)) assert.match(await page.locator('main .empty').innerText(), /由档案管理人员和负责人办理/);
      });
    }
  });
});
