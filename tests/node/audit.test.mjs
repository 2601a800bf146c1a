// The proof of the logs over the program: a server signs, an export is checked without the store, by the program and by a
// few lines of another language; what somebody does to the file is found. The number at the end of a name is the item of
// docs/security.md it shows.
import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp, send } from './lib/client.mjs';
import { Desk } from './lib/desk.mjs';
import { addAccounts, hejie, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const folder = temporaryFolder();
const data = folder.path('data');
const file = (name) => join(data, name);
const sha = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
let state;

before(async () => {
  if (skip) return;
  addAccounts(data, { zhao: ['inspector'], shen: ['audit_admin'] });
  for (const script of ['02_sc_02']) {
    assert.equal(hejie(['import', join(top, `examples/${script}.json`), '--data', data]).status, 0);
  }
  const server = await serve(data);
  const zhao = await Desk.logIn(server.port, 'zhao');
  const [one] = (await zhao.get('/cases')).items;
  await zhao.get(`/cases/${one.id}`);
  await server.stop();  // what was read is written, what is written is signed
  hangUp();
  const again = await serve(data);
  const shen = await Desk.logIn(again.port, 'shen');
  state = { case: one.id, system: await shen.get('/system'), access: await shen.get('/access-log') };
  await again.stop();
});

after(() => {
  hangUp();
  folder.remove();
});

const it = (name, body) => test(name, { skip }, body);
const english = (args) => hejie(args);
const heads = () => readFileSync(file('heads.log'), 'utf8').trimEnd().split('\n').map((line) => {
  const [, kind, log, size, root, chain, at, key, signature] = line.split(' ');
  return { kind, log, size: Number(size), root, chain, at, key, signature, said: line.slice(0, line.lastIndexOf(' ')) };
});

function exported(log) {
  const out = folder.path(`${log}-${Math.random()}.log`);
  const done = english(['audit', 'export', '--data', data, '--log', log, '--out', out]);
  assert.equal(done.status, 0, done.stderr);
  return out;
}

const checked = (path) => english(['audit', 'verify', path, '--heads', file('heads.log'), '--key', file('log_key.pub.pem')]);

it('GET /system tells both logs, all of them signed', () => {
  assert.deepEqual(state.system.logs.map((each) => each.log), ['events', 'access']);
  for (const log of state.system.logs) assert.ok(log.size > 0 && log.signed.size > 0, JSON.stringify(log));
  assert.equal(state.system.logs[0].signed.size, state.system.logs[0].size);
  assert.equal(state.system.signing_fails, false);
});

it('reads of files and log-ins are in the access log, newest first 082', () => {
  const actions = state.access.items.map((each) => each.action);
  assert.ok(actions.includes('show_case') && actions.includes('log_in') && actions.includes('add_account'));
  const read = state.access.items.find((each) => each.action === 'show_case');
  assert.equal(read.object, state.case);
  const seqs = state.access.items.map((each) => each.seq);
  assert.deepEqual(seqs, [...seqs].sort((a, b) => b - a));
});

it('every record has time, actor, address, action, object and result 083', () => {
  for (const each of state.access.items) {
    assert.ok(each.at && each.action && each.object && each.result && each.actor, JSON.stringify(each));
    if (each.request_id) assert.equal(each.address, '127.0.0.1');
  }
});

it('the key is its owner\'s alone 074', () => {
  assert.equal(statSync(file('log_key.pem')).mode & 0o777, 0o400);
});

for (const log of ['events', 'access']) {
  it(`an export of ${log} is checked without the store 084`, () => {
    const done = checked(exported(log));
    assert.equal(done.status, 0, done.stdout + done.stderr);
    assert.match(done.stdout, /root [0-9a-f]{64}|根 [0-9a-f]{64}/);
  });

  it(`another language comes to the same chain, root and signature for ${log} 084`, () => {
    const lines = readFileSync(exported(log), 'utf8').trimEnd().split('\n');
    assert.equal(lines[0], `hejie-log-1 ${log}`);
    assert.equal(lines.at(-1), `end ${lines.length - 2}`);
    let chain = Buffer.alloc(32);
    const leaves = [];
    for (const line of lines.slice(1, -1)) {
      const [, seq, hash, entry] = /^(\d+) ([0-9a-f]{64}) (.*)$/.exec(line);
      const number = Buffer.alloc(8);
      number.writeBigUInt64BE(BigInt(seq));
      chain = sha(chain, number, entry);
      assert.equal(chain.toString('hex'), hash, `entry ${seq}`);
      leaves.push(sha(Buffer.of(0), entry));
    }
    const root = (from, count) => {
      if (count === 1) return leaves[from];
      let left = 1;
      while (left * 2 < count) left *= 2;
      return sha(Buffer.of(1), root(from, left), root(from + left, count - left));
    };
    const key = createPublicKey(readFileSync(file('log_key.pub.pem')));
    const mine = heads().filter((each) => each.log === log);
    assert.ok(mine.length > 0);
    for (const head of mine) {
      assert.equal(root(0, head.size).toString('hex'), head.root);
      assert.ok(verify(null, Buffer.from(head.said), key, Buffer.from(head.signature, 'hex')));
    }
  });
}

it('a changed, a removed and a cut export are named 084', () => {
  const path = exported('events');
  const whole = readFileSync(path, 'utf8').split('\n');
  const write = (lines) => writeFileSync(path, lines.join('\n'));
  write(whole.map((line, at) => (at === 17 ? line.replace('"version":17', '"version":71') : line)));
  let done = checked(path);
  assert.equal(done.status, 1);
  assert.match(done.stdout, /^\/events\/17 changed/m);
  write(whole.filter((_, at) => at !== 17));
  done = checked(path);
  assert.match(done.stdout, /^\/events\/17 missing/m);
  write([...whole.slice(0, 20), 'end 19', '']);
  done = checked(path);
  assert.equal(done.status, 1);
  assert.match(done.stdout, /^\/events\/20-\d+ cut_off/m);
  done = english(['audit', 'verify', path]);
  assert.equal(done.status, 0, 'without heads a cut cannot be seen, and that is said');
  assert.match(done.stdout, /--heads/);
});

it('a proof of one entry holds alone, and no changed one 086', () => {
  const done = english(['audit', 'prove', '7', '--data', data]);
  assert.equal(done.status, 0, done.stderr);
  const path = folder.path('proof');
  const prove = (text) => {
    writeFileSync(path, text);
    return english(['audit', 'verify-proof', path, '--key', file('log_key.pub.pem')]).status;
  };
  assert.equal(prove(done.stdout), 0);
  assert.equal(prove(done.stdout.replace('"version":7', '"version":8')), 1);
  assert.equal(english(['audit', 'prove', '4711', '--data', data]).status, 2);
});

it('a proof that the log only grew holds without the store, and no changed one 086', () => {
  const sizes = heads().filter((each) => each.log === 'access').map((each) => each.size);
  const [first, last] = [sizes[0], sizes.at(-1)];
  assert.ok(first > 0 && last > first, `heads over ${sizes}`);
  const done = english(['audit', 'prove', '--log', 'access', '--data', data, '--from', String(first)]);
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /^hejie-proof-1 consistency access\n/);
  const path = folder.path('growth');
  const prove = (text) => {
    writeFileSync(path, text);
    return english(['audit', 'verify-proof', path, '--key', file('log_key.pub.pem')]);
  };
  const held = prove(done.stdout);
  assert.equal(held.status, 0, held.stdout + held.stderr);
  assert.match(held.stdout, new RegExp(`of ${last} entries, holds .* of ${first}\\n`));
  const lines = done.stdout.split('\n');
  const nodes = lines.filter((line) => line.startsWith('node '));
  assert.ok(nodes.length > 0);
  for (const at of nodes.keys()) {
    const changed = lines.map((line) => (line === nodes[at] ? line.replace(/[0-9a-f]$/, (digit) => (digit === '0' ? '1' : '0')) : line));
    assert.equal(prove(changed.join('\n')).status, 1, `node ${at}`);
  }
  const swapped = [lines[0], lines.at(-2), ...nodes, lines[1], ''];
  assert.equal(prove(swapped.join('\n')).status, 1, 'a log does not shrink');
  assert.equal(prove(done.stdout.replace('consistency access', 'consistency events')).status, 1);
  assert.equal(english(['audit', 'prove', '--data', data, '--log', 'access', '--from', String(last), '--to', String(first)]).status, 2);
  assert.equal(english(['audit', 'prove', '--data', data]).status, 2);
  assert.equal(english(['audit', 'prove', '7', '--from', '3', '--data', data]).status, 2);
});

it('hejie check tells the head and finds an older copy 085', async () => {
  const sound = JSON.parse(english(['check', '--data', data, '--json']).stdout);
  assert.deepEqual(sound.findings, []);
  for (const log of sound.logs) assert.equal(log.signed, log.size, log.log);
  const old = folder.path('old.db');
  assert.equal(english(['backup', '--data', data, old]).status, 0);
  const server = await serve(data);
  const zhao = await Desk.logIn(server.port, 'zhao');
  await zhao.get(`/cases/${state.case}`);
  await server.stop();
  const copy = folder.path('copy');
  mkdirSync(copy);
  copyFileSync(old, join(copy, 'hejie.db'));
  for (const name of ['heads.log', 'log_key.pem', 'log_key.pub.pem', 'private.key']) copyFileSync(file(name), join(copy, name));
  const found = english(['check', '--data', copy, '--json']);
  assert.equal(found.status, 1);
  assert.ok(JSON.parse(found.stdout).findings.some((each) => each.code === 'cut_off' && each.path.startsWith('/access/')));
  const refused = hejie(['serve', '--data', copy, '--listen', '127.0.0.1:0']);
  assert.equal(refused.status, 3, refused.stderr);
  const begun = english(['audit', 'begin', '--data', copy]);
  assert.equal(begun.status, 0, begun.stderr);
  const restored = await serve(copy);
  await restored.stop();
  assert.equal(english(['check', '--data', copy]).status, 0);
});

it('heads and key may lie elsewhere', async () => {
  const elsewhere = folder.path('elsewhere');
  mkdirSync(elsewhere);
  const place = folder.path('place');
  addAccounts(place, { zhao: ['inspector'] });
  const flags = ['--heads-file', join(elsewhere, 'h.log'), '--heads-key-file', join(elsewhere, 'k.pem')];
  const server = await serve(place, ...flags);
  await server.stop();
  assert.ok(existsSync(join(elsewhere, 'h.log')) && !existsSync(join(place, 'heads.log')));
  rmSync(join(elsewhere, 'k.pem'));
  const refused = hejie(['serve', '--data', place, '--listen', '127.0.0.1:0', ...flags]);
  assert.equal(refused.status, 3, 'a lost key is not replaced in silence');
});
