// What is refused is on record: authority, sessions, other sites, form, order of business, errors and TLS; who, what and when, never
// what was typed; and a flood is a handful of entries. The number at the end of a name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { connect } from 'node:net';
import tls from 'node:tls';
import { hangUp, send, sendBytes } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, hejie, serve, serveTls, skip, temporaryFolder, top } from './lib/program.mjs';

const folder = temporaryFolder();
const data = folder.path('data');
const openssl = spawnSync('openssl', ['version']).status === 0;
let server;
let zhao;
let shen;
let id;

before(async () => {
  if (skip) return;
  addAccounts(data, { zhao: ['inspector'], feng: ['archivist'], wen: ['window'], shen: ['audit_admin'] });
  assert.equal(hejie(['import', `${top}examples/02_sc_02.json`, '--data', data]).status, 0);
  server = await serve(data);
  zhao = await Desk.logIn(server.port, 'zhao');
  shen = await Desk.logIn(server.port, 'shen');
  id = (await zhao.get('/cases')).items[0].id;
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

const it = (name, body) => test(name, { skip }, body);
const secret = '张三丰330102199001011234';

/** The entry that fits, as soon as it is written: the log is written once a second. */
async function noted(fits, desk = shen) {
  for (let i = 0; i < 100; i += 1) {
    const found = (await desk.get('/access-log?limit=500')).items.find(fits);
    if (found) return found;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  return assert.fail(`not in the access log: ${fits} ${JSON.stringify((await desk.get('/access-log?limit=50')).items)}`);
}
const of = (action, result) => (entry) => entry.action === action && entry.result === result;

it('authority that is refused is on record: who, what, which case, why and the request 082', async () => {
  const { actor } = await noted((entry) => entry.action === 'log_in' && entry.object === 'zhao');
  const admin = await zhao.ask('GET', '/accounts');
  assert.equal(admin.status, 403);
  const entry = await noted(of('list_accounts', admin.json.code));
  assert.deepEqual([entry.actor, entry.object, entry.address, entry.request_id], [actor, '/accounts', '127.0.0.1', admin.json.request_id]);
  assert.ok(Math.abs(Date.parse(entry.at) - Date.now()) < 60_000, entry.at);

  const wen = await Desk.logIn(server.port, 'wen');
  const act = await wen.ask('POST', `/cases/${id}/events`, { body: { event: 'close_case', data: { note: secret } }, headers: { 'Idempotency-Key': newKey(), 'If-Match': '"1"' } });
  assert.ok(act.status >= 400, act.text);
  const refused = await wen.record(id, 'finish_investigation').catch(() => null);
  assert.ok(refused === null || refused.status >= 400);
  assert.equal((await noted((one) => one.action === 'record_event' && one.result !== 'ok')).object, id);

  const hidden = await shen.ask('GET', `/cases/${id}`);
  assert.ok([403, 404].includes(hidden.status));
  assert.equal((await noted(of('show_case', hidden.json.code))).object, id);
});

it('sessions that are none, tokens that may not, other sites 082', async () => {
  const bad = await send(server.port, 'GET', '/api/v1/cases', { headers: { Authorization: `Bearer ${'0'.repeat(64)}` } });
  assert.equal(bad.status, 401);
  assert.equal((await noted(of('list_cases', 'unauthorized'))).actor, '');
  const { json } = await zhao.ask('POST', '/me/tokens', { body: { label: 'x', scopes: ['read'], days: 1 } });
  const reader = new Desk(server.port, 'zhao', json.token);
  assert.equal((await reader.ask('PUT', '/me/preferences', { body: {} })).json.code, 'token_scope');
  assert.notEqual((await noted((one) => one.result === 'token_scope')).actor, '');
  const evil = await send(server.port, 'PUT', '/api/v1/me/preferences', { body: '{}', headers: {
    Cookie: `hejie_session=${zhao.token}`, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site', 'Content-Type': 'application/json' } });
  assert.equal(evil.json.code, 'cross_site');
  assert.notEqual((await noted((one) => one.result === 'cross_site')).actor, '', 'whose session it was');
  const code = await send(server.port, 'POST', '/api/v1/password', { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ code: 'ab'.repeat(16), password: 'Winter-harbor-92-lantern' }) });
  assert.equal(code.status, 401);
  await noted(of('set_password_by_code', 'unauthorized'));
});

it('attempts against form, at every layer, and against the order of business 082', async () => {
  const wrong = [['{"username":', 400], [`{"${secret}":1}`, 422]];
  const json = { headers: { 'Content-Type': 'application/json' } };
  assert.equal((await send(server.port, 'POST', '/api/v1/session', { ...json, body: wrong[0][0] })).status, 400);
  await noted(of('log_in', 'malformed'));
  assert.equal((await zhao.ask('POST', '/cases', { body: 'x', headers: { 'Content-Type': 'text/plain', 'Idempotency-Key': newKey() } })).status, 415);
  await noted(of('open_case', 'unsupported_media_type'));
  assert.equal((await zhao.ask('POST', '/cases', { body: wrong[1][0], headers: { 'Idempotency-Key': newKey() } })).status, 422);
  await noted(of('open_case', 'invalid'));
  const order = await zhao.ask('POST', `/cases/${id}/events`, { body: { event: 'file_complaint', data: {} }, headers: { 'Idempotency-Key': newKey(), 'If-Match': (await zhao.ask('GET', `/cases/${id}`)).headers.etag } });
  assert.ok([403, 409, 422].includes(order.status), order.text);
  await noted((one) => one.action === 'record_event' && one.result === order.json.code);
  for (const [bytes, place, code] of [
    ['GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n', 'header', 'malformed'],
    ['POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000000\r\n\r\n', 'content', 'too_large'],
    [`GET /${'a'.repeat(9000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 'request-target', 'target_too_long']]) {
    const answer = await sendBytes(server.port, bytes);
    assert.ok(answer.status >= 400);
    const entry = await noted((one) => one.action === 'request' && one.object === place && one.result === code);
    assert.deepEqual([entry.actor, entry.address], ['', '127.0.0.1']);
  }
});

it('TLS that comes to nothing is on record, a look at the port is not 082', { skip: skip || !openssl }, async () => {
  const [key, cert] = [folder.path('key.pem'), folder.path('cert.pem')];
  assert.equal(spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert]).status, 0);
  addAccounts(folder.path('tls'), { shen: ['audit_admin'] });
  const secure = await serveTls(folder.path('tls'), '--tls-cert', cert, '--tls-key', key);
  try {
    await new Promise((resolve) => { connect(secure.port, '127.0.0.1', function look() { this.end(); this.on('close', resolve); }); });
    await new Promise((resolve) => {
      const old = tls.connect({ port: secure.port, host: '127.0.0.1', rejectUnauthorized: false, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' });
      old.on('error', resolve);
      old.on('secureConnect', () => resolve(assert.fail('TLS 1.1 was spoken')));
    });
  } finally {
    await secure.stop();
  }
  const out = folder.path('tls.log');
  assert.equal(hejie(['audit', 'export', '--data', folder.path('tls'), '--log', 'access', '--out', out]).status, 0);
  const entries = readFileSync(out, 'utf8').split('\n').filter((line) => line.includes('"tls_handshake"'));
  assert.equal(entries.length, 1, entries.join('\n'));
});

it('a flood of refusals is a handful of entries, and nothing typed stands in any of them 082', async () => {
  const own = temporaryFolder();
  addAccounts(own.path('data'), { shen: ['audit_admin'] });
  const flooded = await serve(own.path('data'));
  try {
    for (let i = 0; i < 20; i += 1) {
      await Promise.all(Array.from({ length: 50 }, (_, k) => send(flooded.port, 'GET', `/api/v1/cases/${encodeURIComponent(`${secret}${i}-${k}`)}`, { headers: { Authorization: `Bearer ${secret.length}${k}` } })));
    }
    const audit = await Desk.logIn(flooded.port, 'shen');
    await audit.ask('GET', `/cases/${encodeURIComponent(secret)}`);
    await audit.ask('GET', '/cases/330102199001011234');
  } finally {
    hangUp();
    await flooded.stop();
  }
  const out = own.path('access.log');
  assert.equal(hejie(['audit', 'export', '--data', own.path('data'), '--log', 'access', '--out', out]).status, 0);
  const log = readFileSync(out, 'utf8');
  const entries = log.split('\n').filter((line) => line.includes('"unauthorized'));
  assert.ok(entries.length >= 2 && entries.length <= 4, `${entries.length}`);
  const more = entries.map((line) => Number(/unauthorized \+(\d+)/.exec(line)?.[1] ?? 1)).reduce((sum, n) => sum + n, 0);
  assert.equal(more, 1000, entries.join('\n'));
  assert.ok(!log.includes('张三丰') && !log.includes('330102199001011234'), 'nothing typed');
  own.remove();
});
