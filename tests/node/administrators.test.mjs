// Where administrators work from, and how fresh their log-in must be before they change the accounts of others. The number at
// the end of a name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk } from './lib/desk.mjs';
import { findFaketime } from './lib/faults/clock.mjs';
import { judge } from './lib/openapi.mjs';
import { addAccounts, hejie, password, serve, serveWith, skip, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
const data = folder.path('data');
const administrators = { gao: ['system_admin'], an: ['security_admin'], shen: ['audit_admin'], both: ['clerk', 'audit_admin'] };
const it = (name, body) => test(name, { skip }, body);

before(() => {
  if (!skip) addAccounts(data, { ...administrators, wu: ['clerk'], head: ['bureau_head'] });
});

after(() => {
  hangUp();
  folder.remove();
});

/** One request from an address of this machine; all of 127.0.0.0/8 is. */
function from(localAddress, port, method, path, { token, body, headers = {} } = {}) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const all = { ...headers, ...(token && { Authorization: `Bearer ${token}` }), ...(text && { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }) };
  return new Promise((resolve, reject) => {
    const out = request({ host: '127.0.0.1', port, localAddress, method, path: `/api/v1${path}`, headers: all, agent: false }, (answer) => {
      let whole = '';
      answer.setEncoding('utf8').on('data', (part) => { whole += part; });
      answer.on('end', () => {
        const done = { method, target: `/api/v1${path}`, status: answer.statusCode, headers: answer.headers, text: whole, json: whole ? JSON.parse(whole) : undefined };
        judge(done);
        resolve(done);
      });
    });
    out.on('error', reject);
    out.end(text);
  });
}
const logIn = (where, port, username, headers = {}) => from(where, port, 'POST', '/session', { body: { username, password }, headers });

it('administrators are served from the networks set for them alone, everybody else from anywhere 019', async () => {
  const server = await serve(data, '--admin-allow', '127.0.2.0/24', '--admin-allow', '10.9.0.0/16');
  try {
    for (const name of Object.keys(administrators)) {
      const inside = await logIn('127.0.2.7', server.port, name);
      assert.equal(inside.status, 200, inside.text);
      const { token } = inside.json;
      assert.equal((await from('127.0.2.9', server.port, 'GET', '/session', { token })).status, 200);
      for (const path of ['/session', '/system', '/accounts', '/access-log', '/cases']) {
        const outside = await from('127.0.3.7', server.port, 'GET', path, { token });
        assert.deepEqual([outside.status, outside.json.code], [403, 'administrator_address'], `${name} ${path}`);
      }
      const refused = await logIn('127.0.3.7', server.port, name);
      assert.deepEqual([refused.status, refused.json.code, refused.headers['set-cookie']], [403, 'administrator_address', undefined], name);
      assert.doesNotMatch(refused.text, /[0-9a-f]{64}/);
    }
    for (const name of ['wu', 'head']) {
      const anywhere = await logIn('127.0.3.7', server.port, name);
      assert.equal(anywhere.status, 200, anywhere.text);
      assert.equal((await from('127.0.3.7', server.port, 'GET', '/cases', { token: anywhere.json.token })).status, 200);
    }
    const { token } = (await logIn('127.0.2.7', server.port, 'shen')).json;
    for (let i = 0; i < 100; i += 1) {
      const { items } = (await from('127.0.2.7', server.port, 'GET', '/access-log?limit=100', { token })).json;
      if (items.some((entry) => entry.result === 'administrator_address' && entry.action === 'log_in' && entry.address === '127.0.3.7')) return;
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
    assert.fail('the refusal is not in the access log');
  } finally {
    await server.stop();
  }
});

it('behind a proxy the address that the proxy saw counts, and nothing else in the header 019', async () => {
  const server = await serve(data, '--behind-proxy', '127.0.4.1/32', '--admin-allow', '10.9.0.0/16');
  const by = (forwarded) => ({ 'X-Forwarded-For': forwarded, 'X-Forwarded-Proto': 'https' });
  try {
    assert.equal((await logIn('127.0.4.1', server.port, 'gao', by('10.9.1.1'))).status, 200);
    assert.equal((await logIn('127.0.4.1', server.port, 'gao', by('198.51.100.7, 10.9.1.1'))).status, 200);
    assert.equal((await logIn('127.0.4.1', server.port, 'gao', by('10.9.1.1, 198.51.100.7'))).status, 403);
    assert.equal((await logIn('127.0.4.1', server.port, 'gao', by('10.8.1.1'))).status, 403);
    assert.equal((await logIn('127.0.5.1', server.port, 'gao', by('10.9.1.1'))).status, 403, 'no proxy, no belief');
  } finally {
    await server.stop();
  }
});

it('a network that is none is refused at the start 019', () => {
  const done = hejie(['serve', '--data', folder.path('none'), '--listen', '127.0.0.1:0', '--admin-allow', '10.0.0.0/33']);
  assert.equal(done.status, 2, done.stderr);
  assert.match(done.stderr, /--admin-allow/);
});

test('sessions whose time is over leave the store 080', { skip: skip || (findFaketime() ? false : 'libfaketime is not installed') }, async () => {
  const place = folder.path('sessions');
  addAccounts(place, { wu: ['clerk'] });
  const left = () => Number(spawnSync('python3', ['-c', 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute("SELECT count(*) FROM sessions").fetchone()[0])',
    `${place}/hejie.db`], { encoding: 'utf8' }).stdout);
  const server = await serve(place);
  await Desk.logIn(server.port, 'wu');
  await server.stop();
  hangUp();
  assert.equal(left(), 1);
  const later = await serveWith({ LD_PRELOAD: findFaketime(), FAKETIME: '+13h', FAKETIME_DONT_FAKE_MONOTONIC: '1' }, place);
  for (let i = 0; i < 100 && left() > 0; i += 1) await new Promise((resolve) => { setTimeout(resolve, 100); });
  await later.stop();
  assert.equal(left(), 0);
});

test('accounts, roles and units of others are changed after a fresh log-in alone 018', { skip: skip || (findFaketime() ? false : 'libfaketime is not installed') }, async () => {
  let server = await serve(data);
  let an = await Desk.logIn(server.port, 'an');
  const id = (await an.get('/accounts')).items.find((each) => each.username === 'wu').id;
  await server.stop();
  hangUp();
  server = await serveWith({ LD_PRELOAD: findFaketime(), FAKETIME: '+16m', FAKETIME_DONT_FAKE_MONOTONIC: '1' }, data);
  an = new Desk(server.port, 'an', an.token);
  const changes = [
    ['POST', '/accounts', { username: 'late', roles: ['clerk'] }],
    ['PUT', `/accounts/${id}`, { roles: ['inspector'] }],
    ['POST', `/accounts/${id}/reset`, {}],
    ['DELETE', `/accounts/${id}/second-factor`],
    ['PUT', `/accounts/${id}/certificate`, { fingerprint: 'a'.repeat(64) }],
    ['DELETE', `/accounts/${id}/certificate`],
    ['PUT', '/units/team_1', { kind: 'inspection_team', name_zh: '一队', name_en: 'team 1' }],
    ['PUT', `/accounts/${id}/unit`, { unit: '' }],
  ];
  try {
    assert.equal((await an.ask('GET', '/accounts')).status, 200, 'the session itself holds');
    for (const [method, path, body] of changes) {
      const stale = await an.ask(method, path, { body });
      assert.deepEqual([stale.status, stale.json.code], [403, 'reauth'], `${method} ${path}: ${stale.text}`);
    }
    const wu = (await an.get('/accounts')).items.find((each) => each.username === 'wu');
    assert.deepEqual(wu.roles, ['clerk']);
    assert.ok(!(await an.get('/accounts')).items.some((each) => each.username === 'late'));
    const fresh = await Desk.logIn(server.port, 'an');
    for (const [method, path, body] of changes) {
      const done = await fresh.ask(method, path, { body });
      assert.ok([200, 201, 204].includes(done.status), `${method} ${path}: ${done.text}`);
    }
  } finally {
    hangUp();
    await server.stop();
  }
});
