// T27: SIGTERM while 16 clients write. What is on its way finishes or is refused, the process ends by itself in time, and
// what was acknowledged is there when it starts again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFiring, letMonthsPass } from './lib/faults/clock.mjs';
import { summary } from './lib/faults/figures.mjs';
import { compare, faultsOf, noFaults, readStore } from './lib/faults/ledger.mjs';
import { Load, randomFrom, seedOf } from './lib/faults/load.mjs';
import { Server, check, long, newStore, scratch, skip } from './lib/faults/server.mjs';

const clients = 16;
const stops = long ? 50 : 5;
const barMs = 5000;

/** Lets the clients write for a while, then asks the server to stop; they write on until it is gone. */
async function stopUnderLoad(server, tokens, load, random) {
  const end = new Promise((done) => {
    setTimeout(() => done(server.end('SIGTERM')), 100 + random() * 400);
  });
  await load.run(server, tokens);
  return end;
}

test('T27 a server asked to stop finishes what it has begun', { skip, timeout: 1_800_000 }, async (t) => {
  const random = randomFrom(seedOf(t, 20260327));
  const folder = newStore(scratch(t));
  const load = new Load(clients);
  let server = await Server.start(folder);
  const tokens = await server.logIn();
  const times = [];
  const reasons = new Map();
  for (let i = 0; i < stops; i += 1) {
    const { code, signal, ms } = await stopUnderLoad(server, tokens, load, random);
    assert.equal(signal, null, `ended by ${signal}: ${server.stderr}`);
    assert.equal(code, 0, `exit ${code}: ${server.stderr}`);
    times.push(ms);
    for (const { why } of load.ledger.unanswered.values()) reasons.set(why, (reasons.get(why) ?? 0) + 1);
    server = await Server.start(folder);
  }
  const silent = load.ledger.replayedAfterSilence;
  await load.finish(server, tokens);
  const found = compare(load.ledger, await readStore(server.base, tokens.desk));
  const fired = await letMonthsPass(server, tokens.desk);
  t.diagnostic(`T27: ${stops} stops under load, ${load.ledger.acknowledged.length} acknowledged commands; exit code 0, ` +
    `${summary(times)} (bar ${barMs} ms); ${found.lost.length} lost, ${found.doubled.length} twice (bar 0, 0)`);
  t.diagnostic(`T27: cut off: ${[...reasons].map(([why, n]) => `${n} x ${why}`).join(', ') || 'none'}; ` +
    `${silent} of them had taken effect`);
  assert.deepEqual(faultsOf(found), noFaults);
  assert.ok(times.every((ms) => ms <= barMs), `a stop took ${summary(times)}`);
  assert.equal(silent, 0, 'a command on its way must be answered when it takes effect, also while stopping');
  const clean = check(folder);
  assert.ok(clean.clean, clean.text);
  assertFiring(t, assert, 'T27', fired);
});
