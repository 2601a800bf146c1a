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
  const entry = log.items.find((item) => item.action === 'reveal_party');
  assert.equal(entry.object, `${id}/${key} service`);
  assert.equal(log.items.filter((item) => item.action === 'reveal_party').length, 1, 'refusals show nothing');
  assert.ok(!JSON.stringify(log).includes(person.id_number));
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
  assert.deepEqual(await search('欧阳'), [id]);
  assert.ok((await zhou.get(`/cases/${id}`)).parties.some((party) => party.name === person.name));
});
