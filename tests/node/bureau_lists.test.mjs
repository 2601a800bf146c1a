// What a bureau keeps of its own, over HTTP and through the program: mediation organizations at intake and in the forms,
// written reviews from a list, approvals of special hours, figures by desk.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, hejie, password, serve, skip, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
const data = folder.path('data');
const desks = {};
let server;
const it = (name, body) => test(name, { skip }, body);

before(async () => {
  if (skip) return;
  addAccounts(data, { zhou: ['window'], lin: ['mediator'], hu: ['mediator'], zhao: ['inspector'], zheng: ['system_admin'] });
  server = await serve(data, '--overlay', 'example-district');
  for (const name of ['zhou', 'lin', 'hu', 'zhao', 'zheng']) desks[name] = await Desk.logIn(server.port, name);
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

it('intake proposes the nearest mediation organization and says why; its case is counted there', async () => {
  const { bureau } = await desks.zhou.get('/about');
  assert.ok(bureau.mediation_bodies.some((body) => body.id === 'east_street' && body.level === 'street'));
  const asked = await desks.zhou.ask('POST', '/intake/routes', { body: { claims: ['wages'], street: 'east_street', sector: 'textile' } });
  assert.equal(asked.status, 200, asked.text);
  const [nearest, ...others] = asked.json.bodies;
  assert.equal(nearest.id, 'textile_park');
  assert.equal(nearest.proposed, true);
  assert.ok(nearest.why.zh && nearest.mediators.length > 0);
  assert.ok(others.length > 0 && others.every((body) => !body.proposed));
  const wrong = await desks.zhou.ask('POST', '/intake/routes', { body: { claims: ['wages'], street: 'moon' } });
  assert.equal(wrong.status, 422);
  assert.deepEqual(wrong.json.findings.map((each) => each.path), ['/street']);

  const opened = await desks.zhou.open({ workflow: 'mediation', event: 'receive_application', on_behalf_of: 'applicant', data: {
    mediation_body: nearest.id, items: [{ kind: 'wages', party: 'applicant', claimed_fen: 600000 }],
    parties: [{ role: 'applicant', kind: 'worker', name: '甲某' }, { role: 'respondent', kind: 'employer', name: '示例公司' }] } });
  const figures = (await desks.zhou.get('/reports/workload?group_by=body')).figures;
  assert.equal(figures.find((each) => each.group === 'textile_park')?.numerator, 1);

  const passed = await desks.lin.record(opened.case_id, 'hand_over', { handover_to: 'district', handover_reason: 'no_mediator' });
  assert.equal(passed.status, 200, passed.text);
  const handover = passed.json.linked.find((each) => each.workflow === 'mediation_handover').case_id;
  const sent = await desks.lin.record(handover, 'send', { parties_agree: true });
  assert.equal(sent.status, 200, sent.text);
  assert.ok(sent.json.clocks.opened.some((each) => each.id === 'receipt' && each.due), 'the receipt has its day');
  assert.equal((await desks.lin.record(handover, 'confirm_receipt')).status, 403, 'not by who sent it');
  const received = await desks.hu.record(handover, 'confirm_receipt');
  assert.equal(received.status, 200, received.text);
  assert.ok(received.json.documents.some((each) => each.document === 'receipt_sheet'));
  assert.equal((await desks.hu.get(`/cases/${opened.case_id}`)).facts.mediation_body, 'district', 'it is there now');
  const moved = (await desks.zhou.get('/reports/handed_over?group_by=body')).figures;
  assert.deepEqual(moved.map((each) => [each.group, each.numerator]), [['district', 1]]);
});

it('reports know the desks and no other unit', async () => {
  assert.equal((await desks.zhou.get('/reports/workload?unit=mediation')).figures[0].numerator, 1);
  assert.equal((await desks.zhou.get('/reports/workload?unit=arbitration')).figures[0].numerator, 0);
  const wrong = await desks.zhou.ask('GET', '/reports/workload?unit=moon');
  assert.equal(wrong.status, 422, wrong.text);
  assert.deepEqual(wrong.json.findings.map((each) => each.path), ['?unit']);
});

const list = 'name,code,sector,worker_count\n甲一公司,91330100TEST00001X,textile,12\n乙二公司,91330100TEST00002T,logistics,7\n丙三公司,,textile,3\n';
const round = { review_year: 2025, open_from: '2026-01-05', submit_by: '2026-05-29' };

it('written reviews are opened for a list, told line by line, over HTTP and by the program', async () => {
  const shown = await desks.zhao.ask('POST', '/written_reviews', { body: { ...round, list, dry_run: true } });
  assert.equal(shown.status, 200, shown.text);
  assert.deepEqual(shown.json.lines.map((line) => [line.line, line.outcome]), [[2, 'opened'], [3, 'opened'], [4, 'refused']]);
  assert.equal((await desks.zhao.get('/cases?workflow=written_review')).items.length, 0);

  writeFileSync(folder.path('list.csv'), list);
  const run = (...more) => hejie(['review', ...more, '--data', data, '--year', '2025', '--as', 'zhao', '--password-stdin'], `${password}\n`);
  const days = ['--from', round.open_from, '--by', round.submit_by];
  const opened = run('open', folder.path('list.csv'), ...days, '--json');
  assert.equal(opened.status, 1, `a line was refused: ${opened.stderr}`);
  const report = JSON.parse(opened.stdout);
  assert.deepEqual([report.opened, report.duplicates, report.refused], [2, 0, 1]);
  assert.ok(report.lines[2].reason.zh && report.lines[2].reason.en);
  const cases = (await desks.zhao.get('/cases?workflow=written_review')).items;
  assert.deepEqual(cases.map((each) => each.sector).sort(), ['logistics', 'textile']);
  assert.equal(cases[0].handler_name, 'zhao', 'in the name of who showed the password');

  const once = (path, body, key = newKey(), desk = desks.zhao) => desk.ask('POST', path, { body, headers: { 'Idempotency-Key': key } });
  const key = newKey();
  const again = await once('/written_reviews', { ...round, list }, key);
  assert.deepEqual([again.json.opened, again.json.duplicates], [0, 2]);
  assert.equal(again.headers['idempotency-replayed'], undefined);
  assert.equal(again.json.lines[0].case_id, report.lines[0].case_id);

  const more = `${list}丁四公司,91330100TEST00004K,textile,5\n`;
  const keyOfMore = newKey();
  const first = await once('/written_reviews', { ...round, list: more }, keyOfMore);
  assert.deepEqual([first.json.opened, first.json.duplicates, first.json.refused], [1, 2, 1]);
  const repeated = await once('/written_reviews', { ...round, list: more }, keyOfMore);
  assert.equal(repeated.headers['idempotency-replayed'], 'true');
  assert.equal(repeated.text, first.text, 'the answer of the first time, not "duplicate"');
  const other = await once('/written_reviews', { ...round, list }, keyOfMore);
  assert.deepEqual([other.status, other.json.code], [422, 'key_reused']);
  const without = await desks.zhao.ask('POST', '/written_reviews', { body: { ...round, list } });
  assert.deepEqual([without.status, without.json.code], [400, 'idempotency_key_required']);

  const reminded = run('remind');
  assert.equal(reminded.status, 0, reminded.stderr);
  assert.match(reminded.stdout, /opened 0, duplicates 0, refused 0, reminded 3/);
  assert.deepEqual((await once('/written_reviews/reminders', { review_year: 2025 })).json.lines, []);
  const rates = (await desks.zhao.get('/reports/written_review?group_by=sector')).figures;
  assert.deepEqual(rates.map((each) => [each.group, each.numerator, each.denominator]).sort(), [['logistics', 0, 1], ['textile', 0, 2]]);
  const filed = cases.find((each) => each.sector === 'textile').id;
  const papers = await desks.zhou.record(filed, 'submit', { complete: true }, { on_behalf_of: 'employer' });
  assert.equal(papers.status, 200, papers.text);
  const [, textile] = (await desks.zhao.get('/reports/written_review?group_by=sector')).figures.sort((a, b) => (a.group < b.group ? -1 : 1));
  assert.deepEqual([textile.group, textile.numerator, textile.denominator], ['textile', 1, 2], 'who has filed counts');

  const stranger = hejie(['review', 'remind', '--data', data, '--year', '2025', '--as', 'zhao', '--password-stdin'], 'wrong-password-here\n');
  assert.notEqual(stranger.status, 0);
  assert.equal((await once('/written_reviews', { ...round, list }, newKey(), desks.lin)).status, 403);
  assert.equal((await once('/written_reviews', { list })).status, 422);
});

it('approvals of special hours: a list by the day they end, not for who sees no cases', async () => {
  assert.deepEqual((await desks.zhao.get('/special_hours?expires_by=2030-01-01')).items, []);
  assert.equal((await desks.zhao.ask('GET', '/special_hours?expires_by=soon')).status, 400);
  assert.equal((await desks.zheng.ask('GET', '/special_hours')).status, 403);
});

it('an employer without a credit code has a record, by its own id', async () => {
  const { items } = await desks.zhou.get('/employers?limit=50');
  const bare = items.find((each) => each.code === '' && each.name === '示例公司');
  const record = await desks.zhou.get(`/employers/${bare.id}`);
  assert.equal(record.name, '示例公司');
  assert.ok(record.record.length > 0 && record.record.every((row) => row.employer === bare.id));
  assert.equal((await desks.zhou.ask('GET', '/employers/p_00000000000000000000000000')).status, 404);
  assert.equal((await desks.zheng.ask('GET', `/employers/${bare.id}`)).status, 404, 'not for who sees no cases');
});

it('sectors are called as the bureau calls them', async () => {
  const { figures } = await desks.zhao.get('/reports/written_review?group_by=sector');
  assert.deepEqual(figures.map((each) => each.name?.zh).sort(), ['物流港', '纺织服装园']);
});
