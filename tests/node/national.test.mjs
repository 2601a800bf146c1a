// A server by national algorithms (crypto = sm): what it stores, signs and exports, and that a changed byte is found there
// as it is elsewhere. The number at the end of a name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk } from './lib/desk.mjs';
import { controlBin, skipControl } from './lib/faults/server.mjs';
import { addAccounts, hejie, serve, skip, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
const data = folder.path('data');
const old = folder.path('old');
const file = (name) => join(data, name);
const sm3 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sm3')).digest();
const it = (name, body) => test(name, { skip }, body);
const matter = { workflow: 'inspection', data: { matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 3, summary: '工资未付',
  parties: [{ role: 'complainant', kind: 'worker', name: '甲某' }, { role: 'respondent', kind: 'employer', name: '示例公司' }] } };
let state;

before(async () => {
  if (skip) return;
  assert.equal(hejie(['keys', 'make', '--crypto', 'sm', '--data', data]).status, 0);
  addAccounts(data, { zhao: ['inspector'], wu: ['window'], shen: ['audit_admin'] });
  const server = await serve(data, '--crypto', 'sm');
  let first;
  try {
    const wu = await Desk.logIn(server.port, 'wu');
    for (let i = 0; i < 4; i += 1) first = (await wu.open(matter)).case_id;
    const zhao = await Desk.logIn(server.port, 'zhao');
    await zhao.get(`/cases/${first}`);
  } finally {
    hangUp();
    await server.stop();  // what was read is written, what is written is signed
  }
  const again = await serve(data);  // without the setting: as the store was made
  try {
    const shen = await Desk.logIn(again.port, 'shen');
    state = { warned: server.stderr(), system: await shen.get('/system') };
  } finally {
    hangUp();
    await again.stop();
  }
});

after(() => {
  hangUp();
  folder.remove();
});

const heads = () => readFileSync(file('heads.log'), 'utf8').trimEnd().split('\n').map((line) => {
  const [magic, kind, log, size, root] = line.split(' ');
  return { magic, kind, log, size: Number(size), root, line, said: line.slice(0, line.lastIndexOf(' ')), signature: line.slice(line.lastIndexOf(' ') + 1) };
});
function exported(log, from = data) {
  const out = folder.path(`${log}-${Math.random()}.log`);
  const done = hejie(['audit', 'export', '--data', from, '--log', log, '--out', out]);
  assert.equal(done.status, 0, done.stderr);
  return out;
}
const checked = (path) => hejie(['audit', 'verify', path, '--heads', file('heads.log'), '--key', file('log_key.pub.pem')]);

it('every algorithm gives its published answer on this machine 070', () => {
  const all = hejie(['crypto-selftest']);
  assert.equal(all.status, 0, all.stdout);
  for (const name of ['SHA-256', 'HMAC-SHA-256', 'AES-256-GCM', 'Ed25519', 'argon2id', 'TOTP', 'SM3', 'HMAC-SM3', 'SM4', 'SM4-CTR', 'SM2']) {
    assert.match(all.stdout, new RegExp(`^ok +${name}[ ,]`, 'm'), name);
  }
  const national = hejie(['crypto-selftest', '--sm']);
  assert.equal(national.status, 0);
  assert.equal(national.stdout.trim().split('\n').length, 6);
  assert.doesNotMatch(national.stdout, /SHA|AES|Ed25519|argon2/);
  assert.equal(hejie(['crypto-selftest', '--other']).status, 2);
});

test('an algorithm that answers wrongly is named and no server starts 070', { skip: skip || skipControl }, () => {
  const run = (args) => spawnSync(controlBin, args, { encoding: 'utf8', env: { PATH: process.env.PATH, LANG: 'en_US.UTF-8', HEJIE_CONTROL: 'sm3_wrong' } });
  const tested = run(['crypto-selftest', '--sm']);
  assert.equal(tested.status, 1);
  assert.match(tested.stdout, /^FAILED SM3 /m);
  assert.match(tested.stdout, /^ok +SM4 /m);
  const refused = run(['serve', '--data', folder.path('never'), '--listen', '127.0.0.1:0']);
  assert.equal(refused.status, 3, refused.stderr);
  assert.match(refused.stderr, /SM3 \(GB\/T 32905\)/);
  assert.throws(() => statSync(folder.path('never')), 'nothing was made');
});

it('the system tells by what its logs are hashed and signed 070', () => {
  assert.equal(state.system.log_hash, 'sm3');
  assert.equal(state.system.signature, 'sm2');
  for (const log of state.system.logs) assert.ok(log.signed.size > 0);
  assert.doesNotMatch(state.warned, /logs_keep_their_hash/);
});

it('passwords stand under HMAC-SM3, keys and personal data under SM4 070', () => {
  const bytes = readFileSync(file('hejie.db')).toString('latin1');
  assert.equal([...bytes.matchAll(/\$argon2id-hmac-sm3\$v=19\$m=65536,t=2,p=1\$k=[0-9a-f]{16}\$/g)].length >= 3, true);
  assert.doesNotMatch(bytes, /\$argon2id\$/);
  assert.match(readFileSync(file('private.key'), 'utf8'), /^index sm .*\nkey 1 sm /m);
  assert.match(hejie(['keys', 'show', '--data', data]).stdout, /sm \(SM4-CTR, HMAC-SM3\)/);
});

for (const log of ['events', 'access']) {
  it(`another language comes to the same chain and root by SM3 for ${log}, and openssl to the same signature 070`, () => {
    const lines = readFileSync(exported(log), 'utf8').trimEnd().split('\n');
    assert.equal(lines[0], `hejie-log-1-sm3 ${log}`);
    let chain = Buffer.alloc(32);
    const leaves = [];
    for (const line of lines.slice(1, -1)) {
      const [, seq, hash, entry] = /^(\d+) ([0-9a-f]{64}) (.*)$/.exec(line);
      const number = Buffer.alloc(8);
      number.writeBigUInt64BE(BigInt(seq));
      chain = sm3(chain, number, entry);
      assert.equal(chain.toString('hex'), hash, `entry ${seq}`);
      leaves.push(sm3(Buffer.of(0), entry));
    }
    const root = (from, count) => {
      if (count === 1) return leaves[from];
      let left = 1;
      while (left * 2 < count) left *= 2;
      return sm3(Buffer.of(1), root(from, left), root(from + left, count - left));
    };
    const mine = heads().filter((each) => each.log === log);
    assert.ok(mine.length > 0);
    for (const head of mine) {
      assert.equal(head.magic, 'hejie-head-1-sm3');
      assert.equal(root(0, head.size).toString('hex'), head.root);
      const number = (hex) => {
        const bytes = Buffer.from(hex.replace(/^(00)+(?=..)/, ''), 'hex');
        const signed = bytes[0] & 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
        return Buffer.concat([Buffer.of(2, signed.length), signed]);
      };
      const both = Buffer.concat([number(head.signature.slice(0, 64)), number(head.signature.slice(64))]);
      writeFileSync(folder.path('signature'), Buffer.concat([Buffer.of(0x30, both.length), both]));
      writeFileSync(folder.path('said'), head.said);
      const done = spawnSync('openssl', ['pkeyutl', '-verify', '-pubin', '-inkey', file('log_key.pub.pem'), '-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:1234567812345678',
        '-in', folder.path('said'), '-sigfile', folder.path('signature')], { encoding: 'utf8' });
      assert.equal(done.status, 0, done.stdout + done.stderr);
    }
  });
}

it('an export is checked without the store, and a changed byte is named 070 and 084', () => {
  for (const log of ['events', 'access']) {
    const sound = checked(exported(log));
    assert.equal(sound.status, 0, sound.stdout + sound.stderr);
  }
  const path = exported('events');
  const lines = readFileSync(path, 'utf8').split('\n');
  lines[3] = lines[3].replace('"version":1', '"version":2');
  writeFileSync(path, lines.join('\n'));
  const found = checked(path);
  assert.equal(found.status, 1);
  assert.match(found.stdout, /^\/events\/3 changed/m);
});

it('an export that names the other hash is found with heads and without 070', () => {
  const path = exported('events');
  writeFileSync(path, readFileSync(path, 'utf8').replace('hejie-log-1-sm3 ', 'hejie-log-1 '));
  assert.match(checked(path).stdout, /^\/events other_hash/m);
  const bare = hejie(['audit', 'verify', path]);
  assert.equal(bare.status, 1);
  assert.match(bare.stdout, /^\/events\/1-\d+ other_hash: .*sm3/m);
});

it('proofs hold without the store, and no changed one 070 and 086', () => {
  const one = hejie(['audit', 'prove', '2', '--data', data]);
  assert.equal(one.status, 0, one.stderr);
  assert.match(one.stdout, /^hejie-proof-1-sm3 inclusion events\n/);
  const prove = (text) => {
    writeFileSync(folder.path('proof'), text);
    return hejie(['audit', 'verify-proof', folder.path('proof'), '--key', file('log_key.pub.pem')]).status;
  };
  assert.equal(prove(one.stdout), 0);
  assert.equal(prove(one.stdout.replace(/"version":\d/, '"version":9')), 1);
  assert.equal(prove(one.stdout.replace('hejie-proof-1-sm3', 'hejie-proof-1')), 1);
  const [first] = heads().filter((each) => each.log === 'access');
  const growth = hejie(['audit', 'prove', '--log', 'access', '--from', String(first.size), '--data', data]);
  assert.equal(growth.status, 0, growth.stderr);
  assert.equal(prove(growth.stdout), 0);
});

it('a byte changed in the store is named, and no server starts on it 070 and 084', () => {
  const copy = folder.path('changed');
  mkdirSync(copy);
  for (const name of ['hejie.db', 'heads.log', 'log_key.pem', 'log_key.pub.pem', 'private.key']) copyFileSync(file(name), join(copy, name));
  const check = () => hejie(['check', '--data', copy, '--json']);
  assert.deepEqual(JSON.parse(check().stdout).findings, []);
  const bytes = readFileSync(join(copy, 'hejie.db'));
  const needle = Buffer.from('"action":"show_case"');
  const at = bytes.indexOf(needle);
  assert.ok(at > 0);
  bytes[at + 11] = 'S'.charCodeAt(0);
  writeFileSync(join(copy, 'hejie.db'), bytes);
  const found = check();
  assert.equal(found.status, 1);
  assert.ok(JSON.parse(found.stdout).findings.some((each) => each.path.startsWith('/access/') && ['changed', 'head_differs'].includes(each.code)), found.stdout);
  const refused = hejie(['serve', '--data', copy, '--listen', '127.0.0.1:0']);
  assert.equal(refused.status, 3, refused.stderr);
});

it('a backup is restored with its hash, and its server goes on 070', async () => {
  const backup = folder.path('backup.db');
  assert.equal(hejie(['backup', '--data', data, backup]).status, 0);
  const restored = folder.path('restored');
  assert.equal(hejie(['restore', backup, '--data', restored, '--private-key', file('private.key')]).status, 0);
  const server = await serve(restored);
  try {
    const wu = await Desk.logIn(server.port, 'wu');
    await wu.open(matter);
    const shen = await Desk.logIn(server.port, 'shen');
    assert.equal((await shen.get('/system')).log_hash, 'sm3');
  } finally {
    hangUp();
    await server.stop();
  }
  assert.deepEqual(JSON.parse(hejie(['check', '--data', restored, '--json']).stdout).findings, []);
  assert.match(readFileSync(join(restored, 'heads.log'), 'utf8'), /^hejie-head-1-sm3 begin /);
  const wrong = folder.path('wrong');
  assert.equal(hejie(['keys', 'make', '--crypto', 'sm', '--data', folder.path('other')]).status, 0);
  assert.equal(hejie(['restore', backup, '--data', wrong, '--private-key', folder.path('other/private.key')]).status, 0);
  const refused = hejie(['serve', '--data', wrong, '--listen', '127.0.0.1:0']);
  assert.equal(refused.status, 3);
  assert.match(refused.stderr, /is not the key file of this store/);
});

it('a store of before keeps its log; its passwords follow the setting, there and back 070 and 009', async () => {
  addAccounts(old, { li: ['audit_admin'] });
  const forms = async (...flags) => {
    const server = await serve(old, ...flags);
    let system;
    try {
      system = await (await Desk.logIn(server.port, 'li')).get('/system');
    } finally {
      hangUp();
      await server.stop();
    }
    const bytes = readFileSync(join(old, 'hejie.db')).toString('latin1');
    return { system, said: server.stderr(), sealed: /\$argon2id-hmac-sm3\$/.test(bytes), plain: /\$argon2id\$/.test(bytes) };
  };
  const first = await forms();
  assert.deepEqual([first.system.log_hash, first.system.signature, first.sealed, first.plain], ['sha256', 'ed25519', false, true]);
  const moved = await forms('--crypto', 'sm');
  assert.deepEqual([moved.system.log_hash, moved.system.signature, moved.sealed], ['sha256', 'ed25519', true]);
  assert.match(moved.said, /logs_keep_their_hash/);
  assert.equal(hejie(['keys', 'change', '--suite', 'sm', '--data', old]).status, 0);
  assert.equal((await forms('--crypto', 'sm')).sealed, true, 'a change of keys leaves passwords as they are');
  assert.equal((await forms('--crypto', 'international')).plain, true);
  assert.equal(hejie(['audit', 'verify', exported('events', old)]).status, 0);
});

it('keys make refuses a folder that has a store, and a word that is none 070', () => {
  assert.equal(hejie(['keys', 'make', '--crypto', 'sm', '--data', data]).status, 2);
  assert.equal(hejie(['keys', 'make', '--crypto', 'aes', '--data', folder.path('none')]).status, 2);
  assert.equal(hejie(['keys', 'make', '--data', folder.path('none')]).status, 2);
  assert.equal(hejie(['serve', '--crypto', 'md5', '--data', folder.path('none'), '--listen', '127.0.0.1:0']).status, 2);
});
