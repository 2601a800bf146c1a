// T24: copies are made while 16 clients write. Each copy holds at least all that was acknowledged when it was asked for and is
// a whole beginning of what the store holds in the end; the clients go on and lose nothing.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { compare, faultsOf, noFaults, readStore } from './lib/faults/ledger.mjs';
import { Load } from './lib/faults/load.mjs';
import { Server, bin, check, entriesOf, long, newStore, scratch, skip } from './lib/faults/server.mjs';

const rounds = long ? 100 : 10;
const quietMs = 2_000;
const { NODE_TEST_CONTEXT: _, ...env } = { ...process.env, LANG: 'en_US.UTF-8' };

/** Runs the program beside this one, which is busy with the clients. */
function hejie(...args) {
  return new Promise((done) => {
    const child = spawn(bin, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { said += chunk; });
    child.on('close', (status) => done({ status, said }));
  });
}

test('T24 copies made while clients write are whole and lack nothing acknowledged', { skip, timeout: 1_800_000 }, async (t) => {
  const place = scratch(t);
  const folder = newStore(join(place, 'data'));
  const server = await Server.start(folder);
  t.after(() => server.end('SIGKILL'));
  const tokens = await server.logIn();
  const load = new Load(16);
  let over = false;
  const working = load.run(server, tokens, () => over);
  const answered = () => load.ledger.acknowledged.length;
  await new Promise((done) => { setTimeout(done, quietMs); });
  const quiet = answered() / quietMs;
  const begin = performance.now();
  const before = answered();
  const copies = [];
  for (let i = 0; i < rounds; i += 1) {
    const file = join(place, `copy-${i}.db`);
    const known = Math.max(...load.ledger.acknowledged.map((one) => one.seq));
    const copied = await hejie('backup', file, '--data', folder);
    assert.equal(copied.status, 0, `round ${i}: ${copied.said}`);
    copies.push({ file, known });
  }
  const beside = (answered() - before) / (performance.now() - begin);
  over = true;
  await working;
  assert.equal(load.ledger.unanswered.size, 0);
  assert.deepEqual(faultsOf(compare(load.ledger, await readStore(server.base, tokens.desk))), noFaults);
  const ended = await server.end('SIGTERM');
  assert.equal(ended.code, 0, server.stderr);
  const whole = entriesOf(folder);
  for (const [i, { file, known }] of copies.entries()) {
    const restored = join(place, `restored-${i}`);
    const back = await hejie('restore', file, '--data', restored);
    assert.equal(back.status, 0, `round ${i}: ${back.said}`);
    const sound = check(restored);
    assert.ok(sound.clean, `round ${i}: ${sound.text}`);
    const entries = entriesOf(restored);
    assert.ok(entries.length >= known, `round ${i}: ${entries.length} events, ${known} were acknowledged before`);
    assert.ok(entries.every((entry, at) => entry === whole[at]), `round ${i}: not a beginning of the whole`);
    rmSync(restored, { recursive: true });
    rmSync(file);
  }
  assert.ok(copies.at(-1).known > copies[0].known, 'nothing was written between the copies');
  t.diagnostic(`${rounds} copies of up to ${whole.length} events beside ${answered()} commands; ` +
    `${Math.round(quiet * 1000)} commands/s without copies, ${Math.round(beside * 1000)} beside them`);
});
