// T01: the server is killed (SIGKILL) again and again while 16 clients write. What it had acknowledged is there after each
// restart, and a command that was cut off takes effect once when it is sent again with its key.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertFiring, letMonthsPass } from './lib/faults/clock.mjs';
import { compare, faultsOf, noFaults, readStore } from './lib/faults/ledger.mjs';
import { Load, randomFrom, seedOf } from './lib/faults/load.mjs';
import { Server, bin, check, controlBin, long, newStore, scratch, skip, skipControl } from './lib/faults/server.mjs';
import { summary, worst } from './lib/faults/figures.mjs';

const clients = 16;
const loops = long ? 200 : 12;
const restartBarMs = 1000;

/** Kills at a random moment; every other time not before the next acknowledgement, where a promise is youngest. */
async function liveAndDie(server, tokens, load, random, atAck) {
  const killAfter = 50 + random() * 750;
  let late = false;
  const kill = () => server.child.kill('SIGKILL');
  const timer = setTimeout(() => { late = true; if (!atAck) kill(); }, killAfter);
  await load.run(server, tokens, () => server.child.killed, () => { if (late && atAck) kill(); });
  clearTimeout(timer);
  const { signal } = await server.exited;
  assert.equal(signal, 'SIGKILL', `the server ended by itself: ${server.stderr}`);
}

test('T01 nothing acknowledged is lost and nothing happens twice over kills', { skip, timeout: 3_600_000 }, async (t) => {
  const random = randomFrom(seedOf(t, 20260301));
  const folder = newStore(scratch(t));
  const load = new Load(clients);
  let server = await Server.start(folder);
  const freshMs = server.startedMs;
  const tokens = await server.logIn();
  const restarts = [];
  for (let i = 0; i < loops; i += 1) {
    await liveAndDie(server, tokens, load, random, i % 2 === 1);
    server = await Server.start(folder);
    restarts.push(server.startedMs);
  }
  await load.finish(server, tokens);
  assert.equal(load.ledger.unanswered.size, 0);
  const found = compare(load.ledger, await readStore(server.base, tokens.desk));
  const fired = await letMonthsPass(server, tokens.desk);
  t.diagnostic(`T01: ${loops} kills, ${load.ledger.acknowledged.length} acknowledged commands, ${found.events} events; ` +
    `${found.lost.length} lost, ${found.doubled.length} twice (bar 0, 0); ` +
    `${load.ledger.replayedAfterSilence} had taken effect unanswered and were answered on the second sending`);
  t.diagnostic(`T01: restart ${summary(restarts)}, bar ${restartBarMs} ms; start on a new store ${freshMs.toFixed(0)} ms`);
  assert.deepEqual(faultsOf(found), noFaults);
  assert.ok(load.ledger.acknowledged.length > loops * clients / 4, 'too little was written to prove anything');
  assert.equal((await server.exited).code, 0);
  assertFiring(t, assert, 'T01', fired);
  const clean = check(folder);
  t.diagnostic(`T01: hejie check: ${clean.clean ? 'clean' : clean.text}`);
  assert.ok(clean.clean, clean.text);
  // A slow build (Debug, sanitizers) on a busy machine starts slowly on an empty store too: recovery is what is judged.
  const bar = Math.max(restartBarMs, 3 * freshMs);
  assert.ok(worst(restarts, 0.9) <= bar, `restart took ${summary(restarts)}; bar ${bar.toFixed(0)} ms`);
});

test('T01 control: a server that answers before it commits is caught', { skip: skipControl, timeout: 600_000 }, async (t) => {
  const random = randomFrom(seedOf(t, 20260302));
  const most = 60;
  let found = { lost: [] };
  let kills = 0;
  while (found.lost.length === 0 && kills < most) {
    const folder = newStore(scratch(t));
    const load = new Load(clients);
    const env = { HEJIE_CONTROL: 'answer_before_commit' };
    let server = await Server.start(folder, { binary: controlBin, env });
    const tokens = await server.logIn();
    await liveAndDie(server, tokens, load, random, true);
    kills += 1;
    server = await Server.start(folder, { binary: controlBin });
    found = compare(load.ledger, await readStore(server.base, tokens.desk));
    await server.end('SIGTERM');
  }
  t.diagnostic(`T01 control: ${found.lost.length} acknowledged commands lost at kill ${kills} of at most ${most}`);
  assert.ok(found.lost.length > 0, `${kills} kills of a server that answers before it commits showed no loss`);
});
