// Certificates as a second factor: who shows the one bound to the account needs no code, what is begun with it holds nowhere
// else, and no other certificate does. The number at the end of a name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHmac, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as secureRequest } from 'node:https';
import { request as plainRequest } from 'node:http';
import { after, before, test } from 'node:test';
import { judge } from './lib/openapi.mjs';
import { addAccounts, hejie, password, serve, serveTls, skip as noProgram, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
const skip = noProgram || (spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed');
const data = folder.path('data');
const it = (name, body) => test(name, { skip }, body);
const files = (name) => ({ cert: readFileSync(folder.path(`${name}.pem`)), key: readFileSync(folder.path(`${name}.key`)) });
const print = (name) => new X509Certificate(readFileSync(folder.path(`${name}.pem`))).fingerprint256;
const hex = (name) => print(name).replaceAll(':', '').toLowerCase();
let server;

function openssl(...args) {
  const done = spawnSync('openssl', args, { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
}
const newKey = (name) => openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256', '-out', folder.path(`${name}.key`));
function authority(name) {
  newKey(name);
  openssl('req', '-x509', '-new', '-key', folder.path(`${name}.key`), '-subj', `/CN=${name}`, '-days', '30', '-out', folder.path(`${name}.pem`));
}
const day = (from) => new Date(Date.now() + from * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(0, 14);
/** Signed by `by`, valid from and to so many days from now. */
function person(name, by, from = -1, to = 10, use = 'clientAuth') {
  newKey(name);
  const home = folder.path(`${name}.ca`);
  mkdirSync(home);
  writeFileSync(`${home}/index.txt`, '');
  writeFileSync(`${home}/ca.cnf`, `[ca]\ndefault_ca=c\n[c]\ndir=${home}\ndatabase=$dir/index.txt\nnew_certs_dir=$dir\nrand_serial=yes\ndefault_md=sha256\npolicy=p\nx509_extensions=x\n`
    + `[p]\ncommonName=supplied\n[x]\nextendedKeyUsage=${use}\n`);
  openssl('req', '-new', '-key', folder.path(`${name}.key`), '-subj', `/CN=${name}`, '-out', folder.path(`${name}.csr`));
  openssl('ca', '-batch', '-notext', '-config', `${home}/ca.cnf`, '-cert', folder.path(`${by}.pem`), '-keyfile', folder.path(`${by}.key`),
    '-startdate', `${day(from)}Z`, '-enddate', `${day(to)}Z`, '-in', folder.path(`${name}.csr`), '-out', folder.path(`${name}.pem`));
}

/** One request over a connection of its own, with the certificate of that name or none. */
function ask(method, path, { by = '', token = '', body, headers = {}, port = server.port } = {}) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const all = { 'Accept-Language': 'en', ...(token && { Authorization: `Bearer ${token}` }), ...(text !== undefined && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }), ...headers };
  return new Promise((resolve, reject) => {
    const out = secureRequest({ host: '127.0.0.1', port, method, path: `/api/v1${path}`, agent: false, rejectUnauthorized: false, headers: all, ...(by && files(by)) }, (answer) => {
      let whole = '';
      answer.setEncoding('utf8').on('data', (part) => { whole += part; }).on('end', () => {
        const got = { method, target: `/api/v1${path}`, status: answer.statusCode, headers: answer.headers, text: whole, json: whole ? JSON.parse(whole) : undefined };
        judge(got);
        resolve(got);
      });
    });
    out.on('error', reject);
    out.end(text);
  });
}
const logIn = (username, more = {}, otp) => ask('POST', '/session', { ...more, body: { username, password, ...(otp && { otp }) } });
async function logged(username, more = {}) {
  const answer = await logIn(username, more);
  assert.equal(answer.status, 200, answer.text);
  return answer.json.token;
}
const idOf = async (token, name) => (await ask('GET', '/accounts', { token })).json.items.find((each) => each.username === name).id;
const entries = async () => (await ask('GET', '/access-log?limit=200', { token: await logged('shen') })).json.items;
const start = (...more) => serveTls(data, '--tls-cert', folder.path('server.pem'), '--tls-key', folder.path('server.key'), '--client-ca', folder.path('ours.pem'), ...more);

before(async () => {
  if (skip) return;
  for (const name of ['ours', 'theirs', 'server']) authority(name);
  person('wu', 'ours');
  person('li', 'ours');
  person('late', 'ours', -10, -1);
  person('early', 'ours', 2, 10);
  person('foreign', 'theirs');
  person('web', 'ours', -1, 10, 'serverAuth');
  addAccounts(data, { an: ['security_admin'], shen: ['audit_admin'], wu: ['window'], li: ['window'], gu: ['window'], chen: ['window'] });
  server = await start();
});
after(async () => {
  if (server) await server.stop();
  folder.remove();
});

it('nobody is made to show a certificate, and the page is told what is shown 014', async () => {
  const token = await logged('wu');
  assert.deepEqual((await ask('GET', '/me/certificate', { token })).json, { asked: true, bound: null, shown: null, fault: null });
  assert.deepEqual((await ask('GET', '/me/certificate', { token, by: 'wu' })).json, { asked: true, bound: null, shown: hex('wu'), fault: null });
  for (const [by, fault] of [['late', 'expired'], ['early', 'not_yet_valid'], ['foreign', 'untrusted'], ['web', 'untrusted']]) {
    assert.deepEqual((await ask('GET', '/me/certificate', { token, by })).json, { asked: true, bound: null, shown: hex(by), fault }, by);
  }
});

it('a person binds the certificate of the connection with the password, no other, and not twice 014', async () => {
  const token = await logged('wu');
  const bind = (by, secret = password, own = token) => ask('PUT', '/me/certificate', { token: own, by, body: { password: secret } });
  assert.equal((await bind('')).status, 422);
  assert.equal((await bind('wu', 'a wrong one entirely')).status, 422);
  for (const by of ['late', 'early', 'foreign', 'web']) assert.equal((await bind(by)).status, 422, by);
  assert.equal((await ask('GET', '/me/certificate', { token, by: 'wu' })).json.bound, null, 'nothing was bound');
  const done = await bind('wu');
  assert.equal(done.status, 204, done.text);
  assert.equal((await ask('GET', '/me/certificate', { token })).json.bound, hex('wu'));
  assert.equal((await bind('wu', password, await logged('li'))).status, 409, 'it is another person\'s');
  const admin = await logged('an');
  const wu = (await ask('GET', '/accounts', { token: admin })).json.items.find((each) => each.username === 'wu');
  assert.equal(wu.certificate, hex('wu'));
  assert.ok((await entries()).some((each) => each.action === 'bind_certificate' && each.object === 'wu' && each.result === 'ok'));
});

it('who is bound logs in with that certificate alone; every other is refused by name and recorded 014', async () => {
  const good = await logIn('wu', { by: 'wu' });
  assert.equal(good.status, 200, good.text);
  const before = (await entries()).length;
  const refused = [['', 'certificate_required'], ['li', 'certificate_not_bound'], ['late', 'certificate_expired'], ['early', 'certificate_not_yet_valid']];
  for (const [by, code] of refused) {
    const answer = await logIn('wu', { by });
    assert.equal(answer.status, 401, `${by}: ${answer.text}`);
    assert.equal(answer.json.code, code, by);
    assert.match(answer.json.detail, /certificate/i);
    assert.equal((await logIn('wu', { by: 'wu' })).status, 200, 'the right one still does');
  }
  const foreign = await logIn('wu', { by: 'foreign' });
  assert.equal(foreign.json.code, 'certificate_untrusted');
  assert.equal((await logIn('wu', { by: 'wu' })).status, 200);
  const wrong = await ask('POST', '/session', { by: 'wu', body: { username: 'wu', password: 'a wrong one entirely' } });
  assert.deepEqual([wrong.status, wrong.json.code], [401, 'unauthorized'], 'the certificate is no password');
  const told = (await entries()).slice(0, -before).filter((each) => each.action === 'log_in').map((each) => each.result);
  for (const [, code] of [...refused, ['', 'certificate_untrusted']]) assert.ok(told.includes(code), `${code} in ${told}`);
});

it('a session begun with a certificate holds in connections that show it and in no other 014', async () => {
  const token = await logged('wu', { by: 'wu' });
  assert.equal((await ask('GET', '/session', { token, by: 'wu' })).status, 200);
  for (const by of ['', 'li', 'late', 'foreign']) {
    const answer = await ask('GET', '/session', { token, by });
    assert.equal(answer.status, 401, `${by}: ${answer.text}`);
  }
  assert.equal((await ask('GET', '/session', { token, by: 'wu' })).status, 200, 'and goes on where it is shown');
  await server.stop();
  server = await start();
  assert.equal((await ask('GET', '/session', { token, by: 'wu' })).status, 200, 'after a restart too');
  assert.equal((await ask('GET', '/session', { token })).status, 401);
  const seen = (await entries()).filter((each) => each.action === 'use_session');
  assert.ok(seen.length >= 1 && seen.every((each) => each.result === 'certificate_not_bound'), JSON.stringify(seen));
  const header = await ask('GET', '/session', { token, headers: { 'X-Client-Cert': print('wu'), 'X-SSL-Client-Verify': 'SUCCESS', 'SSL-Client-Cert': hex('wu') } });
  assert.equal(header.status, 401, 'no header is taken for a certificate');
});

/** RFC 6238 with node's own HMAC. */
function code(secret, at = Date.now()) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

it('beside one-time codes either factor does, and a session by code is bound to nothing 014', async () => {
  const token = await logged('li');
  const { secret } = (await ask('POST', '/me/second-factor', { token, body: {} })).json;
  assert.equal((await ask('PUT', '/me/second-factor', { token, body: { code: code(secret) } })).status, 200);
  assert.equal((await ask('PUT', '/me/certificate', { token, by: 'li', body: { password } })).status, 204);
  assert.equal((await logIn('li')).json.code, 'mfa_required');
  assert.equal((await logIn('li', { by: 'late' })).json.code, 'mfa_required', 'a wrong certificate leaves the code');
  const byCode = await logIn('li', {}, code(secret, Date.now() + 30_000));
  assert.equal(byCode.status, 200, byCode.text);
  assert.equal((await ask('GET', '/session', { token: byCode.json.token })).status, 200);
  assert.equal((await logIn('li', { by: 'li' })).status, 200);
});

it('the security administrator binds and unbinds; both end sessions, others may not 014', async () => {
  const admin = await logged('an');
  const id = await idOf(admin, 'gu');
  const gu = await logged('gu');
  const bind = (token, fingerprint) => ask('PUT', `/accounts/${id}/certificate`, { token, body: { fingerprint } });
  assert.equal((await bind(gu, print('foreign'))).status, 403);
  for (const bad of ['', 'abc', `${hex('foreign')}00`, 'g'.repeat(64)]) assert.equal((await bind(admin, bad)).status, 422, bad);
  assert.equal((await bind(admin, print('wu'))).status, 409);
  assert.equal((await ask('PUT', '/accounts/u_none/certificate', { token: admin, body: { fingerprint: print('late') } })).status, 404);
  assert.equal((await bind(admin, print('late'))).status, 204, 'with colons, as openssl prints it');
  assert.equal((await ask('GET', '/session', { token: gu })).status, 401, 'its sessions are over');
  assert.equal((await logIn('gu', { by: 'late' })).json.code, 'certificate_expired', 'bound, and yet past its time');
  const unbound = await ask('DELETE', `/accounts/${id}/certificate`, { token: admin });
  assert.equal(unbound.status, 204, unbound.text);
  assert.equal((await logIn('gu')).status, 200);
  const told = (await entries()).filter((each) => each.object === 'gu').map((each) => each.action);
  assert.ok(told.includes('bind_certificate') && told.includes('unbind_certificate'), String(told));
});

it('one\'s own binding is taken back after a fresh log-in, and hejie user drop-factor removes a lost one 014', async () => {
  const token = await logged('wu', { by: 'wu' });
  assert.equal((await ask('DELETE', '/me/certificate', { token, by: 'wu' })).status, 204);
  assert.equal((await logIn('wu')).status, 200);
  assert.equal((await ask('PUT', '/me/certificate', { token: await logged('wu'), by: 'wu', body: { password } })).status, 204);
  assert.equal((await logIn('wu')).status, 401);
  assert.equal(hejie(['user', 'drop-factor', 'wu', '--data', data]).status, 0);
  assert.equal((await logIn('wu')).status, 200);
});

it('where a second factor is demanded a certificate is one, and the last cannot be taken back 014', async () => {
  await server.stop();
  server = await start('--second-factor', 'required');
  const token = await logged('chen', { by: 'wu' });
  assert.equal((await ask('GET', '/cases', { token, by: 'wu' })).json.code, 'second_factor_needed');
  assert.equal((await ask('PUT', '/me/certificate', { token, by: 'wu', body: { password } })).status, 204);
  assert.equal((await ask('GET', '/cases', { token, by: 'wu' })).status, 200);
  const again = await logged('chen', { by: 'wu' });
  assert.equal((await ask('GET', '/cases', { token: again, by: 'wu' })).status, 200);
  assert.equal((await ask('DELETE', '/me/certificate', { token: again, by: 'wu' })).status, 403);
});

it('authorities need TLS of our own and must be readable; behind a proxy no certificate is one 014', async () => {
  const tls = ['--tls-cert', folder.path('server.pem'), '--tls-key', folder.path('server.key')];
  const run = (...args) => hejie(['serve', '--data', folder.path('never'), '--listen', '127.0.0.1:0', ...args]);
  const alone = run('--client-ca', folder.path('ours.pem'));
  assert.equal(alone.status, 2);
  assert.match(alone.stderr, /--client-ca needs --tls-cert/);
  assert.equal(run(...tls, '--client-ca', folder.path('none.pem')).status, 3);
  writeFileSync(folder.path('empty.pem'), 'no certificate\n');
  assert.equal(run(...tls, '--client-ca', folder.path('empty.pem')).status, 3);
  const proxied = folder.path('proxied');
  addAccounts(proxied, { wu: ['window'] });
  const other = await serveTls(proxied, ...tls, '--client-ca', folder.path('ours.pem'), '--behind-proxy', '127.0.0.1/32');
  try {
    const answer = await ask('POST', '/session', { port: other.port, by: 'wu', body: { username: 'wu', password }, headers: { 'X-Forwarded-For': '192.0.2.7', 'X-Forwarded-Proto': 'https' } });
    const shown = await ask('GET', '/me/certificate', { port: other.port, by: 'wu', token: answer.json.token, headers: { 'X-Client-Cert': hex('wu') } });
    assert.deepEqual(shown.json, { asked: true, bound: null, shown: null, fault: null }, 'what a proxy shows is the proxy\'s');
  } finally {
    await other.stop();
  }
  const plain = await serve(proxied);
  try {
    assert.equal((await new Promise((resolve, reject) => {
      plainRequest({ host: '127.0.0.1', port: plain.port, path: '/api/v1/me/certificate', headers: { 'X-Client-Cert': hex('wu') } }, (got) => { got.resume(); resolve(got.statusCode); }).on('error', reject).end();
    })), 401);
  } finally {
    await plain.stop();
  }
});
