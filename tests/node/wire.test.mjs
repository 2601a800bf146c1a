// The wire: TLS, headers that keep a browser safe, other sites, smuggled requests, slow clients. The number at the end of a
// name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { hangUp, send, sendBytes } from './lib/client.mjs';
import { Desk } from './lib/desk.mjs';
import { operations } from './lib/openapi.mjs';
import { addAccounts, password, serve, serveTls, skip, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
const openssl = spawnSync('openssl', ['version']).status === 0;
let server;
let zhao;

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), { zhao: ['inspector'] });
  server = await serve(folder.path('data'));
  zhao = await Desk.logIn(server.port, 'zhao');
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

const it = (title, body) => test(title, { skip }, body);
const refusals = (port, head) => sendBytes(port, `${head}\r\n\r\n`);

// ---- headers -------------------------------------------------------------------------------------------------------

const places = [['GET', '/'], ['GET', '/healthz'], ['GET', '/openapi.json'], ['GET', '/nothing'], ['GET', '/api/v1/cases'],
  ['GET', '/api/v1/system'], ['POST', '/api/v1/session'], ['DELETE', '/healthz'], ['GET', '/metrics'], ['GET', '/api/v1/cases/none']];

it('every answer keeps a browser safe, refusals too 033', async () => {
  for (const [method, target] of places) {
    for (const headers of [{}, { Authorization: `Bearer ${zhao.token}` }]) {
      const answer = await send(server.port, method, target, { headers });
      for (const [name, value] of [['x-content-type-options', /^nosniff$/], ['referrer-policy', /^no-referrer$/],
        ['permissions-policy', /camera=\(\)/], ['cross-origin-opener-policy', /^same-origin$/],
        ['cross-origin-resource-policy', /^same-origin$/], ['x-frame-options', /^DENY$/]]) {
        assert.match(answer.headers[name] ?? '', value, `${name} of ${method} ${target}`);
      }
    }
  }
  const refused = await refusals(server.port, 'GET / HTTP/1.1');
  assert.equal(refused.status, 400);
  assert.equal(refused.headers['x-content-type-options'], 'nosniff');
});

it('no answer lets scripts or styles stand inside it 032', async () => {
  for (const [method, target] of places) {
    const policy = (await send(server.port, method, target, { headers: { Accept: 'text/html' } })).headers['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'none'/, `${method} ${target}`);
    assert.match(policy, /frame-ancestors 'none'/, `${method} ${target}`);
    assert.doesNotMatch(policy, /unsafe/, `${method} ${target}`);
  }
});

it('the server does not tell its version 089', async () => {
  for (const [method, target] of places) assert.equal((await send(server.port, method, target)).headers.server, 'hejie');
});

it('other sites may read nothing 031', async () => {
  for (const [method, target] of places) {
    const answer = await send(server.port, method, target, { headers: { Origin: 'https://evil.example', Authorization: `Bearer ${zhao.token}` } });
    assert.deepEqual(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-')), [], target);
  }
});

it('no write by cookie from another site, whatever the address 028', async () => {
  const logIn = await send(server.port, 'POST', '/api/v1/session', {
    headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username: 'zhao', password }) });
  const cookie = logIn.headers['set-cookie'][0].split(';')[0];
  for (const { method, path, operation } of operations) {
    if (method === 'get' || operation.security?.length === 0 || path.endsWith('/demo/clock')) continue;
    const target = path.replaceAll(/\{\w+\}/g, 'x');
    for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }, {}]) {
      const answer = await send(server.port, method.toUpperCase(), target, {
        headers: { ...headers, Cookie: cookie, 'Content-Type': 'application/json' }, body: method === 'delete' ? undefined : '{}' });
      assert.equal(answer.status, 403, `${method} ${path}: ${answer.text}`);
      assert.equal(answer.json.code, 'cross_site');
    }
  }
  assert.equal((await send(server.port, 'GET', '/api/v1/session', { headers: { Cookie: cookie } })).status, 200, 'it still holds');
});

it('TRACE and other methods, folders and hidden files are not there 091', async () => {
  const trace = await refusals(server.port, 'TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close');
  assert.ok([400, 404, 405].includes(trace.status), `${trace.status}`);
  for (const target of ['/.git/HEAD', '/debug', '/web/', '/assets/', '/resources/common_passwords.txt', '/..%2f..%2fetc/passwd']) {
    const answer = await send(server.port, 'GET', target);
    assert.ok([400, 404].includes(answer.status), `${target}: ${answer.status}`);
  }
});

// ---- requests that two servers would read differently --------------------------------------------------------------

const smuggled = {
  'two lengths': 'Content-Length: 2\r\nContent-Length: 3',
  'a length and chunks': 'Content-Length: 2\r\nTransfer-Encoding: chunked',
  'chunks twice': 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
  'another coding': 'Transfer-Encoding: xchunked',
  'a coding behind chunks': 'Transfer-Encoding: chunked, identity',
  'a length with a sign': 'Content-Length: +2',
  'a length that is none': 'Content-Length: 0x2',
  'two lengths in one': 'Content-Length: 2, 3',
  'a space before the colon': 'Content-Length : 2',
  'a folded line': 'X-A: 1\r\n Content-Length: 2',
  'a bare line feed': 'X-A: 1\nContent-Length: 2',
  'a NUL': 'X-A: 1\0',
  'two hosts': 'Host: other',
};
for (const [what, lines] of Object.entries(smuggled)) {
  it(`refused and closed: ${what} 057`, async () => {
    const answer = await sendBytes(server.port,
      `POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${lines}\r\n\r\n{}GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    assert.equal(answer.status, 400, JSON.stringify(answer));
    assert.doesNotMatch(answer.text, /HTTP\/1\.1 200/, 'what follows is not read as a request');
  });
}

it('a client that sends its header drop by drop is dropped 059', async () => {
  const began = Date.now();
  const socket = connect({ host: '127.0.0.1', port: server.port });
  socket.on('error', () => {});
  const closed = new Promise((done) => socket.on('close', done));
  socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n');
  const drip = setInterval(() => socket.write('X-A: 1\r\n'), 500);
  await closed;
  clearInterval(drip);
  assert.ok(Date.now() - began < 15_000, `${Date.now() - began} ms: the time is for the whole header, not for each line`);
  assert.ok(server.alive());
});

// ---- TLS -----------------------------------------------------------------------------------------------------------

test('TLS 1.2 and 1.3 with forward secrecy alone, strict transport, nothing in the clear 034 and 065 and 066 and 067 and 027', { skip: skip || !openssl }, async () => {
  const [cert, key] = [folder.path('cert.pem'), folder.path('key.pem')];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert]);
  assert.equal(made.status, 0, String(made.stderr));
  addAccounts(folder.path('tls'), { zhao: ['inspector'] });
  const secure = await serveTls(folder.path('tls'), '--tls-cert', cert, '--tls-key', key);
  const shake = (options) => new Promise((done) => {
    const socket = tls.connect({ host: '127.0.0.1', port: secure.port, rejectUnauthorized: false, ...options }, () => {
      done({ protocol: socket.getProtocol(), cipher: socket.getCipher().standardName, socket });
    });
    socket.on('error', (error) => done({ error: error.code ?? String(error) }));
  });
  const ask = (text, { socket }) => new Promise((done) => {
    let all = '';
    socket.setEncoding('utf8').on('data', (part) => { all += part; }).on('close', () => done(all));
    socket.write(text);
  });
  try {
    for (const version of ['TLSv1.2', 'TLSv1.3']) {
      const good = await shake({ minVersion: version, maxVersion: version });
      assert.equal(good.protocol, version, JSON.stringify(good.error));
      assert.match(good.cipher, version === 'TLSv1.2' ? /^TLS_ECDHE_.*(GCM|POLY1305)/ : /(GCM|POLY1305)/);
      good.socket.destroy();
    }
    for (const version of ['TLSv1', 'TLSv1.1']) {
      assert.ok((await shake({ minVersion: version, maxVersion: version, ciphers: 'ALL:@SECLEVEL=0' })).error, version);
    }
    for (const ciphers of ['AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA', 'ECDHE-RSA-AES256-SHA384', 'DHE-RSA-AES128-GCM-SHA256']) {
      assert.ok((await shake({ maxVersion: 'TLSv1.2', ciphers: `${ciphers}:@SECLEVEL=0` })).error, ciphers);
    }
    const answer = await ask('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', await shake({}));
    assert.match(answer, /^HTTP\/1\.1 200 /);
    assert.match(answer, /\r\nStrict-Transport-Security: max-age=(3153[6-9]|315[4-9]|31[6-9]|3[2-9]|[4-9])\d+/);
    const body = JSON.stringify({ username: 'zhao', password });
    const logIn = await ask(`POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`, await shake({}));
    assert.match(logIn, /\r\nSet-Cookie: __Host-hejie_session=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+; Secure\r\n/);
    const plain = await sendBytes(secure.port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n').catch((error) => error);
    assert.ok(plain instanceof Error, 'no answer in the clear');
  } finally {
    await secure.stop();
  }
});

it('over plain loopback no strict transport is asked for 034', async () => {
  assert.equal((await send(server.port, 'GET', '/healthz')).headers['strict-transport-security'], undefined);
});
