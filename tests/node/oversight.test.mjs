// What leaders watch over, over HTTP: special reports and who answered them, bulletins and work lists made when their time
// comes, internal control with the draw of closed files, key cases by a leader's mark, and the calendar a person subscribes
// to (read by the npm package ical.js). A demonstration bureau whose clock is moved; the OpenAPI document judges every
// answer.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import ICAL from 'ical.js';
import { hangUp, send } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { judge } from './lib/openapi.mjs';
import { demo, demoPassword, skip } from './lib/program.mjs';

let server;
const desks = {};
const names = ['duty_officer', 'window', 'inspector', 'inspection_head', 'legal_reviewer', 'bureau_head', 'clerk', 'archivist', 'system_admin'];
const it = (name, body) => test(name, { skip }, body);

before(async () => {
  if (skip) return;
  server = await demo('--now', '2026-09-24T02:00:00Z', '--speed', '0');
  for (const name of names) desks[name] = await Desk.logIn(server.port, name, demoPassword);
});
after(async () => {
  hangUp();
  if (server) await server.stop();
});

const keyed = (desk, path, body) => desk.ask('POST', path, { body, headers: { 'Idempotency-Key': newKey() } });
const moveTo = async (instant) => {
  const answer = await desks.bureau_head.ask('POST', '/demo/clock', { body: { to: instant } });
  assert.equal(answer.status, 200, answer.text);
};
const eventually = async (look, what) => {
  for (let i = 0; i < 100; i += 1) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  return assert.fail(`not in time: ${what}`);
};
let employers = 0;
const complain = (workers) => desks.window.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: {
  matter: 'wages', materials_complete: true, violation_continues: true, worker_count: workers, summary: '工资未付',
  parties: [{ role: 'complainant', kind: 'worker', name: '甲某' },
    { role: 'respondent', kind: 'employer', name: '示例公司', credit_code: `91510000TEST${20_000 + (employers += 1)}` }] } });

it('a special report goes up the line and beside; each recipient acknowledges and answers by itself', async () => {
  const officer = desks.duty_officer;
  const opened = await officer.open({ workflow: 'group_event', event: 'record_signal', occurred_at: '2026-09-24T10:00:00+08:00',
    data: { kind: 'gathering', construction_site: true, worker_count: 46 } });
  const act = async (event, data = {}) => {
    const done = await officer.record(opened.case_id, event, data, { occurred_at: '2026-09-24T10:00:00+08:00' });
    assert.equal(done.status, 200, done.text);
  };
  await act('verify', { event_confirmed: true });
  await act('first_report');
  const look = async () => (await officer.get(`/special-reports?case=${opened.case_id}`)).items[0];
  const [report] = (await look()).reports;
  assert.deepEqual(report.recipients.map((one) => one.id), ['government', 'superior_bureau', 'housing', 'public_security', 'union']);
  assert.deepEqual((await look()).due.filter((due) => due.clock === 'E04').map((due) => due.due_at), ['2026-09-24T12:00:00+08:00']);
  const [government, superior, housing] = report.recipients;
  assert.equal((await keyed(officer, `/alerts/${government.alert}/acknowledge`, {})).status, 204);
  assert.equal((await keyed(officer, `/alerts/${superior.alert}/answer`, { text: '每日续报' })).status, 204);
  assert.equal((await keyed(officer, `/alerts/${superior.alert}/answer`, { text: '再报' })).status, 422, 'one answer a row');
  assert.equal((await keyed(officer, `/alerts/${housing.alert}/answer`, {})).status, 422);
  assert.equal((await keyed(officer, '/alerts/999999/answer', { text: 'x' })).status, 404);
  assert.equal((await keyed(desks.system_admin, `/alerts/${housing.alert}/answer`, { text: 'x' })).status, 404, 'no case worker');
  await moveTo('2026-09-24T05:00:30Z');
  const then = (await look()).reports[0].recipients;
  assert.deepEqual(then.map((one) => one.passed_on), [false, false, true, true, true], 'who was silent');
  assert.equal(then[1].answer, '每日续报');
  assert.ok(then[1].answered_by && then[0].acknowledged_by && !then[0].answer);
  assert.ok((await officer.get('/special-reports?open=true')).items.some((item) => item.case_id === opened.case_id));
  assert.deepEqual((await desks.system_admin.get('/special-reports')).items, []);
});

it('a leader marks a key case, its report is asked for, and a leader ends it', async () => {
  const opened = await complain(2);
  const at = `/cases/${opened.case_id}/key`;
  const [inspector, head] = [desks.inspector, desks.inspection_head];
  assert.equal((await keyed(inspector, at, { reason: '敏感' })).status, 403, 'not a head');
  assert.equal((await keyed(head, at, {})).status, 422, 'a reason');
  assert.equal((await keyed(head, at, { reason: '敏感', leader: 'nobody' })).status, 422);
  assert.equal((await keyed(head, at, { reason: '敏感', leader: 'bureau_head' })).status, 204);
  assert.equal((await keyed(head, at, { reason: '敏感' })).status, 422, 'it is one already');
  const [mark] = (await head.get(`/key-cases?case=${opened.case_id}`)).items;
  assert.equal(mark.reason, '敏感');
  assert.ok(mark.leader && mark.marked_by && !mark.rule);
  assert.equal(mark.report_due, '2026-10-09', 'five working days, over the holiday');
  assert.equal((await keyed(inspector, `${at}/report`, {})).status, 204);
  assert.equal((await head.get(`/key-cases?case=${opened.case_id}`)).items[0].reports, 1);
  assert.equal((await keyed(inspector, `${at}/end`, { reason: '已妥处' })).status, 403);
  assert.equal((await keyed(head, `${at}/end`, { reason: '已妥处' })).status, 204);
  const [ended] = (await head.get(`/key-cases?case=${opened.case_id}`)).items;
  assert.equal(ended.ended_reason, '已妥处');
  assert.ok(!ended.report_due);
  assert.equal((await keyed(head, `${at}/end`, { reason: '再次' })).status, 404);
  assert.ok(!(await head.get('/key-cases')).items.some((item) => item.case_id === opened.case_id), 'no longer among the open ones');
});

it('exceptions are listed with what makes them so', async () => {
  const opened = await complain(3);
  const asked = await desks.inspector.record(opened.case_id, 'file_complaint');
  assert.equal(asked.status, 202, asked.text);
  const approved = await desks.inspection_head.record(opened.case_id, 'approve', { of: asked.json.proposal.seq });
  assert.equal(approved.status, 200, approved.text);
  const list = (await desks.legal_reviewer.get(`/exceptions?case=${opened.case_id}`)).items;
  assert.deepEqual(list.map((one) => one.kind), ['quick_approval']);
  assert.equal(list[0].seconds, 0);
  assert.deepEqual((await desks.system_admin.get('/exceptions')).items, []);
  const points = await desks.clerk.get('/risk-points');
  assert.ok(points.items.length >= 8 && points.checklist.length === 8);
  assert.ok(points.items.every((point) => point.event_name && point.workflow_name && point.cite.length));
});

it('when a quarter and a month are over, bulletins, work lists and a draw are made once and open their cases', async () => {
  const closed = await complain(2);
  const withdrawn = await desks.inspector.record(closed.case_id, 'withdraw_complaint', {}, { on_behalf_of: 'complainant' });
  assert.equal(withdrawn.status, 200, withdrawn.text);
  await moveTo('2026-10-08T01:00:30Z');
  await moveTo('2026-10-08T02:00:00Z');
  const list = (await desks.clerk.get('/bulletins?kind=bulletin&period=2026-Q3')).items;
  assert.ok(list.some((one) => one.subject === 'bureau') && list.some((one) => one.subject === 'unit:inspection'));
  assert.equal(new Set(list.map((one) => one.subject)).size, list.length, 'each once');
  const inspection = await desks.clerk.get(`/bulletins/${list.find((one) => one.subject === 'unit:inspection').id}`);
  const rate = inspection.figures.find((figure) => figure.report === 'inspection_closing_rate');
  const now = (await desks.clerk.get('/reports/inspection_closing_rate?from=2026-07-01&to=2026-09-30&unit=inspection')).figures[0];
  assert.deepEqual([rate.numerator, rate.denominator, rate.cases], [now.numerator, now.denominator, now.cases]);
  const page = await desks.clerk.ask('GET', `/bulletins/${inspection.id}/page`);
  assert.match(page.headers['content-type'], /^text\/html/);
  assert.ok(page.text.includes('Bulletin of 2026-Q3'));
  for (const id of rate.cases) assert.ok(page.text.includes(`/cases/${id}`));
  const csv = await desks.clerk.ask('GET', `/bulletins/${inspection.id}/csv`);
  assert.match(csv.headers['content-type'], /^text\/csv/);
  assert.ok(csv.text.includes(`Inspection closing rate,${rate.numerator},${rate.denominator}`));
  const lists = (await desks.bureau_head.get('/bulletins?kind=work_list&period=2026-10')).items;
  assert.ok(lists.length > 1, 'a head sees those of all');
  const mine = (await desks.inspector.get('/bulletins?kind=work_list&period=2026-10')).items;
  assert.ok(mine.length <= 1);
  const other = lists.find((one) => !mine.some((own) => own.id === one.id));
  assert.equal((await desks.inspector.ask('GET', `/bulletins/${other.id}`)).status, 404, 'not another person\'s');
  assert.equal((await desks.inspector.ask('GET', '/bulletins/x/page')).status, 404);

  const reviews = await desks.legal_reviewer.get('/file-reviews?period=2026-09');
  const draw = reviews.draws.find((one) => one.to === '2026-09-30');
  assert.equal(reviews.items.length, draw.drawn);
  assert.ok(draw.closed >= 1 && draw.drawn >= 1);
  const hash = (id) => createHash('sha256').update(`${draw.seed}:${id}`).digest('hex');
  if (draw.closed === 1) assert.equal(reviews.items[0].case_id, closed.case_id);
  else if (!reviews.items.some((item) => item.case_id === closed.case_id))
    for (const item of reviews.items) assert.ok(hash(item.case_id) < hash(closed.case_id), 'the seed says who is drawn');
  const [file] = reviews.items;
  const answers = Object.fromEntries((await desks.clerk.get('/risk-points')).checklist.map((item) => [item.id, 'ok']));
  assert.equal((await keyed(desks.inspector, `/file-reviews/${file.id}`, { answers })).status, 403);
  assert.equal((await keyed(desks.legal_reviewer, `/file-reviews/${file.id}`, { answers: {} })).status, 422);
  assert.equal((await keyed(desks.legal_reviewer, `/file-reviews/${file.id}`, { answers: { ...answers, service: 'fault' }, note: '缺回证' })).status, 204);
  assert.equal((await keyed(desks.inspector, `/file-reviews/${file.id}/mended`, { note: '已补回证' })).status, 204);
  const [done] = (await desks.legal_reviewer.get(`/file-reviews?case=${file.case_id}`)).items;
  assert.deepEqual([done.state, done.faults, done.note, done.mend_note], ['mended', 1, '缺回证', '已补回证']);
});

it('a person subscribes to duties and hearings; other programs read them', async () => {
  const made = await desks.inspector.ask('POST', '/me/tokens', { body: { label: 'phone', scopes: ['calendar'] } });
  assert.equal(made.status, 200, made.text);
  const feed = (token, language = 'zh') => send(server.port, 'GET', `/api/v1/calendar-feeds/${token}.ics`, { headers: { 'Accept-Language': language } });
  const answer = await feed(made.json.token);
  judge(answer);
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.headers['content-type'], /^text\/calendar/);
  assert.ok(answer.text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75), 'folded at 75 octets');
  const calendar = new ICAL.Component(ICAL.parse(answer.text));
  const events = calendar.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
  const clocks = (await desks.inspector.get('/clocks?limit=500')).items;
  const me = (await desks.inspector.get('/session')).account;
  const mine = clocks.filter((clock) => clock.handler === me && clock.kind === 'duty' && clock.due && clock.due <= '2026-12-30');
  assert.ok(mine.length > 0);
  for (const clock of mine) {
    const event = events.find((one) => one.uid === `${clock.case_id}-${clock.label}@hejie`);
    assert.ok(event, `${clock.case_id} ${clock.label}`);
    if (!clock.due_at) assert.equal(event.startDate.toString(), clock.due);
    assert.ok(event.summary.includes(clock.number ?? clock.case_id));
  }
  assert.equal(new Set(events.map((event) => event.uid)).size, events.length);
  for (const wrong of ['0'.repeat(64), 'x', desks.inspector.token]) assert.equal((await feed(wrong)).status, 404, 'a session is no calendar');
  const bearer = new Desk(server.port, 'phone', made.json.token);
  assert.equal((await bearer.ask('GET', '/cases')).status, 403, 'the address opens the calendar and nothing else');
});

it('figures tell their target where the bureau set one', async () => {
  const report = await desks.bureau_head.get('/reports/closing_rate?group_by=quarter&from=2026-01-01&to=2026-09-30');
  assert.ok(report.figures.length >= 1);
  for (const figure of report.figures) assert.match(figure.group, /^\d{4}-Q[1-4]$/);
  assert.ok(report.figures.every((figure) => figure.target === undefined), 'the shipped files set none');
});
