// What the program gives for a machine that stands by (GB/T 22239-2019 8.1.4.9 c; docs/operations.md, "Standing by"): the
// data folder as it was at any moment, carried to another place, takes over; and no two programs ever work on one folder.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertFiring, letMonthsPass } from './lib/faults/clock.mjs';
import { Client } from './lib/faults/http.mjs';
import { compare, faultsOf, noFaults, readStore } from './lib/faults/ledger.mjs';
import { Load, randomFrom, seedOf } from './lib/faults/load.mjs';
import { Server, bin, check, long, newStore, scratch, skip } from './lib/faults/server.mjs';
import { summary, worst } from './lib/faults/figures.mjs';

const rounds = long ? 40 : 6;
const takeOverBarMs = 2000;
const inUse = 3;

test('a copy as of any moment takes over: every acknowledged change, open sessions, alerts once', { skip, timeout: 1_800_000 }, async (t) => {
  const random = randomFrom(seedOf(t, 20261123));
  const place = scratch(t);
  let folder = newStore(join(place, 'site-0'));
  const load = new Load(16);
  let server = await Server.start(folder);
  const freshMs = server.startedMs;
  const tokens = await server.logIn();
  const waits = [];
  for (let i = 1; i <= rounds; i += 1) {
    const active = server;
    setTimeout(() => active.child.kill('SIGKILL'), 50 + random() * 750);
    await load.run(active, tokens, () => active.child.killed);
    assert.equal((await active.exited).signal, 'SIGKILL', active.stderr);
    const next = join(place, `site-${i}`);
    assert.equal(spawnSync('cp', ['-a', folder, next]).status, 0);  // as the replicated disk holds it
    folder = next;
    server = await Server.start(folder);  // a port of its own
    waits.push(server.startedMs);
    const client = new Client(server.base);
    for (const token of Object.values(tokens)) {
      assert.equal((await client.get('/api/v1/session', token)).status, 200, 'who was logged in stays so');
    }
    client.close();
  }
  await load.finish(server, tokens);
  assert.equal(load.ledger.unanswered.size, 0);
  assert.ok(load.ledger.acknowledged.length > rounds * 4, 'too little was written to prove anything');
  const found = compare(load.ledger, await readStore(server.base, tokens.desk));
  assert.deepEqual(faultsOf(found), noFaults);
  const fired = await letMonthsPass(server, tokens.desk);
  assertFiring(t, assert, 'standby', fired);
  const clean = check(folder);
  assert.ok(clean.clean, clean.text);
  t.diagnostic(`${rounds} take-overs, ${load.ledger.acknowledged.length} acknowledged commands, none lost or twice; ` +
    `from the start of the program to /readyz ${summary(waits)}, bar ${takeOverBarMs} ms`);
  assert.ok(worst(waits, 0.9) <= Math.max(takeOverBarMs, 3 * freshMs), summary(waits));
});

test('two programs never work on one data folder: the second says who has it and ends with 3', { skip, timeout: 120_000 }, async (t) => {
  const folder = newStore(join(scratch(t), 'data'));
  const server = await Server.start(folder);
  const attempts = [['serve', '--data', folder, '--listen', '127.0.0.1:0'], ['demo', '--data', folder, '--listen', '127.0.0.1:0'],
    ['keys', 'change', '--data', folder], ['keys', 'recode', '--data', folder], ['restore', join(folder, 'hejie.db'), '--data', folder]];
  for (const args of attempts) {
    const second = spawnSync(bin, args, { encoding: 'utf8', timeout: 30_000, env: { ...process.env, LANG: 'en_US.UTF-8' } });
    assert.equal(second.status, inUse, `${args[0]}: ${second.stderr}`);
    assert.match(second.stderr, new RegExp(`process ${server.pid}`), args.join(' '));
  }
  const client = new Client(server.base);
  assert.equal((await client.get('/readyz')).status, 200, 'the first is not disturbed');
  client.close();
  // A crash leaves the lock's file, not the lock.
  await server.end('SIGKILL');
  const again = await Server.start(folder);
  assert.equal((await again.end('SIGTERM')).code, 0);
});
