// A delegation over HTTP: made by who delegates, used by saying so, over by its day, taken back at once. The OpenAPI
// document judges every answer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const folder = temporaryFolder();
const people = { zhao: ['inspector'], qian: ['inspector'], window: ['window'], sun: ['inspection_head'], sec: ['security_admin'], audit: ['audit_admin'] };
const desks = {};
let server;
let id;
const it = (name, body) => test(name, { skip }, body);
const day = (days) => new Date(Date.now() + (8 * 3600 + days * 86_400) * 1000).toISOString().slice(0, 10);
const keyed = (desk, path, body, headers = {}) => desk.ask('POST', path, { body, headers: { 'Idempotency-Key': newKey(), ...headers } });
const wish = (more = {}) => ({ to: 'qian', roles: ['inspection_head'], first: day(0), last: day(7), basis: '示人社委〔2026〕1号', reason: '出差', ...more });
const act = async (desk, event, more = {}) => {
  const seen = await desk.ask('GET', `/cases/${id}`);
  return keyed(desk, `/cases/${id}/events`, { event, ...more }, { 'If-Match': seen.headers.etag });
};

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), people);
  server = await serve(folder.path('data'));
  for (const name of Object.keys(people)) desks[name] = await Desk.logIn(server.port, name);
  id = (await desks.window.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant',
    data: JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8')).steps[0].data })).case_id;
});
after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

it('only one\'s own powers that may be delegated, for a while 046', async () => {
  for (const [body, place] of [[wish({ to: 'sun' }), '/to'], [wish({ last: day(90) }), '/last'], [wish({ first: day(-1) }), '/first'],
    [wish({ roles: ['bureau_head'] }), '/roles/0'], [wish({ events: ['inspection/close'] }), '/events/0']]) {
    const refused = await keyed(desks.sun, '/delegations', body);
    assert.equal(refused.status, 422, refused.text);
    assert.deepEqual(refused.json.findings.map((finding) => finding.path), [place]);
  }
  assert.equal((await keyed(desks.sec, '/delegations', wish())).status, 403);
});

it('a delegate acts by saying so; taken back it ends at once, for an open session too 046', async () => {
  const made = await keyed(desks.sun, '/delegations', wish());
  assert.equal(made.status, 201, made.text);
  const act_for = made.json.id;
  assert.equal((await desks.qian.get('/delegations')).items[0].state, 'in_force');
  assert.deepEqual((await desks.zhao.get('/delegations')).items, []);
  assert.equal((await desks.sec.get('/delegations')).items[0].reason, undefined, 'the administrator reads no words about cases');
  assert.ok((await desks.qian.get(`/cases/${id}/actions?act_for=${act_for}`)).items.every((action) => ['assign_inspectors', 'file_complaint', 'file_lead'].includes(action.event)));

  const asked = await act(desks.zhao, 'file_complaint');
  assert.equal(asked.status, 202, asked.text);
  const data = { of: asked.json.seq };
  assert.equal((await act(desks.qian, 'approve', { data })).status, 403, 'not without the delegation');
  assert.equal((await act(desks.zhao, 'approve', { data, act_for })).status, 403, 'not another\'s');
  const done = await act(desks.qian, 'approve', { data, act_for });
  assert.equal(done.status, 200, done.text);
  const history = (await desks.sun.get(`/cases/${id}/history`)).items.map((item) => item.event ?? item);
  assert.ok(JSON.stringify(history).includes(`"delegation":"${act_for}"`));
  assert.ok((await desks.sun.get(`/exceptions?case=${id}`)).items.some((item) => item.kind === 'delegated'));
  assert.ok((await desks.sun.get('/alerts?to=me')).items.some((alert) => alert.clock === 'delegation'));

  assert.equal((await keyed(desks.zhao, `/delegations/${act_for}/end`, {})).status, 404);
  assert.equal((await keyed(desks.sun, `/delegations/${act_for}/end`, {})).status, 204);
  const late = await act(desks.qian, 'assign_inspectors', { act_for });
  assert.equal(late.status, 403, late.text);
  assert.equal(late.json.findings[0].code, 'ended');
  const log = (await desks.audit.get('/access-log?limit=100')).items.map((entry) => `${entry.action} ${entry.result}`);
  for (const line of ['make_delegation invalid', 'make_delegation ok', 'use_delegation ok', 'use_delegation forbidden', 'end_delegation ok']) assert.ok(log.includes(line), line);
});
