// Whole cases from the first paper to the archive, by several people, each at their own desk: what matters is done through the
// pages' forms, what lies between through the API of the same sessions. Once in each language, each in a bureau of its own, so
// that its clock may move.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ask, open_browser, open_bureau, sit_down, skip, strange_texts, to_desk } from './lib/bureau.mjs';

let bureau;
let browser;
let language;
const desks = new Map();
let keys = 0;
const key = () => `desks-${process.pid}-${(keys += 1)}`;

before(async () => {
  if (!skip) browser = await open_browser();
});
after(() => browser?.close());
const han = /\p{Script=Han}/u;
/** What is told to a person is in that person's language. */
const in_words = (text, what) => assert.equal(Boolean(text) && han.test(text), language === 'zh', `${what}: ${text}`);
async function at(account) {
  if (!desks.has(account)) {
    const desk = await sit_down(browser, bureau.url, { language });
    await to_desk(desk, account);
    desks.set(account, desk);
  }
  return desks.get(account);
}
const state_of = async (desk, id) => (await ask(desk, `/cases/${id}`)).body.state.id;
/** Through the API: an event of this person, at once or as a request that others approve in turn. */
async function act(account, id, event, data = {}, { approvers = [], ...more } = {}) {
  const send = async (who, body) => {
    const desk = await at(who);
    const { version } = (await ask(desk, `/cases/${id}`)).body;
    return ask(desk, `/cases/${id}/events`, { method: 'POST', headers: { 'if-match': `"${version}"`, 'idempotency-key': key() }, body });
  };
  let answer = await send(account, { event, data, ...more });
  assert.ok(answer.status < 300, `${event}: ${JSON.stringify(answer.body)}`);
  const of = answer.body.seq;
  for (const who of approvers) {
    answer = await send(who, { event: 'approve', data: { of } });
    assert.ok(answer.status < 300, `approve ${event}: ${JSON.stringify(answer.body)}`);
  }
  return answer.body;
}
/** Through the form: fills what `fill` says, waits for the trial, confirms, is back at the case. */
async function on_form(account, id, query, fill = async () => {}) {
  const { page, url } = await at(account);
  await page.goto(`${url}/cases/${id}/act?${query}`);
  await page.waitForSelector('#event-occurred');
  await fill(page);
  await page.waitForSelector('.mark.done');
  assert.deepEqual(await strange_texts(page, language), [], query);
  await page.keyboard.press('Control+Enter');
  await page.waitForURL(/\?(done|proposed)=/);
}
/** The page of a case, whole and in one language. */
async function case_page(account, id) {
  const { page, url } = await at(account);
  await page.goto(`${url}/cases/${id}`);
  await page.waitForSelector('.map');
  assert.deepEqual(await strange_texts(page, language), []);
  return page;
}
/** A right answer of the server that says no: by the rule, and by whose authority. */
async function refused(account, id, event, data = {}) {
  const desk = await at(account);
  const answer = await ask(desk, `/cases/${id}/events`, { method: 'POST', body: { event, data, dry_run: true } });
  assert.ok([403, 404, 409].includes(answer.status), `${account} may ${event}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

for (const shown of ['zh', 'en']) describe(`desks (${shown})`, { skip }, () => {
  before(async () => {
    if (skip) return;
    language = shown;
    desks.clear();
    bureau = await open_bureau();
  });
  after(async () => {
    for (const desk of desks.values()) await desk.context.close();
    await bureau?.close();
  });

  test('a wage complaint: window, inspector, head; ordered, paid, closed, the file exported', async () => {
    const window = await at('window');
    const opened = await ask(window, '/cases', {
      method: 'POST', headers: { 'idempotency-key': key() },
      body: {
        workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant',
        data: {
          matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 1, amount_fen: 450000, summary: '两个月工资没有发',
          parties: [{ role: 'complainant', kind: 'worker', name: '测试丙' }, { role: 'respondent', kind: 'employer', name: '测试维修部' }],
        },
      },
    });
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    const id = opened.body.case_id;
    // Asked for by one person, approved by another, through the forms of both.
    await on_form('inspector', id, 'event=file_complaint');
    assert.equal(await state_of(window, id), 'complaint_received', 'a request changes nothing yet');
    const own = await refused('inspector', id, 'approve', { of: (await ask(await at('inspector'), `/cases/${id}`)).body.proposals[0].seq });
    in_words(own.body.detail, 'nobody approves what they asked for');
    const head = await at('inspection_head');
    await head.page.goto(`${head.url}/cases/${id}`);
    await head.page.click('.waiting .hj-button.outline');
    await head.page.waitForSelector('.mark.done');
    await head.page.keyboard.press('Control+Enter');
    await head.page.waitForURL(`**/cases/${id}?done=*`);
    assert.equal(await state_of(window, id), 'filed');
    await act('inspection_head', id, 'assign_inspectors', { lead_inspector: { name: '赵' }, assisting_inspector: { name: '钱' } });
    await refused('window', id, 'record_inspection', { record_kind: 'site', officers: ['inspector_2'] });
    await act('inspector', id, 'record_inspection', { record_kind: 'site', officers: ['inspector_2'] });
    // The order's letter is named before it leaves, with what it still misses.
    await on_form('inspector', id, 'event=issue_correction_order', async (page) => {
      await page.fill('#event-correct_by', '2026-11-27');
      await page.fill('#event-pay_fen', '4500');
      await page.click('label:has(#event-pay_order)');
      await page.fill('#event-officers', 'inspector_2');
      await page.waitForSelector('.lacks');
      assert.match(await page.textContent('.lacks'), language === 'zh' ? /改正内容|查明的事实/ : /correct|found|fact/i);
    });
    const { page, url } = await at('inspector');
    await page.click('a[href*="papers/correction_order"]');
    await page.waitForSelector('form [type=submit]');
    for (const area of await page.locator('textarea[required]').all()) await area.fill('十日内付清');
    await page.click('form [type=submit]');
    await page.waitForSelector('.state .mark.done');
    const file = page.waitForEvent('download');
    await page.click('.buttons a >> nth=0');
    assert.match((await file).suggestedFilename(), /^劳动保障监察限期改正指令书.*\.docx$/);
    await act('inspector', id, 'serve', { doc: 'correction_order', to: 'respondent', mode: 'direct', made_on: '2026-11-17' });
    await act('inspector', id, 'record_correction', { payment: 'full', paid_fen: 450000 }, { on_behalf_of: 'respondent' });
    await act('inspector', id, 'close', { officers: ['inspector_2'] }, { approvers: ['inspection_head', 'bureau_head'] });
    assert.equal((await ask(window, `/cases/${id}`)).body.phase, 'closed');
    await case_page('inspector', id);
    const archivist = await at('archivist');
    await archivist.page.goto(`${url}/cases/${id}/archive`);
    const zip = archivist.page.waitForEvent('download');
    await archivist.page.click('.doors .primary');
    assert.match((await zip).suggestedFilename(), /\.zip$/);
  });

  test('a failed mediation goes on to arbitration and ends in two award documents', async () => {
    const mediator = await at('mediator');
    const opened = await ask(mediator, '/cases', {
      method: 'POST', headers: { 'idempotency-key': key() },
      body: {
        workflow: 'mediation', event: 'receive_application', on_behalf_of: 'applicant',
        data: {
          in_scope: true, summary: '拖欠工资并违法解除', items: [{ kind: 'wages', party: 'applicant' }, { kind: 'damages', party: 'applicant' }],
          parties: [{ role: 'applicant', kind: 'worker', name: '测试丁' }, { role: 'respondent', kind: 'employer', name: '测试食品厂' }],
        },
      },
    });
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    const id = opened.body.case_id;
    await act('mediator', id, 'ask_consent');
    await act('mediator', id, 'give_consent', {}, { on_behalf_of: 'respondent' });
    await act('mediator', id, 'accept');
    await act('mediator', id, 'assign_mediator', { mediator: { name: '陈' } });
    await on_form('mediator', id, 'event=declare_failed', async (page) => { await page.selectOption('#event-fail_reason', { index: 1 }).catch(() => page.click('.segments label >> nth=0')); });
    assert.equal(await state_of(mediator, id), 'failed');
    const clerk = await at('clerk');
    const applied = await ask(clerk, '/cases', {
      method: 'POST', headers: { 'idempotency-key': key() },
      body: {
        workflow: 'arbitration', event: 'receive_application', on_behalf_of: 'applicant',
        data: {
          cause: 'wages', summary: '拖欠工资并违法解除', mediated_before: true,
          parties: [{ role: 'applicant', kind: 'worker', name: '测试丁' }, { role: 'respondent', kind: 'employer', name: '测试食品厂' }],
          items: [{ kind: 'wages', party: 'applicant', key: 'wages', claimed_fen: 900000 }, { kind: 'damages', party: 'applicant', key: 'damages', claimed_fen: 9000000 }],
        },
      },
    });
    assert.equal(applied.status, 201, JSON.stringify(applied.body));
    const award = applied.body.case_id;
    await act('clerk', award, 'accept', {}, { approvers: ['committee_head'] });
    await act('clerk', award, 'form_tribunal', { tribunal: 'sole' }, { approvers: ['committee_head'] });
    await act('clerk', award, 'send_copies', { evidence_until: '2026-11-27' });
    await act('clerk', award, 'serve', { doc: 'copy', to: 'respondent', mode: 'direct', made_on: '2026-11-17' });
    const move = async (now) => {
      const moved = await ask(clerk, '/demo/clock', { method: 'POST', body: { to: now } });
      assert.equal(moved.status, 200, JSON.stringify(moved.body));
    };
    await act('clerk', award, 'answer', {}, { on_behalf_of: 'respondent' });
    await move('2026-11-28T02:00:00Z');
    await act('clerk', award, 'schedule_hearing', { hearing_on: '2026-12-14', hearing_place: '第一庭' });
    for (const to of ['applicant', 'respondent']) await act('clerk', award, 'serve', { doc: 'hearing_notice', to, mode: 'direct', made_on: '2026-11-28' });
    await move('2026-12-14T02:00:00Z');
    await act('arbitrator', award, 'hold_hearing', { attendance: 'both', mediation_tried: true });
    await on_form('arbitrator', award, 'event=deliberate', async (page) => {
      for (const closed of await page.locator('form details:not([open]) > summary').all()) await closed.click();
      for (const select of await page.locator('form details select').all()) await select.selectOption('awarded');
      await page.locator('form details input').nth(0).fill('9000');
      await page.locator('form details input').nth(1).fill('90000');
    });
    await on_form('arbitrator', award, 'event=award', async (page) => { await page.fill('#event-min_wage_fen', '2260'); });
    const { body } = await ask(clerk, `/cases/${award}`);
    const awards = body.documents.map((one) => one.document).filter((one) => one.startsWith('award_')).sort();
    assert.deepEqual(awards, ['award_final', 'award_nonfinal'], 'one document for what is final, one for the rest');
    await case_page('clerk', award);
    const page_of = async (paper) => (await clerk.page.evaluate(async (path) => (await fetch(path)).text(), `/api/v1/cases/${award}/papers/${paper}/page?draft=true`));
    const [last, open] = [await page_of('award_final-1'), await page_of('award_nonfinal-1')];
    assert.ok(last.includes('9000.00') && !last.includes('90000.00') && last.includes('终局裁决'));
    assert.ok(open.includes('90000.00') && open.includes('十五日内向人民法院提起诉讼') && !open.includes('<td><p>9000.00'));
    await refused('clerk', award, 'award', { min_wage_fen: 226000 });
  });

  test('a collective case is marked as one, from intake to desk and register', async () => {
    const window = await at('window');
    const parties = Array.from({ length: 12 }, (_, n) => ({ role: 'applicant', kind: 'worker', name: `测试工人${n + 1}`, representative: n < 3 }));
    const opened = await ask(window, '/cases', {
      method: 'POST', headers: { 'idempotency-key': key() },
      body: {
        workflow: 'arbitration', event: 'receive_application', on_behalf_of: 'applicant',
        data: {
          cause: 'wages', worker_count: 12, common_claim: true, representatives: 3, summary: '十二人两个月工资',
          parties: [...parties, { role: 'respondent', kind: 'employer', name: '测试服装厂' }], items: [{ kind: 'wages', party: 'applicant', key: 'w1', claimed_fen: 500000 }],
        },
      },
    });
    assert.equal(opened.status, 201, JSON.stringify(opened.body));
    const id = opened.body.case_id;
    await act('clerk', id, 'accept', {}, { approvers: ['committee_head'] });
    const { page, url } = await at('clerk');
    await page.goto(`${url}/cases?q=${encodeURIComponent('测试服装厂')}`);
    await page.waitForSelector('tbody tr');
    assert.match(await page.textContent('tbody tr'), language === 'zh' ? /集体/ : /collective/);
    await page.goto(`${url}/cases/${id}`);
    await page.waitForSelector('.map');
    assert.equal(await page.locator('tbody th:has-text("测试工人")').count(), 6, 'twelve workers do not flood the page');
    await page.click('.more .hj-link');
    assert.equal(await page.locator('tbody th:has-text("测试工人")').count(), 12);
    assert.ok((await page.textContent('h1')).length > 0);
  });

  test('each role is told what is not theirs, with a reason, and those without cases see none', async () => {
    const { body } = await ask(await at('clerk'), '/cases?workflow=arbitration&state=scheduled&limit=5');
    const id = body.items[0].id;
    for (const account of ['window', 'mediator', 'inspector', 'archivist', 'legal_reviewer', 'duty_officer', 'bureau_head']) {
      const answer = await refused(account, id, 'hold_hearing', { attendance: 'both' });
      assert.equal(answer.status, 403, account);
      in_words(answer.body.detail, account);
      const desk = await at(account);
      await desk.page.goto(`${desk.url}/cases/${id}`);
      await desk.page.waitForSelector('.map');
      assert.equal(await desk.page.locator('a[href$="event=hold_hearing"]').count(), 0, `${account} has no such button`);
    }
    for (const account of ['system_admin', 'security_admin', 'audit_admin']) {
      const desk = await at(account);
      assert.equal((await ask(desk, `/cases/${id}`)).status, 404, account);
      await desk.page.goto(`${desk.url}/cases/${id}`);
      await desk.page.waitForSelector('[role=alert]');
    }
    for (const desk of desks.values()) assert.deepEqual(desk.complaints.filter((one) => !one.includes('request elsewhere: blob:')), []);
  });
});
