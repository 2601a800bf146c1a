// Connections that the server opens: only to the addresses of the operator's file of channels, to no inner or metadata
// address that it does not allow there, along no redirect, and over TLS whose certificate and name hold. The number at the
// end of a name is the item of docs/security.md it shows; that names do not matter but addresses is in tests/alerts.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createPlainServer } from 'node:net';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk } from './lib/desk.mjs';
import { operations } from './lib/openapi.mjs';
import { addAccounts, bin, serve, skip as noProgram, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
const data = folder.path('data');
const skip = noProgram || (spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed');
const it = (name, body) => test(name, { skip }, body);
const open = [];

function openssl(...args) {
  const done = spawnSync('openssl', args, { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
}

/** @returns the path of a new authority's certificate; its key lies beside. */
function authority(name) {
  openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`, '-keyout', folder.path(`${name}.key`), '-out', folder.path(`${name}.pem`));
  return folder.path(`${name}.pem`);
}

function certificate(host, by) {
  const path = (end) => folder.path(`${host}.${end}`);
  writeFileSync(path('ext'), `subjectAltName=DNS:${host}\n`);
  openssl('req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${host}`, '-keyout', path('key'), '-out', path('csr'));
  openssl('x509', '-req', '-in', path('csr'), '-CA', folder.path(`${by}.pem`), '-CAkey', folder.path(`${by}.key`), '-CAcreateserial', '-days', '2', '-extfile', path('ext'), '-out', path('pem'));
  return { key: readFileSync(path('key')), cert: readFileSync(path('pem')) };
}

/** Listens on a free port of loopback. */
async function listening(server) {
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  open.push(server);
  return server.address().port;
}

/** Counts what arrives; answers as told. */
function receiver(answer = (response) => response.writeHead(204).end()) {
  const got = [];
  const listener = (request, response) => {
    request.resume().on('end', () => { got.push(request.url); answer(response); });
  };
  return { got, listener };
}

const good = receiver();
const other = receiver();
const behind = receiver();
let moved;
let spoken = '';
let server;
let admin;
let window;

before(async () => {
  if (skip) return;
  addAccounts(data, { zhou: ['window'], admin: ['system_admin'] });
  const [ours, theirs] = [authority('ours'), authority('theirs')];
  const goodPort = await listening(createSecureServer(certificate('localhost', 'ours'), good.listener));
  const otherPort = await listening(createSecureServer(certificate('other.example', 'ours'), other.listener));
  const behindPort = await listening(createServer(behind.listener));
  moved = receiver((response) => response.writeHead(307, { Location: `http://127.0.0.1:${behindPort}/metadata` }).end());
  const movedPort = await listening(createServer(moved.listener));
  // A mail server that knows no STARTTLS.
  const smtpPort = await listening(createPlainServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 mail\r\n');
    socket.on('data', (part) => {
      spoken += part;
      socket.write(/^EHLO/m.test(String(part)) ? '250-mail\r\n250 AUTH PLAIN\r\n' : '250 ok\r\n');
    });
  }));
  writeFileSync(folder.path('secret'), `whsec_${Buffer.alloc(32, 7).toString('base64')}\n`);
  writeFileSync(folder.path('mail-password'), 'mail-password-4711\n');
  const hook = (id, url, more = {}) => ({ id, kind: 'webhook', url, secret_file: folder.path('secret'), local: true, timeout_seconds: 3, retry_seconds: [0], ...more });
  writeFileSync(folder.path('channels.json'), JSON.stringify({ channels: [
    hook('good', `https://localhost:${goodPort}/good`, { ca_file: ours }),
    hook('wrong_authority', `https://localhost:${goodPort}/wrong_authority`, { ca_file: theirs }),
    hook('authorities_of_the_system', `https://localhost:${goodPort}/system`),
    hook('wrong_name', `https://localhost:${otherPort}/wrong_name`, { ca_file: ours }),
    hook('moved', `http://127.0.0.1:${movedPort}/moved`),
    hook('not_local', `https://localhost:${goodPort}/not_local`, { ca_file: ours, local: false }),
    { id: 'mail', kind: 'mail', url: `smtp://localhost:${smtpPort}`, from: 'a@bureau.example', user: 'hejie', password_file: folder.path('mail-password'),
      local: true, addresses: { inspector: ['b@bureau.example'] }, timeout_seconds: 3, retry_seconds: [0] },
  ] }));
  server = await serve(data, '--channels', folder.path('channels.json'));
  window = await Desk.logIn(server.port, 'zhou');
  admin = await Desk.logIn(server.port, 'admin');
  await new Promise((resolve) => { setTimeout(resolve, 1500); });  // channels begin with what comes after them
  await window.open({ workflow: 'inspection', data: {
    matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 12, summary: '工资未付',
    parties: [{ role: 'complainant', kind: 'worker', name: '甲某' },
      { role: 'respondent', kind: 'employer', name: '示例公司', credit_code: '91510000TEST10001X' }] } });
});

after(async () => {
  hangUp();
  if (server?.alive()) await server.stop();
  for (const each of open) { each.closeAllConnections?.(); each.close(); each.unref(); }
  folder.remove();
});

/** The messages of a channel that were given up; waits until there is one. */
async function givenUp(channel) {
  for (let i = 0; i < 300; i += 1) {
    const { items } = await admin.get(`/messages?channel=${channel}&state=dead`);
    if (items.length > 0) return items;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  return assert.fail(`${channel} gave nothing up`);
}

it('what is sent goes only where certificate, name and authority hold 068', async () => {
  for (const channel of ['wrong_authority', 'authorities_of_the_system', 'wrong_name']) {
    for (const letter of await givenUp(channel)) assert.match(JSON.stringify(letter), /certificate|SSL peer/i, channel);
  }
  for (let i = 0; i < 300 && good.got.length < 2; i += 1) await new Promise((resolve) => { setTimeout(resolve, 100); });
  assert.deepEqual([...new Set(good.got)], ['/good'], 'the same server takes what comes over a connection that holds');
  assert.deepEqual(other.got, []);
});

it('mail and its password do not leave without TLS 068', async () => {
  await givenUp('mail');
  assert.match(spoken, /^EHLO/);
  assert.doesNotMatch(spoken, /AUTH|MAIL FROM|RCPT|DATA/);
});

it('no redirect is followed 054', async () => {
  await givenUp('moved');
  assert.ok(moved.got.length > 0);
  assert.deepEqual(behind.got, []);
});

it('no inner address where the operator did not allow it 054', async () => {
  for (const letter of await givenUp('not_local')) assert.match(JSON.stringify(letter), /inner network/);
  assert.ok(!good.got.includes('/not_local'));
});

it('a file of channels with inner or metadata addresses is refused, in whatever form 054', () => {
  const refused = ['https://127.0.0.1/', 'https://[::1]/', 'https://2130706433/', 'https://10.0.0.1/', 'https://169.254.169.254/latest', 'https://[fe80::1]/'];
  const never = ['http://169.254.169.254/', 'http://[fe80::1]/', 'http://0.0.0.0/', 'http://100.100.100.200/'];
  const channel = (url, local, i) => ({ id: `c${i}`, kind: 'webhook', url, secret_file: folder.path('secret'), local });
  const channels = [...refused.map((url, i) => channel(url, false, i)), ...never.map((url, i) => channel(url, true, i + refused.length))];
  writeFileSync(folder.path('inner.json'), JSON.stringify({ channels }));
  const done = spawnSync(bin, ['serve', '--data', folder.path('other'), '--listen', '127.0.0.1:0', '--channels', folder.path('inner.json')], { encoding: 'utf8', timeout: 30_000 });
  assert.equal(done.status, 2, done.stderr);
  for (let i = 0; i < channels.length; i += 1) assert.ok(done.stderr.includes(`/channels/${i}/url`), `${channels[i].url}: ${done.stderr}`);
});

it('no operation takes an address to call from a user 054', () => {
  const found = [];
  const look = (schema, path) => {
    if (schema === null || typeof schema !== 'object') return;
    if (/^uri|^iri|hostname|^ipv/.test(schema.format ?? '')) found.push(path);
    for (const [name, value] of Object.entries(schema)) {
      if (/(^|_)(url|uri|callback|webhook|endpoint|host)s?$/.test(name)) found.push(`${path}/${name}`);
      look(value, `${path}/${name}`);
    }
  };
  for (const { operation } of operations) look(operation.requestBody ?? null, operation.operationId);
  assert.deepEqual(found, []);
});
