// Wrong requests, made from the OpenAPI document: 40 for each operation, as each staff role. Never a 5xx, nothing
// stored, and each refusal says by rule, or by findings with paths, what was wrong. The seed is printed; HEJIE_SEED
// repeats a run.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp, send, sendAndEnd } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { randomFrom, spoil, spoilBytes } from './lib/mutations.mjs';
import { judge, operations } from './lib/openapi.mjs';
import { addAccounts, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const perOperation = 40;
const seed = Number(process.env.HEJIE_SEED ?? 20261122);
const roles = Object.entries(JSON.parse(readFileSync(join(top, 'workflows/roles/roles.json'), 'utf8')).roles)
  .filter(([, role]) => role.class === 'staff').map(([id]) => id);
const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));

const folder = temporaryFolder();
const desks = {};
let server;
let known;  // the case the requests speak of
let actions;
let today;
const statuses = {};

const head = async () => (await send(server.port, 'GET', '/readyz')).json.head;

before(async () => {
  if (skip) return;
  console.log(`seed ${seed}`);
  addAccounts(folder.path('data'), Object.fromEntries(roles.map((role) => [role, [role]])));
  server = await serve(folder.path('data'));
  for (const role of roles) desks[role] = await Desk.logIn(server.port, role);
  today = (await desks.window.get('/scheduler')).now.slice(0, 10);
  const data = script.steps[0].data;
  const opened = await desks.window.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data });
  known = { id: opened.case_id, version: opened.version, seq: opened.seq, document: opened.documents[0].id };
  actions = (await desks.inspector.get(`/cases/${known.id}/actions`)).items;
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

// ---- sound requests, of which one thing is spoiled -----------------------------------------------------------------

const person = { name: '赵甲', id_number: '', phone: '' };
const samples = {
  bool: () => true, int: () => 3, money: () => 5000, text: () => '说明', date: () => '2026-01-05', moment: () => '2026-01-05T02:00:00Z',
  period: () => '10wd', enum: (field) => field.values?.[0]?.id ?? 'x', account: () => 'inspector', person: () => person,
};

function dataOf(random) {
  const action = random.pick(actions);
  if (!action.fields) {
    return random.pick([
      ['serve', { doc: 'complaint_form', to: 'respondent', mode: 'direct', made_on: today, proof: '回证' }],
      ['correct', { of: known.seq, data: { worker_count: 12 }, reason: '人数', cascade: false }],
      ['annul', { of: known.seq, reason: '重复' }],
      ['approve', { of: known.seq, reason: '同意' }],
      ['decline', { of: known.seq, reason: '不同意' }],
      ['recall', { of: known.seq }],
    ]);
  }
  const fields = action.fields.filter((field) => field.required || random.below(2) === 0);
  return [action.event, Object.fromEntries(fields.map((field) => [field.id, (samples[field.type] ?? samples.text)(field)]))];
}

const openings = [
  ['inspection', 'receive_complaint', script.steps[0].data],
  ['inspection', 'record_lead', { source: 'tour', matter: 'wages' }],
  ['mediation', undefined, { parties: [{ role: 'applicant', kind: 'worker', name: '古来' }, { role: 'respondent', kind: 'employer', name: '青石公司' }] }],
  ['arbitration', undefined, { parties: [{ role: 'applicant', kind: 'worker', name: '古来', id_number: '' }],
    items: [{ key: 'c1', kind: 'wages', party: 'applicant', claimed_fen: 100 }] }],
];

const bodies = {
  log_in: () => ({ username: 'nobody', password: 'not-a-password', otp: '000000' }),
  open_case: (random) => {
    const [workflow, event, data] = random.pick(openings);
    return { workflow, ...(event && { event }), data: structuredClone(data), occurred_on: '2026-01-05', on_behalf_of: 'complainant',
      officers: ['inspector'], dry_run: true };
  },
  record_event: (random) => {
    const [event, data] = dataOf(random);
    return { event, data, occurred_on: today, occurred_at: `${today}T00:00:00+08:00`, on_behalf_of: 'complainant',
      officers: ['inspector'], dry_run: true };
  },
  find_routes: () => ({ claims: ['wages'], employer_code: '91510100000000000K', id_number: '510000199001011234', worker_count: 12, pending_elsewhere: true }),
  keep_preferences: () => ({ theme: 'dark', rows: [1, 2, { a: 1 }] }),
  keep_draft: () => ({ key: 'k', body: 'b' }),
  compute_due_date: (random) => random.pick([
    { from: '2026-01-05', period: '10wd', extend: ['5d'], roll: 'forward', exclude: [['2026-01-06', '2026-01-08']], calendar: 'cn', overlay: [] },
    { from: '2026-01-05', rule: 'A26', backward: false },
    { from: '2026-01-05T02:30:00Z', period: '24h' }]),
  load_notice: () => ({ notice: { id: 'n1', authority: 'Test', number: '1', published: '2026-11-01', years: [2032],
    off: [{ date: '2032-01-02', name: '元旦', statutory: false }], work: ['2032-01-04'] }, dry_run: true }),
  acknowledge_alert: () => ({}),
  set_password_by_code: () => ({ code: '0'.repeat(32), password: 'Another-long-one-77' }),
  change_password: () => ({ old: 'not-the-password', password: 'Another-long-one-77' }),
  offer_second_factor: () => ({}),
  take_second_factor: () => ({ code: '000000' }),
  make_token: () => ({ label: 'robot', scopes: ['read'], days: 1 }),
  add_account: () => ({ username: 'newcomer', display_name: '新来', roles: ['clerk'] }),
  change_account: () => ({ display_name: '新来', roles: ['clerk'], disabled: false }),
  reset_account: () => ({}),
  move_demo_clock: () => ({ to: '2030-01-01T00:00:00Z' }),
};

const parameters = {
  show_workflow: { id: 'inspection' }, draw_workflow: { id: 'inspection' }, show_employer: { code: '91510100000000000K' },
  show_calendar: { id: 'cn', year: '2026' }, load_notice: { id: 'cn' }, acknowledge_alert: { id: '1' }, show_report: { id: 'closing_rate' }, end_account_session: { id: 'u_none', session: 's_none' },
};

function baseOf(random, { path, method, operation }) {
  const name = operation.operationId;
  const headers = { 'Accept-Language': 'en' };
  const body = bodies[name]?.(random);
  if (body) Object.assign(headers, { 'Content-Type': 'application/json', 'Idempotency-Key': newKey() });
  if (name === 'record_event') headers['If-Match'] = `"${known.version}"`;
  const ids = parameters[name] ?? { id: name === 'show_document' ? known.document : known.id };
  const query = (operation.parameters ?? []).filter((each) => each.in === 'query').map((each) => each.name);
  return { method, path, parameters: ids, query, body, headers };
}

// What may be asked soundly any number of times. A log-out would end the session and a stream would not end.
const onlyBad = new Set(['log_out', 'stream']);
// Writes are dry runs, so that nothing may be stored; a draw that takes `dry_run` away may make one real.
const stores = new Set(['open_case', 'record_event', 'load_notice']);

// ---- the rules ------------------------------------------------------------------------------------------------------

function checkAnswer(request, answer) {
  const where = `${request.name} | ${answer.method} ${answer.target.slice(0, 120)} ${String(request.body).slice(0, 300)} -> ${answer.status} ${answer.text.slice(0, 400)}`;
  assert.ok(answer.status < 500 || answer.status === 503, `5xx: ${where}`);
  judge(answer);
  statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
  if (request.bad) assert.ok(answer.status >= 400, `accepted: ${where}`);
  if (answer.status < 400 || answer.method === 'HEAD') return;
  const { code, rule, findings } = answer.json;
  assert.ok(code, where);
  if (answer.status === 409 || code === 'not_authorized') assert.ok(rule ?? code !== 'refused', `no rule: ${where}`);
  // The address itself cannot be read, or carries content that it may not: there is no path in a document to name.
  const pathless = ['key_reused'].includes(code) || (code === 'malformed' && !answer.json.findings);
  if (answer.status === 422 && code !== 'key_reused') assert.ok(findings?.length > 0, `no finding: ${where}`);
  if (answer.status === 400 && !pathless) assert.ok(findings?.length > 0, `no finding: ${where}`);
  for (const finding of findings ?? []) assert.ok(finding.code && finding.message, where);
}

for (const role of roles) {
  test(`${perOperation} wrong requests to each operation as ${role}`, { skip }, async () => {
    const desk = desks[role];
    const random = randomFrom(seed + roles.indexOf(role) * 7919);
    let before_ = await head();
    for (const each of operations) {
      const name = each.operation.operationId;
      let accepted = false;
      const requests = [];
      while (requests.length < perOperation) {
        const request = spoil(random, baseOf(random, each), { onlyBad: onlyBad.has(name) });
        if (request.otherMethod && operations.some((other) => other.path === each.path && other.method === request.method.toLowerCase())) continue;
        requests.push(request);
      }
      const answers = await Promise.all(requests.map((request) => send(server.port, request.method, request.target, {
        headers: { Authorization: `Bearer ${desk.token}`, ...request.headers }, body: request.body })));
      answers.forEach((answer, i) => {
        checkAnswer(requests[i], answer);
        if (requests[i].unknown && name !== 'keep_preferences') assert.ok(answer.status >= 400, `${name}: ${requests[i].body}`);
        if (stores.has(name) && answer.status < 300 && !answer.json?.dry_run) accepted = true;
      });
      const after_ = await head();
      if (!accepted) assert.equal(after_, before_, `${name}: something was stored`);
      before_ = after_;
    }
    assert.equal((await desk.ask('GET', '/session')).status, 200, 'the session outlives it');
  });
}

test('spoiled bytes on the wire: an answer or a closed connection', { skip }, async () => {
  const random = randomFrom(seed ^ 0x5a5a);
  const before_ = await head();
  const { token } = desks.window;
  const body = JSON.stringify({ from: '2026-01-05', period: '10wd' });
  const lines = (first, more = '') => Buffer.from(`${first} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n${more}\r\n`);
  const sound = [
    lines('GET /api/v1/cases?limit=2'),
    lines(`GET /api/v1/cases/${known.id}`, 'Accept-Language: en;q=0.5\r\n'),
    Buffer.concat([lines('POST /api/v1/due', `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`), Buffer.from(body)]),
    Buffer.concat([lines('POST /api/v1/due', 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n'),
      Buffer.from(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`)]),
  ];
  for (const bytes of sound) assert.equal((await sendAndEnd(server.port, bytes)).status, 200, bytes.toString());
  for (let i = 0; i < 400; i += 1) {
    const bytes = spoilBytes(random, random.pick(sound));
    const answer = await sendAndEnd(server.port, bytes);
    // 505: the version may have been spoiled.
    assert.ok(answer.status === undefined || answer.status < 500 || answer.status === 505, `${JSON.stringify(bytes.toString('latin1'))} -> ${answer.text}`);
    assert.ok(server.alive(), JSON.stringify(bytes.toString('latin1')));
  }
  assert.equal(await head(), before_);
});

test('afterwards: alive, the case untouched, no bug in the log, every kind of refusal seen', { skip }, async () => {
  assert.ok(server.alive());
  assert.equal((await desks.window.get(`/cases/${known.id}`)).version, known.version);
  assert.doesNotMatch(server.stderr(), /"code":"internal"/);
  console.log(`statuses ${JSON.stringify(statuses)}`);
  // The draw must reach behind the first gate; a test that only ever sees 404 proves nothing.
  for (const status of [200, 400, 401, 403, 404, 405, 409, 415, 422]) assert.ok(statuses[status] > 10, `${status}: ${statuses[status]}`);
});
