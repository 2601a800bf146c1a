// People at work: an event by form with its dry run, a stale version, an expired session, a draft, the keyboard, the tabs'
// one stream, the weight of the desk.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { ask, ask_recusal, log_in, name_sides, open_browser, open_bureau, sit_down, skip, strange_texts, tell, to_desk } from './lib/bureau.mjs';

let bureau;
let browser;
before(async () => {
  if (skip) return;
  bureau = await open_bureau('--generate', '700');
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
async function cases_in(desk, state) {
  const { body } = await ask(desk, `/cases?workflow=arbitration&state=${state}&open=true&limit=50`);
  return body.items.filter((item) => item.phase === 'open').map((item) => item.id);
}
/** The first of these cases in which the event can be done now. */
async function one_that_may(desk, ids, event) {
  for (const id of ids) {
    const { body } = await ask(desk, `/cases/${id}/actions`);
    if (body.items.some((action) => action.event === event && action.allowed)) return id;
  }
  throw new Error(`no case allows ${event}`);
}
async function open_form(desk, id, event) {
  await desk.page.goto(`${desk.url}/cases/${id}/act?event=${event}`);
  await desk.page.waitForSelector('#event-occurred');
}

describe('walks', { skip }, () => {
  for (const language of ['zh', 'en']) test(`an event is recorded by its form after a dry run that stores nothing (${language})`, () => with_desk('clerk', async (desk) => {
    const id = await one_that_may(desk, await cases_in(desk, 'scheduled'), 'request_recusal');
    await open_form(desk, id, 'request_recusal');
    const version = (await ask(desk, `/cases/${id}`)).body.version;
    await ask_recusal(desk.page);
    await desk.page.waitForSelector('.mark.done');
    assert.equal((await ask(desk, `/cases/${id}`)).body.version, version, 'the trial wrote something');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.waitForURL(`**/cases/${id}?done=request_recusal`);
    await desk.page.waitForSelector('.news');
    assert.ok((await ask(desk, `/cases/${id}`)).body.version > version);
    const drafts = (await ask(desk, '/me/drafts')).body.items.filter((item) => item.key.includes(id) && item.body);
    assert.deepEqual(drafts, [], 'the draft is gone once it is recorded');
    assert.deepEqual(await strange_texts(desk.page, language), []);
  }, { language }));

  test('a form that misses something is not sent and the focus goes to the first thing', () => with_desk('clerk', async (desk) => {
    const [id] = await cases_in(desk, 'scheduled');
    let sent = 0;
    desk.page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/events')) ++sent; });
    await open_form(desk, id, 'reschedule_hearing');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.waitForSelector('.missing');
    assert.equal(await desk.page.evaluate(() => document.activeElement.id), 'event-hearing_on');
    assert.equal(sent, 0);
  }));

  test('what is typed survives a reload, and starting afresh drops it', () => with_desk('clerk', async (desk) => {
    const [id] = await cases_in(desk, 'scheduled');
    await open_form(desk, id, 'reschedule_hearing');
    await desk.page.fill('#event-hearing_on', '1215');
    await desk.page.waitForResponse((answer) => answer.url().endsWith('/me/drafts') && answer.request().method() === 'PUT');
    await desk.page.reload();
    await desk.page.waitForFunction(() => document.querySelector('#event-hearing_on')?.value === '2026-12-15');
    await desk.page.click('form .hj-link');
    await desk.page.waitForFunction(() => document.querySelector('#event-hearing_on')?.value === '');
  }));

  test('a session that ended asks for log-in over the page and loses nothing', () => with_desk('clerk', async (desk) => {
    const [id] = await cases_in(desk, 'scheduled');
    await open_form(desk, id, 'request_recusal');
    await desk.context.clearCookies();
    await ask_recusal(desk.page);
    await desk.page.waitForSelector('dialog[open] #password');
    await desk.page.fill('dialog #password', 'hejie-demo-2026');
    await desk.page.keyboard.press('Enter');
    await desk.page.waitForSelector('.mark.done');
    assert.equal(await desk.page.locator('dialog[open]').count(), 0);
  }));

  test('when another desk was first, the page says so, keeps the form and sends it on the new version', () => with_desk('clerk', async (desk) => {
    const id = (await cases_in(desk, 'scheduled'))[1];
    await open_form(desk, id, 'request_recusal');
    await ask_recusal(desk.page);
    await desk.page.waitForSelector('.mark.done');
    const { version } = (await ask(desk, `/cases/${id}`)).body;
    const other = await ask(desk, `/cases/${id}/events`, {
      method: 'POST', headers: { 'if-match': `"${version}"`, 'idempotency-key': 'other-desk-1' }, body: { event: 'take_evidence', data: { officers: ['arbitrator'] } },
    });
    assert.equal(other.status, 200, JSON.stringify(other.body));
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.waitForSelector('.stale');
    await desk.page.click('.stale .hj-link >> nth=0');
    assert.ok(await desk.page.locator('.stale li').count() > 0, 'what changed is listed');
    assert.equal(await desk.page.locator('.segments label.on').count(), 1, 'the form is kept');
    assert.notEqual(await desk.page.inputValue('#event-party'), '', 'and whose act it is');
    await desk.page.click('.stale .hj-link >> nth=1');
    await desk.page.waitForURL(`**/cases/${id}?done=request_recusal`);
  }));

  test('the desk by keyboard: next row, why and back, open the case, go to the desk', () => with_desk('clerk', async (desk) => {
    await desk.page.waitForSelector('.row.at .strip');
    const first = await desk.page.locator('.row').evaluateAll((rows) => rows.findIndex((row) => row.classList.contains('at')));
    await desk.page.keyboard.press('j');
    const second = await desk.page.locator('.row').evaluateAll((rows) => rows.findIndex((row) => row.classList.contains('at')));
    assert.equal(second, first + 1);
    await desk.page.keyboard.press('w');
    await desk.page.waitForSelector('dialog[open]');
    await desk.page.keyboard.press('Escape');
    await desk.page.waitForSelector('dialog[open]', { state: 'detached' });
    await desk.page.keyboard.press('o');
    await desk.page.waitForURL('**/cases/c_*');
    await desk.page.keyboard.press('g');
    await desk.page.keyboard.press('d');
    await desk.page.waitForURL('**/desk');
  }));

  test('single keys can be switched off and stay off', () => with_desk('mediator', async (desk) => {
    await desk.page.keyboard.press('?');
    const saved = desk.page.waitForResponse((answer) => answer.url().endsWith('/me/preferences') && answer.request().method() === 'PUT');
    await desk.page.uncheck('dialog[open] input[type=checkbox]');
    await saved;
    await desk.page.reload();
    await desk.page.waitForSelector('.counts');
    await desk.page.keyboard.press('?');
    assert.equal(await desk.page.locator('dialog[open]').count(), 0);
  }));

  test('two tabs share one stream, and both see what a third person records', () => with_desk('clerk', async (desk) => {
    const id = await one_that_may(desk, (await cases_in(desk, 'scheduled')).slice(2), 'take_evidence');
    let streams = 0;
    desk.context.on('request', (request) => { if (request.url().endsWith('/stream')) ++streams; });
    const tabs = [await desk.context.newPage(), await desk.context.newPage()];
    for (const tab of tabs) {
      await tab.goto(`${desk.url}/cases/${id}`);
      await tab.waitForSelector('.map');
    }
    assert.equal(streams, 0, 'the first tab holds the one stream');
    const { version } = (await ask(desk, `/cases/${id}`)).body;
    const done = await ask(desk, `/cases/${id}/events`, {
      method: 'POST', headers: { 'if-match': `"${version}"`, 'idempotency-key': 'stream-1' }, body: { event: 'take_evidence', data: { officers: ['arbitrator'] } },
    });
    assert.equal(done.status, 200, JSON.stringify(done.body));
    for (const tab of tabs) await tab.waitForSelector('.news');
    await desk.page.close();
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(streams, 1, 'the next tab took the stream over');
  }));

  test('a wage complaint is received at the window: ways with reasons, numbers checked, the case is opened', () => with_desk('window', async (desk) => {
    const { page } = desk;
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    await tell(page);
    await page.keyboard.press('Control+Enter');
    await name_sides(page);
    await page.fill('#worker-id', '110105194912310021');
    await page.keyboard.press('Control+Enter');
    assert.match(await page.textContent('#worker-id-note'), /应为 X/);
    assert.equal(await page.locator('[name=intake-way]').count(), 0, 'a wrong number holds the step');
    await page.fill('#worker-id', '110105 19491231 002x');
    await page.keyboard.press('Control+Enter');
    await page.check('[name=intake-way][value=inspection]');
    await page.selectOption('#intake-matter', 'wages');
    for (const id of ['intake-materials_complete', 'intake-violation_continues']) await page.check(`#${id}`, { force: true });
    await page.waitForSelector('aside .line');
    const before = (await ask(desk, '/cases?q=%E6%B5%8B%E8%AF%95%E7%BA%BA%E7%BB%87')).body.items.length;
    assert.equal(before, 0, 'the trial opened nothing');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL('**/cases/c_*');
    await page.waitForSelector('.map');
    const after = (await ask(desk, '/cases?q=%E6%B5%8B%E8%AF%95%E7%BA%BA%E7%BB%87')).body.items;
    assert.deepEqual(after.map((item) => item.workflow), ['inspection']);
    await page.goto(`${desk.url}/intake`);
    await tell(page);
    await page.keyboard.press('Control+Enter');
    await name_sides(page);
    await page.waitForSelector('aside .way a[href^="/cases/"]', { timeout: 10_000 });
  }));

  test('the register keeps its filters in the address, goes on by pages and exports what is chosen', () => with_desk('clerk', async (desk) => {
    const { page } = desk;
    await page.goto(`${desk.url}/cases`);
    await page.waitForSelector('tbody tr');
    await page.selectOption('.filters select >> nth=0', 'arbitration');
    await page.waitForURL('**workflow=arbitration');
    await page.waitForFunction(() => [...document.querySelectorAll('td .number')].every((cell) => cell.textContent.includes('仲')));
    const first = await page.locator('tbody tr').count();
    await page.locator('tbody tr').last().scrollIntoViewIfNeeded();
    await page.mouse.wheel(0, 5000);
    await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length > n, first);
    await page.reload();
    await page.waitForSelector('tbody tr');
    assert.equal(await page.inputValue('.filters select >> nth=0'), 'arbitration');
    await page.click('.doors > .hj-button');
    await page.click('dialog[open] input[value=csv]');
    const download = page.waitForEvent('download');
    await page.click('dialog[open] .primary');
    const text = readFileSync(await (await download).path(), 'utf8');
    const lines = text.slice(1).trimEnd().split('\r\n');
    assert.equal(text.charCodeAt(0), 0xfeff, 'spreadsheets read it as UTF-8');
    assert.equal(lines[0], '案号,事由,阶段,用人单位,承办人,最近到期,收件');
    const open = (await ask(desk, '/cases?workflow=arbitration&open=true&limit=500')).body;
    assert.equal(open.next, null);
    assert.equal(lines.length - 1, open.items.length);
    assert.ok(!/^[=+@]/m.test(text), 'nothing a spreadsheet would run');
  }));

  test('the wall moves by the stream, its numbers add up, and only it loads charts', () => with_desk('bureau_head', async (desk) => {
    const { page } = desk;
    const scripts = [];
    page.on('response', (answer) => { if (answer.url().endsWith('.js')) scripts.push(answer.url()); });
    await page.goto(`${desk.url}/cases`);
    await page.waitForSelector('tbody tr');
    assert.ok(!scripts.some((name) => name.includes('StageBars')), 'the register loads no charts');
    await page.goto(`${desk.url}/wall`);
    await page.waitForSelector('.chart canvas');
    assert.ok(scripts.some((name) => name.includes('StageBars')));
    const read = () => page.evaluate(() => ({
      total: Number(document.querySelector('.stages h2').textContent.match(/\d+/)[0]),
      stages: [...document.querySelectorAll('.stages td:nth-child(2)')].reduce((sum, cell) => sum + Number(cell.textContent), 0),
      duties: Number(document.querySelector('.lights h2').textContent.match(/\d+/)[0]),
      lights: [...document.querySelectorAll('.lights b')].reduce((sum, cell) => sum + Number(cell.textContent), 0),
    }));
    const before = await read();
    assert.equal(before.stages, before.total);
    assert.equal(before.lights, before.duties);
    const window_desk = await sit_down(browser, bureau.url);
    await to_desk(window_desk, 'window');
    const opened = await ask(window_desk, '/cases', {
      method: 'POST', headers: { 'idempotency-key': 'wall-1' },
      body: { workflow: 'mediation', event: 'receive_application', data: { items: [{ kind: 'wages' }], parties: [{ role: 'applicant', kind: 'worker', name: '测试乙' }, { role: 'respondent', kind: 'employer', name: '测试纸厂' }] } },
    });
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    await window_desk.context.close();
    await page.waitForFunction((n) => Number(document.querySelector('.stages h2').textContent.match(/\d+/)[0]) === n + 1, before.total);
  }));

  for (const [language, year] of [['zh', 2027], ['en', 2028]]) test(`a notice is tried first, then loaded: the year is no longer provisional (${language})`, () => with_desk('system_admin', async (desk) => {
    const { page } = desk;
    await page.goto(`${desk.url}/calendar?year=${year}`);
    await page.waitForSelector('.amber');
    await page.click('.doors .hj-button');
    await page.fill('dialog input >> nth=0', `测试发〔${year - 1}〕1号`);
    await page.fill('#notice-published', '2026-11-16');
    await page.fill('dialog textarea >> nth=0', `${year}-01-01 元旦 法定\n${year}-13-02 元旦`);
    await page.click('dialog .primary');
    assert.match(await page.textContent('dialog .hj-wrong'), language === 'zh' ? /第 2 行/ : /line 2/i);
    await page.fill('dialog textarea >> nth=0', `${year}-01-01 元旦 法定\n${year}-01-02~${year}-01-03 元旦`);
    await page.fill('dialog textarea >> nth=1', `${year}-01-${year === 2027 ? '10' : '08'}`);
    await page.click('dialog .primary');
    await page.waitForSelector('dialog .danger, dialog .hj-table, dialog [role=status] b');
    assert.equal((await ask(desk, `/calendars/cn/${year}`)).body.provisional, true, 'the trial loaded nothing');
    await page.click('dialog .primary');
    await page.waitForFunction(() => !document.querySelector('dialog .primary'));
    assert.equal((await ask(desk, `/calendars/cn/${year}`)).body.provisional, false);
    await page.keyboard.press('Escape');
    await page.waitForSelector('.amber', { state: 'detached' });
    await page.waitForSelector('.day.make_up');
    assert.deepEqual(await strange_texts(page, language), []);
  }, { language }));

  test('the desk after log-in with 200 items weighs less than 300 KB, and a key is answered within a second', async () => {
    const desk = await sit_down(browser, bureau.url);
    try {
      const line = await desk.context.newCDPSession(desk.page);
      await line.send('Network.enable');
      const names = new Map();
      const sizes = [];
      line.on('Network.responseReceived', ({ requestId, response }) => names.set(requestId, response.url.slice(bureau.url.length)));
      line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => sizes.push([encodedDataLength, names.get(requestId)]));
      await log_in(desk, 'clerk');
      await desk.page.waitForSelector('.row.at .strip');
      await desk.page.waitForLoadState('load');
      // What the test asks for itself is not the desk's.
      const loaded = [...sizes];
      const bytes = loaded.reduce((sum, [size]) => sum + size, 0);
      const rows = (await ask(desk, '/clocks?owner=me&status=running&status=breached&limit=200')).body.items.length;
      const heaviest = loaded.sort((a, b) => b[0] - a[0]).slice(0, 5).map(([size, name]) => `${Math.round(size / 1024)} KB ${name}`);
      console.log(`# the desk with ${rows} items: ${Math.round(bytes / 1024)} KB in ${loaded.length} answers; ${heaviest.join(', ')}`);
      assert.equal(rows, 200, 'the demonstration gives a clerk 200 items');
      assert.ok(bytes < 300 * 1024, `${bytes} bytes`);
      const start = Date.now();
      await desk.page.keyboard.press('j');
      await desk.page.waitForFunction(() => document.querySelectorAll('.row.at').length === 1);
      assert.ok(Date.now() - start < 1000);
      assert.deepEqual(desk.complaints, []);
    } finally {
      await desk.context.close();
    }
  });
});
