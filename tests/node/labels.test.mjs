// Fields and documents by role, over HTTP: what the mediator wrote down, numbers of persons, state and deadlines that nobody
// writes. The number at the end of a name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, serve, skip, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
const notes = '申请人底线三千元，被申请人愿付两千八';
const numbers = { id_number: '110101199001011237', phone: '13900000071', address: '示例路七十一号' };
const people = { zhou: ['window'], hu: ['mediator'], shu: ['clerk'], zhong: ['arbitrator'], shou: ['presiding_arbitrator'], ren: ['committee_head'], zhao: ['inspector'],
  sun: ['inspection_head'], fa: ['legal_reviewer'], ju: ['bureau_head'], zhi: ['duty_officer'], dang: ['archivist'], gao: ['system_admin'], an: ['security_admin'], shen: ['audit_admin'],
  both: ['mediator', 'arbitrator'] };
const desks = {};
let server;
let id;

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), people);
  server = await serve(folder.path('data'));
  for (const name of Object.keys(people)) desks[name] = await Desk.logIn(server.port, name);
  ({ case_id: id } = await desks.zhou.open({ workflow: 'mediation', event: 'receive_application', on_behalf_of: 'applicant', data: {
    parties: [{ role: 'applicant', kind: 'worker', name: '甲某', ...numbers }, { role: 'respondent', kind: 'employer', name: '示例公司' }],
    claim_fen: 2000000, items: [{ kind: 'wages', party: 'applicant', claimed_fen: 2000000 }] } }));
  const done = async (event, data = {}, more = {}) => {
    const answer = await desks.hu.record(id, event, data, more);
    assert.equal(answer.status, 200, `${event}: ${answer.text}`);
  };
  await done('ask_consent');
  await done('give_consent', {}, { on_behalf_of: 'respondent' });
  await done('accept');
  await done('assign_mediator', { mediator: { name: '胡调解' } });
  const paper = await desks.hu.get(`/cases/${id}/papers/mediation_record-1`);
  assert.equal(paper.label.id, 'sensitive');
  const kept = await desks.hu.ask('PUT', `/cases/${id}/papers/mediation_record-1`, { body: { values: { [paper.fields[0].name]: notes } } });
  assert.equal(kept.status, 204, kept.text);
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

const it = (name, body) => test(name, { skip }, body);
const readers = ['hu', 'both', 'ju', 'dang'];

it('what the mediator wrote down is there for mediators, heads of the bureau and the archive alone 040', async () => {
  for (const name of Object.keys(people)) {
    const paper = await desks[name].ask('GET', `/cases/${id}/papers/mediation_record-1`);
    assert.equal(paper.status, readers.includes(name) ? 200 : 404, `${name}: ${paper.text}`);
    assert.equal(paper.text.includes(notes), readers.includes(name), name);
    for (const path of ['docx?draft=true', 'page?draft=true']) {
      const file = await desks[name].ask('GET', `/cases/${id}/papers/mediation_record-1/${path}`);
      assert.equal(file.status, readers.includes(name) ? 200 : 404, `${name} ${path}`);
    }
    if (readers.includes(name)) continue;
    const none = await desks[name].ask('GET', `/cases/${id}/papers/no_such_document`);
    assert.deepEqual([paper.json.code, paper.json.detail], [none.json.code, none.json.detail], `${name}: not even that there is one`);
    for (const path of ['', '/history', '/archive', '/actions', '/clocks']) {
      const answer = await desks[name].ask('GET', `/cases/${id}${path}`);
      assert.ok(!answer.text.includes('三千元'), `${name} ${path}`);
    }
  }
});

it('numbers, phone and address are in no view of any role 040', async () => {
  for (const name of Object.keys(people)) {
    for (const path of ['', '/history', '/archive', '/actions', '/clocks', '/papers/acceptance_notice']) {
      const answer = await desks[name].ask('GET', `/cases/${id}${path}`);
      for (const [field, value] of Object.entries(numbers).filter(([field]) => path !== '/papers/acceptance_notice' || field === 'phone')) assert.ok(!answer.text.includes(value), `${name} ${path} ${field}`);
    }
  }
});

it('state, deadlines and versions are nobody\'s to write 040', async () => {
  for (const name of ['hu', 'ju', 'zhou']) {
    for (const member of ['state', 'deadline', 'due', 'version', 'phase', 'handler', 'number']) {
      const answer = await desks[name].record(id, 'declare_failed', { fail_reason: 'no_agreement', [member]: 'x' });
      assert.ok([409, 403, 422].includes(answer.status), `${name} ${member}: ${answer.text}`);
      const above = await desks[name].record(id, 'declare_failed', { fail_reason: 'no_agreement' }, { [member]: 'x' });
      assert.equal(above.status, 422, `${name} ${member}: ${above.text}`);
    }
  }
  for (const method of ['PATCH', 'PUT', 'DELETE']) {
    const answer = await fetch(`${server.url}/api/v1/cases/${id}`, { method, headers: { Authorization: `Bearer ${desks.hu.token}`, 'Content-Type': 'application/json' }, body: '{"state":"closed"}' });
    assert.ok([400, 405].includes(answer.status), `${method}: ${answer.status}`);
  }
  assert.equal((await desks.hu.get(`/cases/${id}`)).state.id, 'in_mediation');
});

it('who sits in the arbitration of the dispute does not read them, whatever other role, nor by break-glass 040', async () => {
  const failed = await desks.hu.record(id, 'declare_failed', { fail_reason: 'no_agreement' });
  assert.equal(failed.status, 200, failed.text);
  const moved = await desks.hu.record(id, 'apply_arbitration', {}, { on_behalf_of: 'applicant' });
  assert.equal(moved.status, 200, moved.text);
  const arbitration = moved.json.linked.find((link) => link.workflow === 'arbitration').case_id;
  const reads = async (name) => (await desks[name].ask('GET', `/cases/${id}/papers/mediation_record-1`)).status;
  assert.equal(await reads('both'), 200, 'sits in no case yet');
  const version = (await desks.ren.ask('GET', `/cases/${arbitration}`)).headers.etag;
  const named = await desks.ren.ask('POST', `/cases/${arbitration}/hand_over`, { headers: { 'Idempotency-Key': newKey(), 'If-Match': version },
    body: { role: 'tribunal_member', people: ['both', 'zhong'], reason: '组成仲裁庭' } });
  assert.equal(named.status, 200, named.text);
  assert.equal(await reads('both'), 404);
  for (const name of ['both', 'zhong', 'shu']) {
    const glass = await desks[name].ask('POST', `/cases/${id}/break_glass`, { headers: { 'Idempotency-Key': newKey() }, body: { reason: '核对调解情况' } });
    assert.equal(glass.status, 200, glass.text);
  }
  assert.equal(await reads('both'), 404, 'a member of the tribunal');
  assert.equal(await reads('zhong'), 404, 'another member');
  assert.equal(await reads('shu'), 200, 'a clerk who broke the glass, with a reason, seen by the heads');
  assert.equal(await reads('hu'), 200);
});
