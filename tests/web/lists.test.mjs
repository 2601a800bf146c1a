// Lists, figures and long work: what a person picks is what is exported, a bar leads to its cases, what takes long says how far
// it is and can be stopped; a day's work goes without the mouse; what is typed stays on the server and nowhere else.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { ask, axe, log_in, open_browser, open_bureau, sit_down, skip, storage, strange_texts, to_desk } from './lib/bureau.mjs';

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
    assert.deepEqual(desk.complaints.filter((one) => !one.startsWith('request elsewhere: blob:')), []);
  } finally {
    await desk.context.close();
  }
}
/** The texts of one file of a ZIP whose entries are deflated. */
function unzipped(bytes, name) {
  for (let from = bytes.indexOf('PK\x01\x02', 0, 'latin1'); from >= 0; from = bytes.indexOf('PK\x01\x02', from + 4, 'latin1')) {
    const length = bytes.readUInt16LE(from + 28);
    if (bytes.toString('utf8', from + 46, from + 46 + length) !== name) continue;
    const [method, size, head] = [bytes.readUInt16LE(from + 10), bytes.readUInt32LE(from + 20), bytes.readUInt32LE(from + 42)];
    const start = head + 30 + bytes.readUInt16LE(head + 26) + bytes.readUInt16LE(head + 28);
    const packed = bytes.subarray(start, start + size);
    return (method === 8 ? inflateRawSync(packed) : packed).toString('utf8');
  }
  throw new Error(`${name} is not in the file`);
}
/** A unified credit code with a right check digit (GB 32100-2015). */
function credit_code(number) {
  const signs = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = `91350100${String(number).padStart(9, '0')}`;
  const sum = [...body].reduce((total, sign, at) => total + signs.indexOf(sign) * (3 ** at % 31), 0);
  return body + signs[(31 - (sum % 31)) % 31];
}
async function tab_to(page, selector) {
  for (let i = 0; i < 200; ++i) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

describe('lists and long work', { skip }, () => {
  test('the columns one picks stay picked, and are the columns of the spreadsheet', () => with_desk('clerk_2', async ({ page, url }) => {
    await page.goto(`${url}/cases?workflow=arbitration`);
    await page.waitForSelector('tbody tr');
    const heads = () => page.locator('thead th:not(.tick)').allInnerTexts();
    const before = await heads();
    await page.click('.pick summary');
    const saved = page.waitForResponse((answer) => answer.url().endsWith('/me/preferences') && answer.request().method() === 'PUT');
    await page.locator('.pick input:checked').nth(2).uncheck();
    await saved;
    const picked = await heads();
    assert.equal(picked.length, before.length - 1);
    await page.reload();
    await page.waitForSelector('tbody tr');
    assert.deepEqual(await heads(), picked);
    await page.click('.doors > .hj-button');
    const download = page.waitForEvent('download');
    await page.click('dialog[open] .primary');
    const file = await download;
    assert.match(file.suggestedFilename(), /\.xlsx$/);
    const book = readFileSync(await file.path());
    const sheet = unzipped(book, 'xl/worksheets/sheet1.xml');
    const shared = sheet.includes('t="s"') ? unzipped(book, 'xl/sharedStrings.xml') : sheet;
    for (const head of picked) assert.ok(shared.includes(head.trim()), head);
    assert.ok(!shared.includes(before.find((one) => !picked.includes(one)).trim()), 'the column left out is not in the file');
    const { items, next } = (await ask({ page }, '/cases?workflow=arbitration&open=true&limit=500')).body;
    assert.equal(next, null);
    assert.equal(sheet.match(/<row\b/g).length - 1, items.length);
  }));

  for (const language of ['zh', 'en']) test(`X ticks the row at hand, and what is ticked is what is exported (${language})`, () => with_desk('clerk', async (desk) => {
    const { page, url } = desk;
    await page.goto(`${url}/cases`);
    await page.waitForSelector('tbody tr:nth-child(4)');
    const ticks = page.locator('tbody input[type=checkbox]');
    for (const key of ['x', 'j', 'j', 'x', 'j', 'x', 'x']) await page.keyboard.press(key);
    assert.deepEqual(await ticks.evaluateAll((all) => all.flatMap((one, at) => (one.checked ? [at] : []))), [0, 2], 'ticked twice is not ticked');
    // The mouse ticks too, and opens nothing.
    await ticks.nth(1).check();
    assert.equal(new URL(page.url()).pathname, '/cases');
    await page.keyboard.press('x');
    assert.equal(await ticks.nth(1).isChecked(), false, 'the row whose box was pressed is the row at hand');
    assert.deepEqual(await strange_texts(page, language), []);
    const wanted = await page.locator('tbody tr a.number').evaluateAll((all) => [0, 2].map((at) => all[at].title));
    await page.click('.doors > .hj-button');
    assert.deepEqual(await axe(page), []);
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('dialog[open] .primary')]);
    const text = readFileSync(await file.path(), 'utf8');
    assert.equal(text.trim().split('\r\n').length, 3, 'a head and two rows');
    for (const number of wanted.filter(Boolean)) assert.ok(text.includes(number), number);
    await page.keyboard.press('Escape');
    // Another filter has other rows: nothing that is out of sight stays ticked.
    await page.goto(`${url}/cases`);
    await page.waitForSelector('tbody tr');
    assert.equal(await page.locator('tbody input:checked').count(), 0);
  }, { language }));

  test('the export of a closed file shows that it works and can be stopped; then it comes whole', () => with_desk('archivist', async (desk) => {
    const { page, url } = desk;
    const { id } = (await ask(desk, '/cases?workflow=arbitration&open=false&limit=5')).body.items[0];
    let held = true;
    await page.route('**/archive/zip', (route) => (held ? undefined : route.continue()));
    await page.goto(`${url}/cases/${id}/archive`);
    await page.click('.doors .primary');
    await page.waitForSelector('progress');
    assert.ok(await page.locator('.doors .primary').isDisabled());
    assert.deepEqual(await axe(page), []);
    await page.click('.work .danger');
    await page.waitForSelector('progress', { state: 'detached' });
    assert.match(await page.locator('main').innerText(), /没有存下什么/);
    held = false;
    const [file] = await Promise.all([page.waitForEvent('download'), page.click('.doors .primary')]);
    assert.match(file.suggestedFilename(), /\.zip$/);
    assert.equal(readFileSync(await file.path()).subarray(0, 2).toString(), 'PK');
  }));

  test('an export of pages shows how many it has and can be stopped', () => with_desk('clerk', async ({ page, url }) => {
    await page.goto(`${url}/cases?view=all`);
    await page.waitForSelector('tbody tr');
    let go_on;
    const held = new Promise((resolve) => { go_on = resolve; });
    await page.route('**/api/v1/cases?*limit=500*', async (route) => {
      await held;
      await route.continue().catch(() => undefined);
    });
    let downloads = 0;
    page.on('download', () => { downloads += 1; });
    await page.click('.doors > .hj-button');
    await page.click('dialog[open] input[value=csv]');
    await page.click('dialog[open] .primary');
    await page.waitForSelector('dialog progress');
    await page.click('dialog .work .danger');
    await page.waitForSelector('dialog progress', { state: 'detached' });
    await page.waitForSelector('dialog .primary');
    go_on();
    assert.equal(downloads, 0);
  }));

  for (const language of ['zh', 'en']) test(`written reviews from a list: tried, stopped half way, opened once (${language})`, () => with_desk('inspector', async (desk) => {
    const { page, url } = desk;
    const lines = Array.from({ length: 120 }, (_, n) => `测试工厂${n},${credit_code(n + (language === 'zh' ? 1000 : 2000))}`);
    await page.goto(`${url}/special-reports`);
    await page.click('.tabs a[href="/written-reviews"]');
    await page.click('form [type=submit]');
    await page.waitForSelector('form [role=alert]');
    await page.fill('#review-from', '2026-12-01');
    await page.fill('#review-by', '2026-12-31');
    await page.fill('#review-list', ['name,code', ...lines, ',not-a-code'].join('\n'));
    // Held after the first part, so that there is something to stop.
    let sent = 0;
    let go_on;
    let held = new Promise((resolve) => { go_on = resolve; });
    await page.route('**/api/v1/written_reviews', async (route) => {
      sent += 1;
      if (sent === 2) await held;
      await route.continue().catch(() => undefined);
    });
    await page.click('form [type=submit]');
    await page.waitForFunction(() => document.querySelector('progress')?.value === 50);
    assert.equal(await page.getAttribute('progress', 'max'), '121');
    await page.click('.work .danger');
    await page.waitForSelector('progress', { state: 'detached' });
    assert.equal(await page.locator('form .primary:not([type=submit])').count(), 0, 'half a trial opens nothing');
    go_on();
    await page.click('form [type=submit]');
    await page.waitForSelector('form .primary:not([type=submit])');
    assert.equal(await page.locator('.told tbody tr').count(), 1, 'the line that will not do is shown with its reason');
    const known = async () => (await ask(desk, '/cases?workflow=written_review&limit=500')).body.items.length;
    const before = await known();
    await page.click('form .primary:not([type=submit])');
    await page.waitForFunction(() => /120/.test(document.querySelector('.told > [role=status]')?.textContent ?? ''));
    assert.equal((await known()) - before, 120);
    held = Promise.resolve();
    await page.click('form [type=submit]');
    await page.waitForFunction(() => document.querySelectorAll('.told tbody tr').length === 121);
    assert.deepEqual(await strange_texts(page, language), []);
  }, { language }));

  test('the trial of a notice can be stopped, and nothing is loaded', () => with_desk('system_admin', async (desk) => {
    const { page, url } = desk;
    await page.goto(`${url}/calendar?year=2027`);
    await page.click('.doors .hj-button');
    await page.fill('dialog input >> nth=0', '测试发〔2026〕2号');
    await page.fill('#notice-published', '2026-11-16');
    await page.fill('dialog textarea >> nth=0', '2027-01-01 元旦 法定');
    await page.route('**/api/v1/calendars/cn', () => {});
    await page.click('dialog .primary');
    await page.click('dialog .work .danger');
    await page.waitForSelector('dialog progress', { state: 'detached' });
    assert.equal(await page.inputValue('dialog input >> nth=0'), '测试发〔2026〕2号', 'what was typed is still there');
    assert.equal((await ask(desk, '/calendars/cn/2027')).body.provisional, true);
  }));

  test('a bar of the statistics leads to the cases it counts', () => with_desk('committee_head', async (desk) => {
    const { page, url } = desk;
    await page.goto(`${url}/reports?report=workload&group=workflow`);
    await page.waitForSelector('.chart canvas');
    const box = await page.locator('.chart canvas').boundingBox();
    // The longest bar is the first; it begins somewhere right of its name.
    for (let x = 0.3; x < 0.9 && !(await page.locator('section h2[tabindex="-1"]').count()); x += 0.1) {
      await page.mouse.click(box.x + box.width * x, box.y + 18);
      await page.waitForTimeout(200);
    }
    await page.waitForSelector('section:last-of-type tbody a');
    const told = Number(await page.locator('tr.at td.numeric').first().innerText());
    assert.equal(await page.locator('section:last-of-type tbody tr').count(), told);
  }));

  test('every procedure has its page with its diagram', () => with_desk('legal_reviewer', async (desk) => {
    const { items } = (await ask(desk, '/workflows')).body;
    assert.ok(items.length > 20);
    for (const { id } of items) {
      await desk.page.goto(`${desk.url}/definitions/${id}`);
      await desk.page.waitForFunction(() => document.querySelector('.diagram img')?.naturalWidth > 100);
    }
  }));

  for (const language of ['zh', 'en']) test(`from the desk to a recorded event without the mouse (${language})`, () => with_desk('clerk', async (desk) => {
    const { page } = desk;
    await page.waitForSelector('.row.at .strip');
    const { items } = (await ask(desk, '/cases?workflow=arbitration&state=scheduled&open=true&limit=50')).body;
    let found;
    for (const item of items) {
      const actions = (await ask(desk, `/cases/${item.id}/actions`)).body.items;
      if (item.number && actions.some((one) => one.event === 'request_recusal' && one.allowed)) found = found ?? item;
    }
    assert.ok(found, 'a case in which a recusal can be asked for');
    for (const key of ['ArrowDown', 'ArrowUp', 'w']) await page.keyboard.press(key);
    await page.waitForSelector('dialog[open]');
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.insertText(found.number);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/cases?search=*');
    await page.waitForSelector('tbody tr');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/cases/${found.id}`);
    await page.waitForSelector('.map');
    await tab_to(page, 'a[href*="event=request_recusal"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#event-party');
    await tab_to(page, '#event-party');
    await page.keyboard.press('ArrowDown');
    await tab_to(page, '.segments input');
    await page.keyboard.press('Space');
    await page.waitForSelector('.mark.done');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(`**/cases/${found.id}?done=request_recusal`);
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.waitForURL('**/desk');
  }, { language }));

  test('what was typed at one browser is there at another after the log-in, and neither browser keeps anything', async () => {
    const first = await sit_down(browser, bureau.url);
    await log_in(first, 'clerk_2');
    const { items } = (await ask(first, '/cases?workflow=arbitration&state=scheduled&open=true&limit=5')).body;
    const form = `${bureau.url}/cases/${items[0].id}/act?event=reschedule_hearing`;
    await first.page.goto(form);
    await first.page.waitForSelector('#event-hearing_on');
    const kept = first.page.waitForResponse((answer) => answer.url().endsWith('/me/drafts') && answer.request().method() === 'PUT');
    await first.page.fill('#event-hearing_on', '1218');
    await first.page.keyboard.press('Tab');
    await kept;
    const nothing = { local: 0, session: 0, cookies: '', databases: 0, caches: 0 };
    assert.deepEqual(await storage(first.page), nothing);
    await first.context.close();
    const second = await sit_down(browser, bureau.url);
    try {
      await second.page.goto(form);
      await second.page.waitForURL(/\/login\?to=/);
      await second.page.fill('#account', 'clerk_2');
      await second.page.fill('#password', 'hejie-demo-2026');
      await second.page.keyboard.press('Enter');
      await second.page.waitForFunction(() => document.querySelector('#event-hearing_on')?.value === '2026-12-18');
      assert.deepEqual(await storage(second.page), nothing);
    } finally {
      await second.context.close();
    }
  });
});
