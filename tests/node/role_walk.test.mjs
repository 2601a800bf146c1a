// Who may call what, the second half: the operations that need a body or something that is there. Every role of the data
// tries each of them; accounts.test.mjs holds the rest and says that no operation is missing. Item 038 of docs/security.md.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { operations } from './lib/openapi.mjs';
import { addAccounts, serve, skip, temporaryFolder, top } from './lib/program.mjs';
import { administrators, walked } from './lib/role_walk.mjs';

const folder = temporaryFolder();
const roles = Object.entries(JSON.parse(readFileSync(join(top, 'workflows/roles/roles.json'), 'utf8')).roles)
  .filter(([, role]) => role.class === 'staff').map(([id]) => id);
const desks = {};
const there = {};
let server;

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), Object.fromEntries(roles.map((role) => [`u_${role}`, [role]])));
  server = await serve(folder.path('data'));
  for (const role of roles) desks[role] = await Desk.logIn(server.port, `u_${role}`);
  const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
  const opened = await desks.window.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: script.steps[0].data });
  const file = await desks.window.get(`/cases/${opened.case_id}`);
  Object.assign(there, { case: opened.case_id, party: file.parties[0].key, paper: `${file.documents[0].document}-1` });
  const evidence = await desks.window.ask('POST', `/cases/${opened.case_id}/evidence?kind=document`, { body: '工资条', headers: {
    'Idempotency-Key': newKey(), 'Content-Type': 'text/plain', 'Content-Disposition': 'attachment; filename="first.txt"' } });
  assert.equal(evidence.status, 201, evidence.text);
  there.evidence = evidence.json.id;
  const glass = await desks.mediator.ask('POST', `/cases/${there.case}/break_glass`, { body: { reason: '核对' }, headers: { 'Idempotency-Key': newKey() } });
  assert.equal(glass.status, 200, glass.text);
  there.alert = (await desks.inspection_head.get('/alerts?to=me')).items[0].id;
});
after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

/** `rule`: who is not refused for who they are. `hidden`: what it is about is not there, so 404 says nothing of the role. */
async function tryOne(role, { method, path }, { rule, body, query = '', hidden = false, more = {} }) {
  const target = path.replace('/api/v1', '').replace(/\{(\w+)\}/g, (_, name) => there[name] ?? (path.startsWith('/api/v1/cases/') ? there.case
    : path.startsWith('/api/v1/alerts/') ? there.alert : name === 'workflow' ? 'inspection' : name === 'document' ? 'correction_order' : path.includes('/reports/') ? 'closing_rate' : '999999'));
  const headers = { ...more, ...(method === 'post' && { 'Idempotency-Key': newKey() }) };
  if (path.endsWith('/hand_over')) headers['If-Match'] = (await desks.window.ask('GET', `/cases/${there.case}`)).headers.etag;
  const answer = await desks[role].ask(method.toUpperCase(), target + query, { headers, body: body && (typeof body === 'function' ? body(role) : body) });
  const who = `${role} at ${method} ${target}: ${answer.status} ${answer.text.slice(0, 200)}`;
  const administrator = administrators.includes(role);
  if (rule(role)) {
    assert.notEqual(answer.status, 403, who);
    if (!hidden) assert.notEqual(answer.status, 404, who);
  } else {
    assert.ok(answer.status === 403 || (answer.status === 404 && (administrator || hidden)), who);
  }
  if (administrator && answer.status === 200 && answer.json?.items) assert.deepEqual(answer.json.items.filter((item) => item.case_id ?? item.cases), [], who);
}

for (const [id, how] of Object.entries(walked)) {
  test(`every role at ${id} 038`, { skip }, async () => {
    const operation = operations.find((each) => each.operation.operationId === id);
    assert.ok(operation, 'the OpenAPI document has it');
    for (const role of roles) await tryOne(role, operation, how);
  });
}
