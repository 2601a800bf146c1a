// Personal data over the program: in no file in the clear, found by what it is, shown for a purpose, keyed by a file
// that can change. The number at the end of a name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readFileSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk } from './lib/desk.mjs';
import { addAccounts, hejie, serve, skip, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
const data = folder.path('data');
const person = { name: '欧阳示例', id_number: '110101199001011237', phone: '13900000071', address: '示例路七十一号' };
const story = '谁也不该在文件里看见的经过';
const secrets = [...Object.values(person), story];
let server;
let zhou;
let id;

before(async () => {
  if (skip) return;
  addAccounts(data, { zhou: ['window'], li: ['inspector'], shen: ['audit_admin'], gao: ['system_admin'], dang: ['archivist'] });
  server = await serve(data);
  zhou = await Desk.logIn(server.port, 'zhou');
  ({ case_id: id } = await zhou.open({
    workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant',
    data: { matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 1, amount_fen: 123400,
      parties: [{ role: 'complainant', kind: 'worker', ...person },
        { role: 'respondent', kind: 'employer', name: '示例（渝）建筑劳务有限公司' }] },
  }));
  assert.equal((await zhou.ask('PUT', '/me/drafts', { body: { key: 'case/1', body: story } })).status, 204);
});

after(async () => {
  await server?.stop();
  hangUp();
  folder.remove();
});

const it = (name, body) => test(name, { skip }, body);
const files = (where) => readdirSync(where).filter((name) => statSync(join(where, name)).isFile());
const leaks = (where) => files(where).flatMap((name) => secrets.filter((word) => readFileSync(join(where, name)).includes(word)));
const search = async (q) => (await zhou.get(`/cases?q=${encodeURIComponent(q)}`)).items.map((item) => item.id);

it('nothing of a person stands in a file, a backup or the log of the server 071 and 081', async () => {
  assert.ok((await zhou.get(`/cases/${id}`)).parties.some((party) => party.name === person.name), 'it was stored');
  assert.deepEqual(leaks(data), []);
  const backup = folder.path('copy.db');
  assert.equal(hejie(['backup', '--data', data, backup]).status, 0);
  const bytes = readFileSync(backup);
  for (const word of secrets) assert.ok(!bytes.includes(word), word);
  for (const word of secrets) assert.ok(!server.stderr().includes(word), word);
});

it('a person is found by two characters, the whole id number and the phone 073', async () => {
  for (const q of ['欧阳', '阳示', '建筑劳务', person.id_number, '139 0000 0071', '(渝)建筑']) {
    assert.deepEqual(await search(q), [id], q);
  }
  for (const q of ['欧', '阳欧', person.id_number.slice(0, 17), '1390000007']) assert.deepEqual(await search(q), [], q);
});

it('numbers are in no answer but the one that says why it is asked 081', async () => {
  for (const path of ['/cases', `/cases/${id}`, `/cases/${id}/history`, '/employers', '/clocks', '/alerts']) {
    const answer = await zhou.ask('GET', path);
    for (const word of [person.id_number, person.phone, person.address]) assert.ok(!answer.text.includes(word), `${path} ${word}`);
  }
  const li = await Desk.logIn(server.port, 'li');
  const [{ key }] = (await li.get(`/cases/${id}`)).parties;
  const reveal = (desk, purpose) => desk.ask('POST', `/cases/${id}/parties/${key}/reveal`, { body: { purpose } });
  assert.equal((await reveal(li, 'curiosity')).status, 422);
  assert.equal((await li.ask('POST', `/cases/${id}/parties/${key}/reveal`, { body: {} })).status, 422);
  assert.equal((await reveal(await Desk.logIn(server.port, 'gao'), 'service')).status, 404);
  const shown = await reveal(li, 'service');
  assert.equal(shown.status, 200);
  assert.deepEqual([shown.json.id_number, shown.json.phone, shown.json.address], [person.id_number, person.phone, person.address]);
  assert.equal(shown.headers['cache-control'], 'no-store');
  const log = await (await Desk.logIn(server.port, 'shen')).get('/access-log');
  const asked = log.items.filter((item) => item.action === 'reveal_party');
  assert.deepEqual(asked.filter((item) => item.result === 'ok').map((item) => item.object), [`${id}/${key} service`], 'refusals show nothing');
  assert.ok(asked.every((item) => item.result === 'ok' || item.object === id), 'what was refused tells no party and no purpose');
  assert.ok(!JSON.stringify(log).includes(person.id_number));
});

it('a person gets a copy of all that is held of them, others masked, and the log says so 079', async () => {
  const li = await Desk.logIn(server.port, 'li');
  const { case_id: second } = await zhou.open({
    workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant',
    data: { matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 2, amount_fen: 4000, summary: '两人同被欠薪',
      parties: [{ role: 'complainant', kind: 'worker', ...person },
        { role: 'complainant', kind: 'worker', name: '慕容旁人', id_number: '110101199001011253', phone: '13900000072' },
        { role: 'respondent', kind: 'employer', name: '示例（渝）建筑劳务有限公司' }] } });
  const parties = (await li.get(`/cases/${second}`)).parties;
  const own = parties.find((party) => party.name === person.name);
  const copy = async (desk, party = own.key) => desk.ask('POST', `/cases/${second}/parties/${party}/copy`, { body: {} });
  const answer = await copy(li);
  assert.equal(answer.status, 200, answer.text);
  assert.equal(answer.headers['cache-control'], 'no-store');
  const { person: held, other_parties: others, other_cases: cases, acts, documents } = answer.json;
  for (const [name, value] of Object.entries(person)) assert.equal(held[name], value, name);
  assert.deepEqual(others.map((each) => each.name).sort(), ['慕***', '示例（渝）建筑劳务有限公司']);
  for (const word of ['慕容旁人', '110101199001011253', '13900000072']) assert.ok(!answer.text.includes(word), word);
  assert.deepEqual(cases.map((each) => [each.case_id, each.roles]), [[id, ['complainant']]]);
  assert.ok(Array.isArray(documents));
  assert.ok(acts.length > 0, 'the complaint was theirs');
  assert.equal((await copy(li, 'nobody')).status, 404);
  const gao = await Desk.logIn(server.port, 'gao');
  assert.equal((await copy(gao)).status, 404);
  const log = await (await Desk.logIn(server.port, 'shen')).get('/access-log?limit=500');
  const entries = log.items.filter((item) => item.action === 'copy_party');
  assert.ok(entries.some((item) => item.object === `${second}/${own.key} person_asks` && item.result === 'ok'), JSON.stringify(entries));
});

it('what is held of a person is corrected, and the copy shows what holds now 079', async () => {
  const li = await Desk.logIn(server.port, 'li');
  const { key } = (await li.get(`/cases/${id}`)).parties.find((party) => party.name === person.name);
  const right = { ...person, phone: '13900000079', address: '示例路七十九号' };
  const put = (desk, body, party = key) => desk.ask('PUT', `/cases/${id}/parties/${party}`, { body });
  const corrected = await put(li, { phone: right.phone, address: right.address });
  assert.equal(corrected.status, 204, corrected.text);
  const { person: held } = (await li.ask('POST', `/cases/${id}/parties/${key}/copy`, { body: {} })).json;
  assert.deepEqual([held.name, held.id_number, held.phone, held.address], [person.name, person.id_number, right.phone, right.address]);
  assert.deepEqual(await search(right.phone), await search(person.id_number), 'found by the new number, in every case');
  assert.deepEqual(await search(person.phone), []);
  for (const wrong of [{}, { phone: right.phone }, { name: '' }, { id_number: '110101199001011253' }, { state: 'closed' }]) {
    assert.equal((await put(li, wrong)).status, 422, JSON.stringify(wrong));
  }
  assert.equal((await put(li, { phone: '1' }, 'nobody')).status, 404);
  assert.equal((await put(await Desk.logIn(server.port, 'gao'), { phone: '1' })).status, 404);
  const log = await (await Desk.logIn(server.port, 'shen')).get('/access-log?limit=500');
  const entries = log.items.filter((item) => item.action === 'correct_party');
  assert.deepEqual(entries.filter((item) => item.result === 'ok').map((item) => item.object), [`${id}/${key} phone,address`]);
  assert.ok(entries.every((item) => item.result === 'ok' || item.object === id), 'what was refused tells no party and no field');
  assert.ok(!JSON.stringify(log).includes(right.phone));
  assert.equal((await put(li, { phone: person.phone, address: person.address })).status, 204);
});

it('an account gets a copy of what is held of it 079', async () => {
  const li = await Desk.logIn(server.port, 'li');
  assert.equal((await li.ask('PUT', '/me/drafts', { body: { key: 'note/1', body: '李的草稿' } })).status, 204);
  const answer = await li.ask('GET', '/me/data');
  assert.equal(answer.status, 200, answer.text);
  assert.deepEqual([answer.json.account.username, answer.json.account.roles], ['li', ['inspector']]);
  assert.deepEqual(answer.json.drafts.map((each) => each.body), ['李的草稿']);
  assert.ok(answer.json.sessions.some((each) => each.current));
  assert.ok(answer.json.access_log.some((each) => each.action === 'log_in'));
  assert.deepEqual([...new Set(answer.json.access_log.map((each) => each.actor))], [answer.json.account.id]);
  assert.ok(!answer.text.includes('argon2'), 'no hash');
  assert.ok(!answer.text.includes(li.token));
  assert.ok(!answer.text.includes(story), 'nobody else\'s drafts');
});

it('what the law keeps is not erased 080', async () => {
  const dang = await Desk.logIn(server.port, 'dang');
  assert.deepEqual((await dang.get('/retention')).items, []);
  const asked = await dang.ask('POST', `/cases/${id}/erasure`, { body: { reason: '试' }, headers: { 'Idempotency-Key': 'erase-1' } });
  assert.equal(asked.status, 422);
  assert.match(asked.text, /retention period/);
  const answered = await dang.ask('POST', '/erasures/1', { body: { approve: true }, headers: { 'Idempotency-Key': 'erase-2' } });
  assert.equal(answered.status, 404);
});

it('keys lie outside the store, are changed, and a store knows its own 074', async () => {
  const key = join(data, 'private.key');
  assert.equal(statSync(key).mode & 0o777, 0o400);
  assert.notEqual(hejie(['keys', 'change', '--data', data]).status, 0, 'a server runs');
  await server.stop();
  hangUp();
  const before = hejie(['keys', 'show', '--data', data]);
  assert.match(before.stdout, /keys 1, in use 1, aes/);
  assert.ok(!before.stdout.includes(readFileSync(key, 'utf8').match(/[0-9a-f]{64}/)[0]));
  const changed = hejie(['keys', 'change', '--data', data, '--suite', 'sm']);
  assert.equal(changed.status, 0, changed.stderr);
  assert.match(hejie(['keys', 'show', '--data', data]).stdout, /keys 2, in use 2, sm/);
  assert.deepEqual(JSON.parse(hejie(['check', '--data', data, '--json']).stdout).findings, []);
  renameSync(key, `${key}.away`);
  const without = hejie(['serve', '--data', data, '--listen', '127.0.0.1:0']);
  assert.equal(without.status, 3);
  assert.match(without.stderr, /private\.key is missing/);
  assert.ok(!existsSync(key));
  renameSync(`${key}.away`, key);
  chmodSync(key, 0o440);
  assert.match(hejie(['serve', '--data', data, '--listen', '127.0.0.1:0']).stderr, /0400/);
  chmodSync(key, 0o400);
  const restored = folder.path('restored');
  const done = hejie(['restore', folder.path('copy.db'), '--data', restored, '--private-key', key]);
  assert.equal(done.status, 0, done.stderr);
  assert.equal(statSync(join(restored, 'private.key')).mode & 0o777, 0o400);
  server = await serve(data);
  zhou = await Desk.logIn(server.port, 'zhou');
  assert.ok((await search('欧阳')).includes(id));
  assert.ok((await zhou.get(`/cases/${id}`)).parties.some((party) => party.name === person.name));
});
