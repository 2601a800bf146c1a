// Accounts, second factor, tokens and sessions over HTTP, and who may call which address: every operation of the OpenAPI
// document stands in the matrix below, and every role is tried at every one. The number at the end of a name is the item of
// docs/security.md it shows.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp, send } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { judge, operations } from './lib/openapi.mjs';
import { addAccounts, password, serve, skip, temporaryFolder, top } from './lib/program.mjs';
import { walked } from './lib/role_walk.mjs';

const folder = temporaryFolder();
const roles = Object.entries(JSON.parse(readFileSync(join(top, 'workflows/roles/roles.json'), 'utf8')).roles)
  .filter(([, role]) => role.class === 'staff').map(([id]) => id);
const name = (role) => `u_${role}`;
const administrators = ['system_admin', 'security_admin', 'audit_admin'];
const desks = {};
let server;
let known;

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), Object.fromEntries(roles.map((role) => [name(role), [role]])));
  addAccounts(folder.path('data'), { target: ['clerk'], phone: ['clerk'], robot: ['inspector'], warden: ['security_admin'] });
  server = await serve(folder.path('data'));
  for (const role of roles) desks[role] = await Desk.logIn(server.port, name(role));
  const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
  known = await desks.window.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: script.steps[0].data });
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

const it = (title, body) => test(title, { skip }, body);
const json = { 'Content-Type': 'application/json' };
const logIn = async (username, more = {}) => {
  const answer = await send(server.port, 'POST', '/api/v1/session', { headers: json, body: JSON.stringify({ username, password, ...more }) });
  judge(answer);
  return answer;
};
const idOf = async (username) => (await desks.security_admin.get('/accounts')).items.find((each) => each.username === username).id;

/** RFC 6238 with node's own HMAC. */
function code(secret, at = Date.now()) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const from = mac[19] & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// ---- who may call what ---------------------------------------------------------------------------------------------

const everybody = () => true;
const caseworkers = (role) => !administrators.includes(role);
const only = (...some) => (role) => some.includes(role);
/** Who is not refused for who they are. `open` needs no log-in. */
const matrix = {
  log_in: 'open', set_password_by_code: 'open', read_calendar_feed: 'open', show_about: 'open', show_openapi: 'open', is_alive: 'open',
  is_ready: 'local', show_metrics: 'local',
  who_am_i: everybody, log_out: everybody, change_password: everybody, offer_second_factor: everybody, take_second_factor: everybody,
  drop_second_factor: everybody, list_own_sessions: everybody, end_own_session: everybody, make_token: everybody, export_own_data: everybody,
  show_own_certificate: everybody, bind_own_certificate: everybody, unbind_own_certificate: everybody,
  list_accounts: only(...administrators), add_account: only('security_admin'), change_account: only('security_admin'),
  reset_account: only('security_admin'), remove_second_factor: only('security_admin'),
  bind_certificate: only('security_admin'), unbind_certificate: only('security_admin'),
  list_account_sessions: only('security_admin', 'audit_admin'), end_account_session: only('security_admin'),
  list_access: only('audit_admin'), show_system: everybody,
  list_workflows: everybody, show_workflow: everybody, draw_workflow: everybody, compute_due_date: everybody, show_calendar: everybody,
  load_notice: only('system_admin', 'bureau_head'),
  open_case: caseworkers, show_case: caseworkers, list_actions: caseworkers, record_event: caseworkers, show_history: caseworkers,
  list_case_clocks: caseworkers, list_units: everybody, change_unit: only('security_admin'), assign_unit: only('security_admin'),
  show_document: caseworkers, show_employer: caseworkers, list_cases: everybody,
};

test('every operation is in the matrix or said to be tried elsewhere 038', () => {
  const elsewhere = ['stream', 'move_demo_clock', ...Object.keys(walked)];  // a stream never ends; the demo's clock is in no real store
  const unknown = operations.map((each) => each.operation.operationId).filter((id) => !(id in matrix) && !elsewhere.includes(id));
  assert.deepEqual(unknown, []);
});

it('without a session everything but the open addresses is 401 038', async () => {
  for (const { method, path, operation } of operations) {
    if (matrix[operation.operationId] === 'open' || matrix[operation.operationId] === 'local') continue;
    const target = path.replace(/\{\w+\}/g, 'x');
    if (path.endsWith('/demo/clock')) continue;
    const unsafe = method === 'post' || method === 'put';
    const answer = await send(server.port, method.toUpperCase(), target, unsafe ? { headers: json, body: '{}' } : {});
    assert.equal(answer.status, 401, `${method} ${path}: ${answer.text}`);
  }
});

it('every role at every address of the matrix 038', async () => {
  const target = await idOf('target');
  const values = { id: (path) => (path.includes('/accounts/') ? target : path.includes('/calendars/') ? 'cn' : path.includes('/workflows/') ? 'inspection' : known.case_id),
    year: () => '2026', code: () => '91510100MA6000000X', session: () => 's_none' };
  for (const { method, path, operation } of operations) {
    const rule = matrix[operation.operationId];
    if (typeof rule !== 'function' || ['log_out', 'drop_second_factor', 'change_password', 'make_token', 'offer_second_factor'].includes(operation.operationId)) continue;
    const there = path.replace('/api/v1', '').replace(/\{(\w+)\}/g, (_, part) => values[part](path));
    for (const role of roles) {
      const unsafe = method === 'post' || method === 'put';
      const body = unsafe ? { body: operation.operationId === 'load_notice' ? { notice: {} , dry_run: true } : operation.operationId === 'open_case' ? { workflow: 'inspection', event: 'receive_complaint', data: {}, dry_run: true } : operation.operationId === 'record_event' ? { event: 'file_complaint', dry_run: true } : { unknown_member: 1 } } : {};
      const answer = await desks[role].ask(method.toUpperCase(), there, body);
      const refused = answer.status === 403 || (answer.status === 404 && caseworkers === rule && !caseworkers(role));
      const who = `${role} at ${method} ${there}: ${answer.status} ${answer.text.slice(0, 200)}`;
      if (rule(role)) assert.ok(!refused || operation.operationId === 'open_case' || operation.operationId === 'record_event', who);
      else assert.ok(refused, who);
    }
  }
});

it('administrators see no case, not even that there is one 044', async () => {
  for (const role of administrators) {
    assert.deepEqual((await desks[role].get('/cases')).items, [], role);
    const [there, none] = [await desks[role].ask('GET', `/cases/${known.case_id}`), await desks[role].ask('GET', '/cases/c_none')];
    assert.deepEqual([there.status, there.json.code, there.json.detail.replace(known.case_id, 'c_none')], [none.status, none.json.code, none.json.detail], role);
  }
});

// ---- accounts ------------------------------------------------------------------------------------------------------

it('an account is made without a password, and its owner sets one with a code 001', async () => {
  const made = await desks.security_admin.ask('POST', '/accounts', { body: { username: 'newcomer', roles: ['clerk'] } });
  assert.equal(made.status, 201, made.text);
  assert.equal((await logIn('newcomer')).status, 401, 'nobody can log in yet');
  const again = await desks.security_admin.ask('POST', '/accounts', { body: { username: 'newcomer', roles: ['clerk'] } });
  assert.equal(again.status, 409);
  assert.equal(again.json.code, 'username_taken');
  const reset = await desks.security_admin.ask('POST', `/accounts/${made.json.id}/reset`, { body: {} });
  assert.equal(reset.json.token.length, 32, '128 bit');
  const set = (body) => send(server.port, 'POST', '/api/v1/password', { headers: json, body: JSON.stringify(body) });
  assert.equal((await set({ code: reset.json.token, password: 'Password123' })).status, 422);
  assert.equal((await set({ code: '0'.repeat(32), password })).status, 401);
  assert.equal((await set({ code: reset.json.token, password })).status, 204);
  assert.equal((await set({ code: reset.json.token, password })).status, 401, 'a code works once');
  assert.equal((await logIn('newcomer')).status, 200);
});

it('roles change at once, disabling ends sessions and keeps the account 024', async () => {
  const id = await idOf('target');
  const target = await Desk.logIn(server.port, 'target');
  const change = (body) => desks.security_admin.ask('PUT', `/accounts/${id}`, { body });
  assert.equal((await change({ roles: ['inspector'] })).status, 200);
  assert.equal((await target.ask('GET', '/session')).status, 401);
  const fresh = await Desk.logIn(server.port, 'target');
  assert.deepEqual((await fresh.get('/session')).roles, ['inspector']);
  assert.equal((await change({ roles: ['inspector'], disabled: true })).json.disabled, true);
  assert.equal((await fresh.ask('GET', '/session')).status, 401);
  assert.equal((await logIn('target')).status, 401);
  assert.equal((await change({ roles: ['king'] })).status, 422);
  assert.equal((await change({ roles: ['clerk'], disabled: false })).status, 200);
  assert.equal((await logIn('target')).status, 200);
});

it('nobody gives roles to themselves 043', async () => {
  const id = await idOf('warden');
  const warden = await Desk.logIn(server.port, 'warden');
  const answer = await warden.ask('PUT', `/accounts/${id}`, { body: { roles: ['security_admin', 'clerk'] } });
  assert.equal(answer.status, 403, answer.text);
});

it('the second factor is offered, proved, asked for and removed 014', async () => {
  const phone = await Desk.logIn(server.port, 'phone');
  const offer = (await phone.ask('POST', '/me/second-factor', { body: {} })).json;
  assert.match(offer.uri, /^otpauth:\/\/totp\/Hejie:phone\?secret=[A-Z2-7]{32}&issuer=Hejie$/);
  assert.equal((await phone.ask('PUT', '/me/second-factor', { body: { code: '000000' } })).status, 422);
  const first = code(offer.secret);
  const taken = await phone.ask('PUT', '/me/second-factor', { body: { code: first } });
  assert.equal(taken.json.recovery_codes.length, 10);
  const asked = await logIn('phone');
  assert.equal(asked.status, 401);
  assert.equal(asked.json.code, 'mfa_required');
  assert.equal((await logIn('phone', { otp: first })).json.code, 'mfa_wrong', 'used to enroll');
  assert.equal((await logIn('phone', { otp: taken.json.recovery_codes[0] })).status, 200);
  assert.equal((await logIn('phone', { otp: taken.json.recovery_codes[0] })).status, 401, 'a recovery code works once');
  assert.equal((await logIn('phone', { otp: code(offer.secret, Date.now() + 30_000) })).status, 200, 'one step ahead');
  const removed = await desks.security_admin.ask('DELETE', `/accounts/${await idOf('phone')}/second-factor`);
  assert.equal(removed.status, 204);
  assert.equal((await phone.ask('GET', '/session')).status, 401);
  assert.equal((await logIn('phone')).status, 200);
});

it('a token does what its scopes say and nothing about accounts 049', async () => {
  const robot = await Desk.logIn(server.port, 'robot');
  const made = await robot.ask('POST', '/me/tokens', { body: { label: 'reader', scopes: ['read'], days: 1 } });
  assert.equal(made.status, 200, made.text);
  const reader = new Desk(server.port, 'robot', made.json.token);
  assert.equal((await reader.ask('GET', '/cases')).status, 200);
  const write = await reader.ask('POST', `/cases/${known.case_id}/events`, { body: { event: 'file_complaint', dry_run: true } });
  assert.equal(write.status, 403);
  assert.equal(write.json.code, 'token_scope');
  assert.equal((await reader.ask('POST', '/me/tokens', { body: { label: 'more', scopes: ['write'] } })).status, 403);
  assert.equal((await reader.ask('GET', '/me/sessions')).status, 403);
  const token = (await robot.get('/me/sessions')).items.find((each) => each.kind === 'token');
  assert.deepEqual([token.label, token.scopes, token.current], ['reader', ['read'], false]);
  assert.equal((await robot.ask('DELETE', `/me/sessions/${token.id}`)).status, 204);
  assert.equal((await reader.ask('GET', '/cases')).status, 401);
});

it('own sessions are listed and ended, no other\'s 025', async () => {
  const [one, two] = [await Desk.logIn(server.port, 'robot'), await Desk.logIn(server.port, 'robot')];
  const mine = (await one.get('/me/sessions')).items;
  const current = mine.find((each) => each.current);
  assert.equal((await two.ask('DELETE', `/me/sessions/${current.id}`)).status, 204);
  assert.equal((await one.ask('GET', '/session')).status, 401);
  const other = (await desks.clerk.get('/me/sessions')).items[0];
  assert.equal((await two.ask('DELETE', `/me/sessions/${other.id}`)).status, 404);
  assert.equal((await desks.clerk.ask('GET', '/session')).status, 200);
});

it('five wrong passwords: 429 with Retry-After, others still log in 011', async () => {
  for (let i = 0; i < 5; i += 1) assert.equal((await logIn('target', { password: 'wrong' })).status, 401);
  const answer = await logIn('target');
  assert.equal(answer.status, 429);
  assert.ok(Number(answer.headers['retry-after']) > 50, answer.headers['retry-after']);
  assert.equal((await logIn('robot')).status, 200);
});

it('a password of one\'s own is changed with the old one 018', async () => {
  const robot = await Desk.logIn(server.port, 'robot');
  const change = (old, fresh) => robot.ask('PUT', '/me/password', { body: { old, password: fresh } });
  assert.equal((await change('wrong', 'Another-long-one-77')).status, 422);
  assert.equal((await change(password, 'short')).status, 422);
  assert.equal((await change(password, 'Another-long-one-77')).status, 204);
  assert.equal((await robot.ask('GET', '/session')).status, 401, 'every session ends');
  assert.equal((await logIn('robot', { password: 'Another-long-one-77' })).status, 200);
});

it('where a second factor is demanded nothing else goes before it 014', async () => {
  const place = folder.path('strict');
  addAccounts(place, { zhao: ['inspector'] });
  const strict = await serve(place, '--second-factor', 'required');
  try {
    const zhao = await Desk.logIn(strict.port, 'zhao');
    const refused = await zhao.ask('GET', '/cases');
    assert.deepEqual([refused.status, refused.json.code], [403, 'second_factor_needed']);
    const offer = (await zhao.ask('POST', '/me/second-factor', { body: {} })).json;
    assert.equal((await zhao.ask('PUT', '/me/second-factor', { body: { code: code(offer.secret) } })).status, 200);
    assert.equal((await zhao.ask('GET', '/cases')).status, 200);
    assert.equal((await zhao.ask('DELETE', '/me/second-factor')).status, 403);
  } finally {
    hangUp();
    await strict.stop();
  }
});
