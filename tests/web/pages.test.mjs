// Every page and state that is built, in both languages: axe finds nothing (WCAG 2.2 AA), the language is whole, no request
// leaves the server, no policy is broken, nothing is kept in the browser. The list of what was looked at is in the output.
// HEJIE_LONG=1 looks at each in both languages; otherwise each in one, turn and turn about.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { ask, ask_recusal, enter, look_at, name_sides, open_browser, open_bureau, sit_down, skip, start_afresh, tell } from './lib/bureau.mjs';

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

async function one_case(desk, state, workflow = 'arbitration') {
  const { body } = await ask(desk, `/cases?workflow=${workflow}&state=${state}&open=true&limit=50`);
  const found = body.items.find((item) => item.phase === 'open');
  assert.ok(found, `the demonstration has no open case in ${state}`);
  return found.id;
}

/** The page of ended files, with one in each state. */
async function ended_files(desk, states) {
  const { body } = await ask(desk, '/cases?workflow=arbitration&open=false&limit=4');
  const file = (at) => ({ case_id: body.items[at].id, workflow: 'arbitration', title: body.items[at].title, number: body.items[at].number, closed_on: '2016-03-01', kept_until: '2026-11-16' });
  const asked = { erasure: 7, reason: '保管期满，按清册销毁', asked_by: '档案员 党兰', asked_on: '2026-11-16' };
  const answered = { ...asked, answered_by: '局长 高远', answered_on: '2026-11-17' };
  const more = { due: {}, asked, declined: answered, erased: { ...answered, erased: 2, kept_elsewhere: 1 } };
  const items = states.map((state, at) => ({ ...file(at), state, ...more[state] }));
  await desk.page.route('**/api/v1/retention?*', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify({ items, next: null }) }));
  await desk.page.goto(`${desk.url}/retention`);
}

const on_desk = (go) => async (desk) => {
  await desk.page.goto(`${desk.url}/desk`);
  await desk.page.waitForSelector('.counts');
  await go(desk);
};
/** Two drills on record: the newer found a date that does not count up and two things missed, the older nothing. */
async function with_drills(page) {
  const figures = { cases: 300, clocks: 4321, heard_at: null, cut: true, breached: 1, expired: 0, alerts: 1, not_passed_on: 0, messages_waiting: 3 };
  const newer = { ...figures, id: 2, made_at: '2026-11-17T01:30:00Z', as_of: '2026-11-17T01:30:00Z', cases_due: 1, finding_count: 1 };
  const older = { ...figures, id: 1, made_at: '2026-10-12T01:30:00Z', as_of: '2026-10-12T01:30:00Z', heard_at: '2026-10-11T10:00:00Z', cases_due: 0, finding_count: 0 };
  const missed = {
    case: 'c_one', number: '示劳人仲案〔2026〕88号', clock: 'A02/respondent', name: { zh: '受理审查', en: 'Decision on acceptance' },
    kind: 'breached', due: '2026-11-12', since: '2026-11-13',
  };
  const told = { ...missed, case: 'c_two', number: '', kind: 'alert', rung: '+1wd', to: 'clerk' };
  const findings = [{ case: 'c_one', what: 'clock', message: { zh: '期限 A02 重算的日期不同', en: 'clock A02 counts up to another date' } }];
  const answer = (body) => (route) => route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify(body) });
  await page.route('**/api/v1/scheduler/drills', answer({ items: [newer, older] }));
  await page.route('**/api/v1/scheduler/drills/2', answer({ ...newer, missed: [missed, told], findings }));
}
// name, who, how to get there; each leaves the page in the state to look at.
const states = [
  ['log-in', '', async ({ page, url }) => { await page.goto(`${url}/login`); await page.waitForSelector('#account'); }],
  ['log-in, wrong password', '', async ({ page, url }) => {
    await page.goto(`${url}/login`);
    await page.fill('#account', 'nobody');
    await page.fill('#password', 'wrong');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('#log-in-wrong')?.textContent.trim());
  }],
  ['log-in, demonstration accounts', '', async ({ page, url }) => { await page.goto(`${url}/login`); await page.click('summary'); }],
  ['desk', 'clerk', on_desk(async ({ page }) => { await page.waitForSelector('.row.at .strip'); })],
  ['desk with approvals', 'inspection_head', on_desk(async ({ page }) => { await page.waitForSelector('aside .hj-button.outline'); })],
  ['desk of an inspector', 'inspector', on_desk(async ({ page }) => { await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined); })],
  ['desk of an administrator', 'system_admin', on_desk(async ({ page }) => { await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined); })],
  ['desk, list of keys', 'clerk', on_desk(async ({ page }) => { await page.keyboard.press('?'); await page.waitForSelector('dialog[open]'); })],
  ['desk, person menu', 'clerk', on_desk(async ({ page }) => { await page.click('.who > button'); await page.waitForSelector('.menu'); })],
  ['desk, why drawer', 'clerk', on_desk(async ({ page }) => {
    await page.waitForSelector('.row.at .strip');
    await page.keyboard.press('w');
    await page.waitForSelector('dialog[open] .calendar');
  })],
  ['case', 'clerk', async (desk) => { await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}`); await desk.page.waitForSelector('.timeline svg'); }],
  ['case, everything unfolded', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}`);
    await desk.page.waitForSelector('.timeline svg');
    for (const button of await desk.page.locator('main section > header .hj-link').all()) await button.click();
  }],
  ['case, whole diagram', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}`);
    await desk.page.click('.full');
    await desk.page.waitForSelector('dialog[open] img');
  }],
  ['case as of an earlier day', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}?as_of=2026-11-16`);
    await desk.page.waitForTimeout(800);
  }],
  ['inspection case', 'inspector', async (desk) => { await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'investigating', 'inspection')}`); await desk.page.waitForSelector('.map'); }],
  ['case that does not exist', 'clerk', async ({ page, url }) => { await page.goto(`${url}/cases/c_none`); await page.waitForSelector('[role=alert]'); }],
  ['why page', 'clerk', async (desk) => { await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/why/A26`); await desk.page.waitForSelector('.calendar'); }],
  ['event form, empty and sent', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/act?event=serve`);
    await desk.page.waitForSelector('#event-occurred');
    await desk.page.keyboard.press('Control+Enter');
    await desk.page.waitForSelector('.missing');
  }],
  ['event form, date picker', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/act?event=request_recusal`);
    await desk.page.waitForSelector('#event-occurred');
    await desk.page.click('.field .open');
    await desk.page.waitForSelector('.panel');
  }],
  ['event form, dry run', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/act?event=request_recusal`);
    await ask_recusal(desk.page);
    await desk.page.waitForSelector('.mark.done');
  }],
  ['event form, refused', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/act?event=hold_hearing`);
    await desk.page.click('.segments label, select');
    await desk.page.waitForTimeout(800);
  }],
  ['choice of events', 'clerk', async (desk) => { await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/act`); await desk.page.waitForSelector('.choose li'); }],
  ['document, issued', 'clerk', async (desk) => {
    const id = await one_case(desk, 'scheduled');
    await desk.page.goto(`${desk.url}/cases/${id}/papers/acceptance_notice-1`);
    await desk.page.waitForSelector('.buttons');
  }],
  ['document, not issued, with fields missing', 'presiding', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/papers/award_final`);
    await desk.page.waitForSelector('.missing li');
  }],
  ['document without a template of its own', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/papers/deliberation_record`);
    await desk.page.fill('#paper-pages', '0');
    await desk.page.waitForSelector('.hj-wrong');
  }],
  ['document that the procedure does not have', 'inspector', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'investigating', 'inspection')}/papers/award_final`);
    await desk.page.waitForSelector('[role=alert]');
  }],
  ['case file of an open case', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/archive`);
    await desk.page.waitForSelector('tbody tr');
  }],
  ['case file of a closed case', 'archivist', async (desk) => {
    const { body } = await ask(desk, '/cases?workflow=arbitration&open=false&limit=5');
    assert.ok(body.items.length, 'the demonstration has no closed arbitration');
    await desk.page.goto(`${desk.url}/cases/${body.items[0].id}/archive`);
    await desk.page.waitForSelector('.doors .primary');
  }],
  ['statistics', 'committee_head', async ({ page, url }) => { await page.goto(`${url}/reports`); await page.waitForSelector('.chart canvas'); }],
  ['statistics, the cases behind a figure', 'inspection_head', async ({ page, url }) => {
    await page.goto(`${url}/reports?report=workload&group=sector`);
    await page.click('tbody .hj-link >> nth=0');
    await page.waitForSelector('section:last-of-type tbody a');
  }],
  ['statistics, a period without figures', 'legal_reviewer', async ({ page, url }) => {
    await page.goto(`${url}/reports?report=workload&group=month&from=2001-01-01&to=2001-02-01`);
    await page.waitForSelector('.empty b');
  }],
  ['register of cases', 'clerk', async ({ page, url }) => { await page.goto(`${url}/cases`); await page.waitForSelector('tbody tr'); }],
  ['register, nothing found', 'inspector', async ({ page, url }) => { await page.goto(`${url}/cases?q=%E6%97%A0%E6%AD%A4%E4%BA%BA%E5%90%8D`); await page.waitForSelector('.empty b'); }],
  ['register, choice of columns', 'mediator', async ({ page, url }) => {
    await page.goto(`${url}/cases?view=all&workflow=arbitration`);
    await page.waitForSelector('tbody tr');
    await page.click('.pick summary');
    await page.waitForSelector('.panel input');
  }],
  ['register, preview', 'clerk', async ({ page, url }) => {
    await page.goto(`${url}/cases`);
    await page.waitForSelector('tbody tr');
    await page.keyboard.press('Space');
    await page.waitForSelector('dialog[open] h3');
  }],
  ['register, export', 'archivist', async ({ page, url }) => {
    await page.goto(`${url}/cases`);
    await page.waitForSelector('tbody tr');
    await page.click('.doors > .hj-button');
    await page.waitForSelector('dialog[open]');
  }],
  ['register, cases of a sector', 'bureau_head', async ({ page, url }) => {
    await page.goto(`${url}/cases?sector=construction`);
    await page.waitForSelector('tbody tr');
    await page.waitForFunction(() => /工程建设|construction/.test(document.querySelector('.filters')?.textContent ?? ''));
  }],
  ['employers', 'window', async ({ page, url }) => { await page.goto(`${url}/employers`); await page.waitForSelector('tbody tr'); }],
  ['record of an employer', 'bureau_head', async ({ page, url }) => {
    await page.goto(`${url}/employers`);
    await page.click('tbody tr:nth-child(2) a');
    await page.waitForSelector('.figures');
  }],
  ['employer without a credit code', 'inspector', async (desk) => {
    const { body } = await ask(desk, '/employers?limit=200');
    const found = body.items.find((one) => !one.code && one.name && one.cases);
    await desk.page.goto(`${desk.url}/employers/${found.id}`);
    await desk.page.waitForSelector('.figures');
  }],
  ['employer that does not exist', 'clerk', async ({ page, url }) => { await page.goto(`${url}/employers/91110000000000000X`); await page.waitForSelector('[role=alert]'); }],
  ['calendar', 'clerk', async ({ page, url }) => { await page.goto(`${url}/calendar`); await page.waitForSelector('.day.chosen'); }],
  ['calendar, a provisional year and a period counted', 'mediator', async ({ page, url }) => {
    await page.goto(`${url}/calendar?year=2027&day=2027-02-05`);
    await page.click('.count button');
    await page.waitForSelector('.strip');
  }],
  ['calendar, a year that is not known', 'clerk', async ({ page, url }) => { await page.goto(`${url}/calendar?year=1990`); await page.waitForSelector('[role=alert]'); }],
  ['calendar, a notice to load', 'bureau_head', async ({ page, url }) => {
    await page.goto(`${url}/calendar`);
    await page.click('.doors .hj-button');
    await page.click('dialog .primary');
    await page.waitForSelector('dialog [role=alert]');
  }],
  ['procedures', 'legal_reviewer', async ({ page, url }) => { await page.goto(`${url}/definitions/arbitration`); await page.waitForSelector('#d-documents tbody'); }],
  ['procedures, searched', 'inspector', async ({ page, url }) => {
    await page.goto(`${url}/definitions/inspection`);
    await page.fill('.top input', 'J0');
    await page.waitForSelector('.none');
  }],
  ['procedure that does not exist', 'clerk', async ({ page, url }) => { await page.goto(`${url}/definitions/nothing`); await page.waitForSelector('.one [role=alert]'); }],
  ['system', 'system_admin', async ({ page, url }) => { await page.goto(`${url}/scheduler`); await page.waitForSelector('.verdict'); }],
  ['system, a drill and what it missed', 'bureau_head', async ({ page, url }) => {
    await with_drills(page);
    await page.goto(`${url}/scheduler`);
    await page.click('.drills details > summary');
    await page.click('.drills .hj-button');
    await page.waitForSelector('dialog[open] tbody tr >> nth=1');
    assert.match(await page.textContent('dialog[open]'), /88号/);
    assert.equal(await page.locator('dialog[open] a[href="/cases/c_one"]').count(), 2, 'a finding and a missed duty lead to the case');
  }],
  ['system, a drill as the administrator sees it', 'system_admin', async ({ page, url }) => {
    await with_drills(page);
    await page.goto(`${url}/scheduler`);
    await page.waitForSelector('.drills dl');
    assert.match(await page.textContent('.drills dl'), /4321/);
    assert.equal(await page.locator('.drills .hj-button').count(), 0, 'cases are told to heads alone');
  }],
  ['system, no drill yet', 'bureau_head', async ({ page, url }) => {
    await page.goto(`${url}/scheduler`);
    await page.waitForSelector('.drills .empty');
    assert.equal(await page.locator('.drills dl').count(), 0);
  }],
  ['system, drills that do not load', 'system_admin', async ({ page, url }) => {
    await page.route('**/api/v1/scheduler/drills', (route) => route.abort());
    await page.goto(`${url}/scheduler`);
    await page.waitForSelector('.drills [role=alert]');
    await page.waitForSelector('.verdict');
  }],
  ['case, closed to this desk', 'mediator', async (desk) => {
    const { page, url } = desk;
    const id = await one_case(desk, 'scheduled');
    await page.goto(`${url}/cases/${id}/archive`);
    await page.click('.none .hj-button');
    await page.waitForSelector('#break-glass-form');
  }],
  ['case, handing it over', 'inspection_head', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'investigating', 'inspection')}`);
    await desk.page.click('.hand button');
    await desk.page.waitForSelector('#hand-over-form');
  }],
  ['system, without the inner figures', 'duty_officer', async ({ page, url }) => {
    await page.route('**/api/v1/metrics', (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto(`${url}/scheduler`);
    await page.waitForSelector('.verdict');
  }],
  ['intake, what happened', 'window', async ({ page, url }) => { await page.goto(`${url}/intake`); await tell(page); }],
  ['intake, nothing chosen', 'window', async ({ page, url }) => {
    await page.goto(`${url}/intake`);
    await start_afresh(page);
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('#intake-claims-note');
  }],
  ['intake, wrong numbers', 'mediator', async ({ page, url }) => {
    await page.goto(`${url}/intake`);
    await tell(page);
    await page.keyboard.press('Control+Enter');
    await page.fill('#worker-id', '11010519491231002');
    await page.fill('#employer-code', '91350100M000100Y44');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('#employer-code-note');
  }],
  ['intake, several workers', 'window', async ({ page, url }) => {
    await page.goto(`${url}/intake`);
    await tell(page);
    await page.keyboard.press('Control+Enter');
    await name_sides(page);
    await page.click('.more button');
    await page.fill('#other-0-name', '测试乙');
    await page.fill('#other-0-id', '110105194912310021');
    await page.keyboard.press('Tab');
    await page.waitForSelector('#other-0-id-note');
  }],
  ['intake, which way', 'inspector', async ({ page, url }) => {
    await page.goto(`${url}/intake`);
    await tell(page);
    await page.keyboard.press('Control+Enter');
    await name_sides(page);
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('[name=intake-way]');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.step .wrong');
  }],
  ['wall', 'bureau_head', async ({ page, url }) => { await page.goto(`${url}/wall`); await page.waitForSelector('.chart canvas'); }],
  ['wall, no answer', 'clerk', async ({ page, url }) => {
    await page.route('**/api/v1/reports/**', (route) => route.fulfill({ status: 503, body: '{}' }));
    await page.goto(`${url}/wall`);
    await page.waitForSelector('[role=alert]');
  }],
  ['wall on a small screen', 'duty_officer', async ({ page, url }) => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await page.goto(`${url}/wall`);
    await page.waitForSelector('.sectors li');
  }],
  ['accounts', 'audit_admin', async ({ page, url }) => { await page.goto(`${url}/accounts`); await page.waitForSelector('tbody tr'); }],
  ['accounts, a new one refused', 'security_admin', async ({ page, url }) => {
    await page.goto(`${url}/accounts`);
    await page.click('.doors .primary');
    await page.fill('dialog input >> nth=0', 'X');
    await page.click('dialog .primary');
    await page.waitForSelector('#account-roles-note');
    await page.check('dialog input[value=clerk]');
    await page.click('dialog .primary');
    await page.waitForSelector('dialog [role=alert]');
  }],
  ['accounts, one to change', 'security_admin', async ({ page, url }) => {
    await page.goto(`${url}/accounts`);
    await page.click('tbody tr:nth-child(2) .acts button >> nth=0');
    await page.waitForSelector('dialog .off');
  }],
  ['accounts, a reset asked for', 'security_admin', async ({ page, url }) => {
    await page.goto(`${url}/accounts`);
    await page.click('tbody tr:nth-child(2) .acts button >> nth=1');
    await page.waitForSelector('dialog .danger');
  }],
  ['accounts, sessions of one', 'security_admin', async ({ page, url }) => {
    await page.goto(`${url}/accounts`);
    await page.click('tr:has-text("security_admin") .acts button >> nth=2');
    await page.waitForSelector('dialog tbody tr');
  }],
  ['my account', 'clerk', async ({ page, url }) => { await page.goto(`${url}/account`); await page.waitForSelector('tbody tr'); }],
  ['my account, a key for the phone', 'mediator_2', async ({ page, url }) => {
    await page.goto(`${url}/account`);
    await page.click('section:is([aria-label="动态口令"], [aria-label="One-time code"]) .outline');
    await page.waitForSelector('.secret');
  }],
  ['password by code, a wrong one', '', async ({ page, url }) => {
    await page.goto(`${url}/password`);
    await page.waitForSelector('form input >> nth=2');
    const [code, first, second] = await page.locator('form input').all();
    await code.fill('nothing');
    await first.fill('Winter-harbor-91');
    await second.fill('Winter-harbor-91');
    await page.click('form .primary');
    await page.waitForSelector('form [role=alert]');
  }],
  ['case, why drawer', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}`);
    await desk.page.waitForSelector('.timeline svg');
    await desk.page.keyboard.press('w');
    await desk.page.waitForSelector('dialog[open] .calendar');
  }],
  ['case, the session has ended', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/act`);
    await desk.page.waitForSelector('.choose li');
    await desk.context.clearCookies();
    await desk.page.click('.choose li a >> nth=0');
    await desk.page.waitForSelector('dialog[open] #password');
  }],
  ['event form, another desk was first', 'clerk', async (desk) => {
    const { page } = desk;
    const id = await one_case(desk, 'scheduled');
    await page.goto(`${desk.url}/cases/${id}/act?event=request_recusal`);
    await ask_recusal(page);
    await page.waitForSelector('.mark.done');
    // As the server says it; the other desk's entries are those of the case.
    await page.route(`**/cases/${id}/events`, (route) => (route.request().postDataJSON().dry_run ? route.continue() : route.fulfill({ status: 412, contentType: 'application/problem+json', body: '{"status":412,"code":"stale"}' })));
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('.stale');
    await page.click('.stale .hj-link >> nth=0');
    await page.waitForSelector('.stale ul, .stale li, .stale p');
  }],
  ['event form, the line is down', 'clerk', async (desk) => {
    const { page } = desk;
    await page.route('**/events', (route) => route.abort());
    await page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}/act?event=request_recusal`);
    await ask_recusal(page);
    await page.waitForSelector('main [role=alert]');
  }],
  ['special reports, an answer being written', 'duty_officer', async ({ page, url }) => {
    await page.goto(`${url}/special-reports`);
    await page.waitForSelector('.event tbody tr');
    await page.click('.event tbody td:last-child .hj-link >> nth=0');
    await page.waitForSelector('.answer input');
  }],
  ['special reports, all of them', 'bureau_head', async ({ page, url }) => {
    await page.goto(`${url}/special-reports`);
    await page.waitForSelector('.event tbody tr');
    await page.click('header input[type=checkbox]');
    await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined);
  }],
  ['bulletins, of one kind', 'bureau_head', async ({ page, url }) => {
    await page.goto(`${url}/bulletins?kind=work_list`);
    await page.waitForSelector('tbody tr, .empty');
  }],
  ['internal control, a file under review', 'legal_reviewer', async (desk) => {
    const { page, url } = desk;
    // A draw as the server answers it on the first working day of a month.
    const id = await one_case(desk, 'scheduled');
    const draw = { from: '2026-10-01', to: '2026-10-31', closed: 20, drawn: 1, percent: 5, seed: '20261101' };
    const review = { id: 7, case_id: id, workflow: 'arbitration', title: { zh: '劳动人事争议仲裁', en: 'Arbitration' }, state: 'open', faults: 0, number: '' };
    await page.route('**/api/v1/file-reviews?*', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify({ draws: [draw], items: [review] }) }));
    await page.goto(`${url}/control`);
    await page.click('.list .hj-link >> nth=0');
    await page.waitForSelector('.work select');
  }],
  ['messages, given up', 'bureau_head', async (desk) => {
    const { page, url } = desk;
    const id = await one_case(desk, 'scheduled');
    const message = { id: 3, case_id: id, channel: 'webhook', created_at: '2026-11-16T02:00:00Z', attempts: 5, last_error: 'HTTP 500', state: 'dead' };
    await page.route('**/api/v1/messages?*', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify({ items: [message], next: null }) }));
    await page.goto(`${url}/messages`);
    await page.waitForSelector('tbody button');
  }],
  ['case, what a party’s numbers are for', 'clerk', async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await one_case(desk, 'scheduled')}`);
    await desk.page.click('.numbers >> nth=0');
    await desk.page.waitForSelector('dialog[open] input[type=radio]');
  }],
  ['case, a party’s numbers shown', 'mediator', async (desk) => {
    const { page, url } = desk;
    await page.goto(`${url}/cases/${await one_case(desk, 'scheduled')}`);
    await page.click('.numbers >> nth=0');
    await page.check('dialog[open] input[value=contact]');
    await page.click('dialog[open] .primary');
    await page.waitForSelector('dialog[open] dl');
  }],
  ['register, one character to search for', 'clerk', async ({ page, url }) => {
    await page.goto(`${url}/cases`);
    await page.fill('.filters input[type=search]', '张');
    await page.waitForSelector('#q-note:not(:empty)');
  }],
  ['retention, files of every state', 'bureau_head', async (desk) => {
    await ended_files(desk, ['due', 'asked', 'declined', 'erased']);
    await desk.page.waitForSelector('tbody tr:nth-child(4)');
  }],
  ['retention, asking for erasure', 'archivist', async (desk) => {
    await ended_files(desk, ['due']);
    await desk.page.click('tbody button');
    await desk.page.click('dialog[open] .primary');
    await desk.page.waitForSelector('dialog[open] .hj-wrong:not(:empty)');
  }],
  ['retention, deciding on erasure', 'committee_head', async (desk) => {
    await ended_files(desk, ['asked']);
    await desk.page.click('tbody button');
    await desk.page.waitForSelector('dialog[open] .danger');
  }],
  ['retention, refused', 'inspection_head', async (desk) => {
    await ended_files(desk, ['asked']);
    await desk.page.click('tbody button');
    await desk.page.click('dialog[open] .danger');
    await desk.page.waitForSelector('dialog[open] [role=alert]');
  }],
  ['retention', 'archivist', async ({ page, url }) => { await page.goto(`${url}/retention`); await page.waitForSelector('tbody tr'); }],
  ['retention, not theirs', 'clerk', async ({ page, url }) => { await page.goto(`${url}/retention`); await page.waitForSelector('main .empty'); }],
  ['written reviews, what is missing', 'inspector', async ({ page, url }) => {
    await page.goto(`${url}/written-reviews`);
    await page.click('form [type=submit]');
    await page.waitForSelector('form [role=alert]');
  }],
  ['written reviews, at work', 'clerk', async ({ page, url }) => {
    await page.route('**/api/v1/written_reviews', () => {});
    await page.goto(`${url}/written-reviews`);
    await page.fill('#review-from', '2026-12-01');
    await page.fill('#review-by', '2026-12-31');
    await page.fill('#review-list', 'name,code\n测试纸厂,91350100M000100Y43');
    await page.click('form [type=submit]');
    await page.waitForSelector('progress');
  }],
  ['register, export at work', 'clerk', async ({ page, url }) => {
    await page.goto(`${url}/cases`);
    await page.waitForSelector('tbody tr');
    await page.route('**/api/v1/cases?*', () => {});
    await page.click('.doors > .hj-button');
    await page.click('dialog[open] .primary');
    await page.waitForSelector('dialog progress');
  }],
  ['calendar, a notice being tried', 'system_admin', async ({ page, url }) => {
    await page.route('**/api/v1/calendars/cn', () => {});
    await page.goto(`${url}/calendar`);
    await page.click('.doors .hj-button');
    await page.fill('dialog input >> nth=0', '测试发〔2026〕3号');
    await page.fill('#notice-published', '2026-11-16');
    await page.fill('dialog textarea >> nth=0', '2027-01-01 元旦 法定');
    await page.click('dialog .primary');
    await page.waitForSelector('dialog progress');
  }],
  ['access log', 'audit_admin', async ({ page, url }) => { await page.goto(`${url}/access-log`); await page.waitForSelector('tbody tr'); }],
  ['my account, with a second factor', 'clerk', async ({ page, url }) => {
    await page.route('**/api/v1/session', async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...(await answer.json()), second_factor: true } });
    });
    await page.goto(`${url}/account`);
    await page.waitForSelector('section .danger');
  }],
  ['a place that is not built', 'clerk', async ({ page, url }) => { await page.goto(`${url}/nowhere`); await page.waitForSelector('.nothing'); }],
];

/** Every layer of the pages and the state above in which it is open. */
const layers = {
  'app/KeysDialog.vue': 'desk, list of keys', 'app/LogInSheet.vue': 'case, the session has ended', 'components/WhyDrawer.vue': 'desk, why drawer',
  'pages/accounts/AccountDialog.vue': 'accounts, one to change', 'pages/accounts/ResetDialog.vue': 'accounts, a reset asked for',
  'pages/accounts/SessionsDialog.vue': 'accounts, sessions of one', 'pages/calendar/LoadNotice.vue': 'calendar, a notice to load',
  'pages/case/CaseMap.vue': 'case, whole diagram', 'pages/case/CasePage.vue': 'case, why drawer', 'pages/cases/CasePreview.vue': 'register, preview',
  'pages/cases/ExportDialog.vue': 'register, export', 'pages/case/RevealDialog.vue': 'case, a party’s numbers shown',
  'pages/scheduler/DrillDialog.vue': 'system, a drill and what it missed',
  'pages/authority/BreakGlass.vue': 'case, closed to this desk', 'pages/authority/HandOver.vue': 'case, handing it over',
  'pages/retention/ErasureDialog.vue': 'retention, deciding on erasure', 'pages/desk/DeskPage.vue': 'desk, why drawer',
};
test('every layer that a page opens is looked at', () => {
  const source = new URL('../../web/src/', import.meta.url).pathname;
  const files = readdirSync(source, { recursive: true }).filter((name) => name.endsWith('.vue') && /<(HjDialog|WhyDrawer|dialog)\b/.test(readFileSync(`${source}${name}`, 'utf8')));
  assert.deepEqual(files.filter((name) => name !== 'components/HjDialog.vue').sort(), Object.keys(layers).sort());
  for (const state of Object.values(layers)) assert.ok(states.some(([name]) => name === state), state);
});

const languages = (turn) => (process.env.HEJIE_LONG ? ['zh', 'en'] : [['zh', 'en'][turn % 2]]);
const all = states.flatMap((state, turn) => languages(turn).map((language) => [...state, language]));

describe('pages', { skip, concurrency: 3 }, () => {
  for (const [name, account, go, language] of all) {
    test(`${name} (${language}${account && `, ${account}`})`, async () => {
      const desk = await sit_down(browser, bureau.url, { language });
      try {
        if (account) await enter(desk, account);
        await go(desk);
        await look_at(desk);
      } finally {
        await desk.context.close();
      }
    });
  }
});
