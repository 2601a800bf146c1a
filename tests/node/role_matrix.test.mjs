// A sample of docs/role-matrix.md over HTTP: every role at some events of an inspection case, its own and another's request,
// two people named for an event, somebody recused. tests/authority tries every cell without HTTP. The number at the end of a
// name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const folder = temporaryFolder();
const roles = Object.entries(JSON.parse(readFileSync(join(top, 'workflows/roles/roles.json'), 'utf8')).roles)
  .filter(([, role]) => role.class === 'staff').map(([id]) => id);
const administrators = ['system_admin', 'security_admin', 'audit_admin'];
const it = (name, body) => test(name, { skip }, body);
const desks = {};
let server;
let matter;

/** What the page has in a cell: "r", "m", "1", "2 ..." or "". */
function cells(procedure) {
  const section = readFileSync(join(top, 'docs/role-matrix.md'), 'utf8').split(/^## /m).find((part) => part.startsWith(`${procedure}\n`));
  const [head, , ...rows] = section.split('\n').filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.replaceAll('`', '').trim()));
  return Object.fromEntries(rows.map((row) => [row[0], Object.fromEntries(head.map((name, i) => [name, row[i]]))]));
}
const page = cells('inspection');
const records = (event, role) => /^[rm]/.test(page[event][role] ?? '');
const answers = (event, role) => (page[event][role] ?? '').includes('1');

const dry = (role, event, data = {}, more = {}) => desks[role].ask('POST', `/cases/${matter.case_id}/events`, { body: { event, data, dry_run: true, ...more } });
const named = async (role, people) => {
  const seen = await desks.bureau_head.ask('GET', `/cases/${matter.case_id}`);
  const done = await desks.bureau_head.ask('POST', `/cases/${matter.case_id}/hand_over`,
    { body: { role, people, reason: '指定' }, headers: { 'Idempotency-Key': newKey(), 'If-Match': seen.headers.etag } });
  assert.equal(done.status, 200, done.text);
};

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), { ...Object.fromEntries(roles.map((role) => [`u_${role}`, [role]])), second: ['inspector'], both: ['inspector', 'inspection_head'] });
  server = await serve(folder.path('data'));
  for (const role of roles) desks[role] = await Desk.logIn(server.port, `u_${role}`);
  for (const name of ['second', 'both']) desks[name] = await Desk.logIn(server.port, name);
  const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
  matter = await desks.window.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: script.steps[0].data });
});
after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

it('every role records what its cell says and nothing else 042', async () => {
  let yes = 0;
  for (const event of ['file_complaint', 'withdraw_complaint', 'record_inspection', 'decide_penalty', 'archive']) {
    for (const role of roles) {
      const answer = await dry(role, event, {}, event === 'withdraw_complaint' ? { on_behalf_of: 'complainant' } : {});
      const who = `${role} ${event}: ${answer.status} ${answer.text.slice(0, 160)}`;
      const lawful = ['file_complaint', 'withdraw_complaint'].includes(event);
      if (administrators.includes(role)) assert.equal(answer.status, 404, who);
      else if (!records(event, role)) assert.ok(answer.status === 403 || (!lawful && [409, 422].includes(answer.status)), who);
      else if (lawful) assert.ok([200, 202].includes(answer.status), who);
      else assert.ok([409, 422].includes(answer.status), who);
      if (answer.status < 300) ++yes;
    }
  }
  assert.ok(yes > 1, `${yes}`);
});

it('a request is answered by the roles of its step and never by who asked 042', async () => {
  const asked = await desks.both.record(matter.case_id, 'file_complaint');
  assert.equal(asked.status, 202, asked.text);
  const of = asked.json.proposal.seq;
  for (const what of ['approve', 'decline']) {
    for (const role of roles) {
      const answer = await dry(role, what, { of });
      const who = `${role} ${what}: ${answer.status} ${answer.text.slice(0, 160)}`;
      assert.equal(answer.status, administrators.includes(role) ? 404 : answers('file_complaint', role) ? 200 : 403, who);
    }
    assert.equal((await dry('both', what, { of })).status, 403, 'one\'s own request, by whatever role');
  }
  assert.equal((await desks.inspection_head.record(matter.case_id, 'approve', { of })).status, 200);
});

it('people named for an event record it alone; who is recused finds no case 042', async () => {
  const inspect = (desk) => dry(desk, 'record_inspection', { record_kind: 'questioning' }, { officers: ['both'] });
  assert.equal(page.record_inspection.inspector, 'm');
  const steps = [['assign_inspectors', { lead_inspector: { name: '某甲' }, assisting_inspector: { name: '某乙' } }]];
  for (const [event, data] of steps) assert.equal((await desks.inspection_head.record(matter.case_id, event, data)).status, 200);
  assert.equal((await inspect('second')).status, 200);
  await named('investigator', ['u_inspector', 'both']);
  assert.equal((await inspect('inspector')).status, 200);
  assert.equal((await inspect('second')).status, 403);
  await named('recused', ['u_inspector']);
  assert.equal((await inspect('inspector')).status, 404);
  const stale = await desks.inspector.ask('POST', `/cases/${matter.case_id}/events`,
    { body: { event: 'record_inspection', data: {} }, headers: { 'Idempotency-Key': newKey(), 'If-Match': '"1"' } });
  assert.equal(stale.status, 404, stale.text);
  assert.ok(!stale.text.includes('events'), 'nothing of what happened since');
  const glass = await desks.inspector.ask('POST', `/cases/${matter.case_id}/break_glass`, { body: { reason: '核对' }, headers: { 'Idempotency-Key': newKey() } });
  assert.equal(glass.status, 404, glass.text);
});

it('no person is given a role of the program 042', async () => {
  const id = (await desks.security_admin.get('/accounts')).items.find((each) => each.username === 'second').id;
  for (const role of ['clock', 'link', 'law', 'court']) {
    const answer = await desks.security_admin.ask('PUT', `/accounts/${id}`, { body: { roles: ['inspector', role] } });
    assert.equal(answer.status, 422, `${role}: ${answer.text}`);
  }
});
