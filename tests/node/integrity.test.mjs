// What decides authority and the labels of secrecy cannot be changed beside the program unseen (GB/T 39786-2021 8.4 b and c;
// docs/adr/0015): the file is changed with the shell of SQLite while a server runs and between two starts. The number at
// the end of a name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk } from './lib/desk.mjs';
import { give, pdf } from './lib/evidence.mjs';
import { addAccounts, hejie, password, serve as start, skip, temporaryFolder, top } from './lib/program.mjs';

const folder = temporaryFolder();
const people = { zhou: ['window'], zhao: ['inspector'], qian: ['bureau_head'], hu: ['mediator'], gao: ['system_admin'], an: ['security_admin'], shen: ['audit_admin'] };
const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
const opening = { workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: script.steps[0].data };

function tamper(data, sql) {
  const done = spawnSync('sqlite3', ['-cmd', '.timeout 5000', join(data, 'hejie.db')], { input: sql, encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  assert.equal(done.stderr, '');
}
const findings = (data) => {
  const done = hejie(['check', '--data', data, '--json']);
  return { status: done.status, found: JSON.parse(done.stdout).findings.map((one) => `${one.path} ${one.code}`) };
};
/** Stopped at the end also where a test fails. */
const running = [];
async function serve(...args) {
  running.push(await start(...args));
  return running.at(-1);
}
const copies = { n: 0 };
function copy(data) {
  const to = folder.path(`copy-${(copies.n += 1)}`);
  assert.equal(spawnSync('cp', ['-a', data, to]).status, 0);
  return to;
}
async function until(what, seconds = 10) {
  for (let i = 0; i < seconds * 10; i += 1) {
    const got = await what();
    if (got) return got;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  return null;
}
const logIn = (server, name) => new Desk(server.port, name, '').ask('POST', '/session', { body: { username: name, password }, headers: { Authorization: null } });
const entries = async (desk) => (await desk.get('/access-log?limit=200')).items.map((one) => `${one.action} ${one.object} ${one.result}`);

describe('integrity', { skip }, () => {
  const data = folder.path('data');
  let clean;  // a stopped store, never changed
  const seen = {};

  before(async () => {
    addAccounts(data, people);
    const server = await serve(data);
    const zhou = await Desk.logIn(server.port, 'zhou');
    seen.id = (await zhou.open(opening)).case_id;
    assert.equal((await give(zhou, seen.id, 'x.pdf', pdf(), { secondary: true })).status, 201);
    const zhao = await Desk.logIn(server.port, 'zhao');
    const made = await zhao.ask('POST', '/me/tokens', { body: { label: 'x', scopes: ['read'], days: 1 } });
    assert.equal(made.status, 200, made.text);
    seen.token = made.json.token;
    await server.stop();
    hangUp();
    clean = copy(data);
  });
  after(async () => {
    hangUp();
    for (const server of running) if (server.alive()) await server.stop();
    folder.remove();
  });

  test('a store that nobody changed is clean, and its log says that it is coded 084', async () => {
    assert.deepEqual(findings(clean), { status: 0, found: [] });
    const place = copy(clean);
    const server = await serve(place);
    const shen = await Desk.logIn(server.port, 'shen');
    assert.deepEqual((await shen.get('/system')).authority_changed, []);
    assert.ok((await entries(shen)).includes('authority_coded hmac-sha256 ok'));
    await server.stop();
  });

  test('changed while the server runs: refused, on record, shown, everybody else works on 084', async () => {
    const place = copy(clean);
    const server = await serve(place);
    const shen = await Desk.logIn(server.port, 'shen');
    const hu = await Desk.logIn(server.port, 'hu');
    tamper(place, 'UPDATE accounts SET roles = \'["bureau_head","security_admin"]\' WHERE username IN (\'hu\', \'zhao\')');
    const refused = await logIn(server, 'hu');
    assert.equal(refused.status, 403, refused.text);
    assert.equal(refused.json.code, 'authority_changed');
    const token = await new Desk(server.port, 'zhao', seen.token).ask('GET', '/session');
    assert.equal(token.status, 403, token.text);
    assert.deepEqual((await hu.get('/session')).roles, ['mediator'], 'who was let in before has what he had');
    assert.equal((await logIn(server, 'qian')).status, 200);
    const named = ['hu', 'zhao'].map((name) => `/accounts/${spawnSync('sqlite3', [join(place, 'hejie.db'), `SELECT id FROM accounts WHERE username = '${name}'`], { encoding: 'utf8' }).stdout.trim()}`).sort();
    const state = await until(async () => {
      const { authority_changed: wrong } = await shen.get('/system');
      return wrong.length === 2 && wrong;
    });
    assert.deepEqual(state?.map((one) => [one.path, one.code]).sort(), named.map((path) => [path, 'authority_changed']));
    const logged = await until(async () => {
      const all = await entries(shen);
      return named.every((path) => all.includes(`authority_changed ${path} authority_changed`)) && all;
    });
    assert.ok(logged, 'in the access log');
    assert.equal(logged.filter((one) => one.startsWith('authority_changed')).length, 2, 'once each');
    const metrics = await fetch(`${server.url}/metrics`);
    assert.match(await metrics.text(), /^hejie_authority_changed 2$/m);
    assert.deepEqual(findings(place).found.sort(), named.map((path) => `${path} authority_changed`));
    await server.stop();
  });

  test('changed between two starts: each way is named by hejie check and gives nothing 084', async () => {
    const as = (name) => `(SELECT id FROM accounts WHERE username = '${name}')`;
    const ways = {
      'UPDATE accounts SET roles = \'["security_admin"]\' WHERE username = \'hu\'': [/^\/accounts\/u_\w+ authority_changed$/],
      'UPDATE accounts SET password_hash = (SELECT password_hash FROM accounts WHERE username = \'zhou\') WHERE username = \'hu\'': [/^\/accounts\/u_\w+ authority_changed$/],
      [`UPDATE codes SET code = (SELECT code FROM codes WHERE key = ${as('an')}) WHERE key = ${as('hu')}`]: [/^\/accounts authority_set$/, /^\/accounts\/u_\w+ authority_changed$/],
      [`DELETE FROM codes WHERE key = ${as('hu')}`]: [/^\/accounts authority_set$/, /^\/accounts\/u_\w+ authority_uncoded$/],
      'DELETE FROM accounts WHERE username = \'hu\'': [/^\/accounts\/u_\w+ authority_removed$/],
      'INSERT INTO accounts SELECT \'u_new\', \'new\', \'new\', \'["security_admin"]\', password_hash, 0, created_at, password_at, old_passwords, totp, totp_step, recovery FROM accounts WHERE username = \'hu\'': [/^\/accounts\/u_new authority_uncoded$/],
      'UPDATE sessions SET scopes = \'["read","write"]\' WHERE is_token': [/^\/sessions\/\w+ authority_changed$/],
      'INSERT INTO marks VALUES (\'recused:u_x\', \'true\')': [/^\/marks\/recused:u_x authority_uncoded$/],
      'DROP TABLE codes_end; CREATE TABLE codes_end (only INTEGER PRIMARY KEY, data_key INTEGER, access INTEGER, sets BLOB)': [/^\/codes authority_set$/],
    };
    for (const [sql, expected] of Object.entries(ways)) {
      const place = copy(clean);
      tamper(place, sql);
      const { status, found } = findings(place);
      assert.equal(status, 1, sql);
      for (const one of expected) assert.ok(found.some((each) => one.test(each)), `${sql}: ${found}`);
      assert.equal(found.length, expected.length, `${sql}: ${found}`);
    }
    const place = copy(clean);
    tamper(place, 'UPDATE accounts SET roles = \'["security_admin"]\' WHERE username = \'hu\'');
    const server = await serve(place);
    assert.equal((await logIn(server, 'hu')).status, 403);
    const shen = await Desk.logIn(server.port, 'shen');
    assert.equal((await shen.get('/system')).authority_changed.length, 1, 'found at the start, before anybody asks');
    await server.stop();
  });

  test('rows put back together with their codes: no start, hejie check names it, taken only on record 085', async () => {
    const place = copy(clean);
    const before = copy(clean);
    const server = await serve(place);
    const an = await Desk.logIn(server.port, 'an');
    const hu = (await an.get('/accounts')).items.find((one) => one.username === 'hu');
    const disabled = await an.ask('PUT', `/accounts/${hu.id}`, { body: { roles: hu.roles, disabled: true } });
    assert.ok(disabled.status < 300, disabled.text);
    await server.stop();
    hangUp();
    assert.deepEqual(findings(place).found, []);
    tamper(place, `ATTACH '${join(before, 'hejie.db')}' AS old; INSERT OR REPLACE INTO accounts SELECT * FROM old.accounts WHERE id = '${hu.id}';
      INSERT OR REPLACE INTO codes SELECT * FROM old.codes WHERE key = '${hu.id}';`);
    assert.deepEqual(findings(place).found, ['/accounts authority_set']);
    const refused = hejie(['serve', '--data', place, '--listen', '127.0.0.1:0']);
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, /not what was last written/);
    const taken = hejie(['keys', 'recode', '--data', place]);
    assert.equal(taken.status, 0, taken.stderr);
    assert.match(taken.stdout, /\/accounts authority_set/);
    const again = await serve(place);
    const shen = await Desk.logIn(again.port, 'shen');
    assert.ok((await entries(shen)).includes('authority_recoded /accounts authority_set'));
    await again.stop();
  });

  test('removed together with its code while the server runs: found within the minute, nobody new is let in 085', { timeout: 150_000 }, async () => {
    const place = copy(clean);
    const server = await serve(place);
    const shen = await Desk.logIn(server.port, 'shen');
    tamper(place, 'DELETE FROM codes WHERE key IN (SELECT id FROM accounts WHERE username = \'hu\'); DELETE FROM accounts WHERE username = \'hu\'');
    const state = await until(async () => {
      const { authority_changed: wrong } = await shen.get('/system');
      return wrong.length > 0 && wrong;
    }, 75);
    assert.deepEqual(state?.map((one) => `${one.path} ${one.code}`), ['/accounts authority_set']);
    const refused = await logIn(server, 'qian');
    assert.equal(refused.status, 403);
    assert.equal(refused.json.code, 'authority_changed');
    await server.stop();
  });

  test('a changed label of a document in the chained log is named 048', () => {
    const place = copy(clean);
    const where = 'payload LIKE \'%"evidence_file":"secondary"%\'';
    tamper(place, `UPDATE events SET payload = replace(payload, '"evidence_file":"secondary"', '"evidence_file":"main"') WHERE ${where}`);
    const { status, found } = findings(place);
    assert.equal(status, 1);
    assert.ok(found.some((one) => /^\/events\/\d+ changed/.test(one)), found.join(', '));
  });

  test('rules of labels that were changed between two starts are on record and shown 048', async () => {
    const own = folder.path('rules');
    mkdirSync(own);
    cpSync(join(top, 'workflows'), own, { recursive: true });
    const place = copy(clean);
    const first = await serve(place, '--workflows', own);
    let shen = await Desk.logIn(first.port, 'shen');
    const before = (await shen.get('/system')).rules;
    assert.deepEqual(before.changed, [], 'the operator\'s copy is the shipped one');
    await first.stop();
    hangUp();
    const file = join(own, 'documents', 'labels.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"mediation_record": "sensitive"', '"mediation_record": "open"'));
    const second = await serve(place, '--workflows', own);
    shen = await Desk.logIn(second.port, 'shen');
    const { rules } = await shen.get('/system');
    assert.deepEqual(rules.changed, ['workflows/documents/labels.json']);
    assert.notEqual(rules.sha256, before.sha256);
    const all = await entries(shen);
    assert.ok(all.some((one) => /^rule_changed workflows\/documents\/labels\.json [0-9a-f]{64}$/.test(one)), all.join('\n'));
    assert.ok(all.includes(`rules_in_use ${rules.sha256} changed`));
    await second.stop();
    hangUp();
    const third = await serve(place, '--workflows', own);
    shen = await Desk.logIn(third.port, 'shen');
    assert.deepEqual((await shen.get('/system')).rules, rules, 'shown until they change again');
    await third.stop();
    tamper(place, 'UPDATE marks SET value = \'{}\' WHERE name = \'rules_in_use\'');
    assert.deepEqual(findings(place).found, ['/marks/rules_in_use authority_changed'], 'what was in use cannot be denied');
  });
});
