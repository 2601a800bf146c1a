// T04: the end of the write-ahead log is torn: its last 1 to 4,096 bytes are gone or are others, as a disk may leave them
// that lost its power. Whatever is left is a whole beginning: no event without its state, every link of the chain in place.
// What was brought back into the file was on the disk before (the log is flushed first), so it is left as it is.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Load, randomFrom, seedOf } from './lib/faults/load.mjs';
import { Server, bin, entriesOf, long, newStore, scratch, skip } from './lib/faults/server.mjs';

const rounds = long ? 500 : 24;
const commands = 150;  // fewer than a checkpoint brings back into the file
const mostTorn = 4096;

/**
 * Which bytes of the log may be torn: from what no checkpoint has touched yet (nBackfill and nBackfillAttempted of the
 * index, sqlite.org/walformat.html, 2.2) to the end of its last run (fileformat2.html, 4.1); later bytes are of older runs.
 */
function mayBeTorn(wal, index) {
  const salt = wal.subarray(16, 24);
  const frame = 24 + wal.readUInt32BE(8);
  let end = 32;
  while (end + frame <= wal.length && wal.subarray(end + 8, end + 16).equals(salt)) end += frame;
  return { begin: 32 + frame * Math.max(index.readUInt32LE(96), index.readUInt32LE(128)), end };
}

/** What the program makes of a folder: its counts, and the entries of the log of events. */
function read(folder) {
  const checked = spawnSync(bin, ['check', '--data', folder, '--json'], { encoding: 'utf8' });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  return { ...JSON.parse(checked.stdout), entries: entriesOf(folder) };
}

test('T04 a torn end of the log leaves a whole beginning', { skip, timeout: 1_800_000 }, async (t) => {
  const random = randomFrom(seedOf(t, 20261124));
  const place = scratch(t);
  const folder = newStore(join(place, 'data'));
  const server = await Server.start(folder);
  const load = new Load(8);
  const tokens = await server.logIn();
  const many = () => load.ledger.acknowledged.length >= commands;
  await load.run(server, tokens, () => many() && server.child.kill('SIGKILL'));
  await server.exited;
  const wal = readFileSync(join(folder, 'hejie.db-wal'));
  const { begin, end } = mayBeTorn(wal, readFileSync(join(folder, 'hejie.db-shm')));
  assert.ok(end - begin > 20 * mostTorn, `little stands in the log alone: bytes ${begin} to ${end} of ${wal.length}`);

  let copies = 0;
  const withLog = (bytes) => {
    const copy = join(place, `copy-${copies += 1}`);
    mkdirSync(copy);
    for (const name of ['hejie.db', 'private.key']) copyFileSync(join(folder, name), join(copy, name));
    writeFileSync(join(copy, 'hejie.db-wal'), bytes);
    const found = read(copy);
    rmSync(copy, { recursive: true });
    return found;
  };
  const whole = withLog(wal);
  assert.ok(whole.events >= commands, `${whole.events} events`);
  let least = whole.events;
  let shorter = 0;
  for (let i = 0; i < rounds; i += 1) {
    // Half of them at the end of the log, half anywhere in it: a disk writes what it was given in any order.
    const last = i % 2 ? end : end - Math.floor(random() * (end - begin - mostTorn));
    const torn = 1 + Math.floor(random() * mostTorn);
    const bytes = Buffer.from(wal.subarray(0, i % 4 < 2 ? last - torn : end));
    if (i % 4 >= 2) for (let at = last - torn; at < last; at += 1) bytes[at] = Math.floor(random() * 256);
    const found = withLog(bytes);
    const what = `round ${i}: ${torn} bytes before ${last} of ${end}`;
    assert.equal(found.entries.length, found.events, what);
    assert.ok(found.entries.every((entry, at) => entry === whole.entries[at]), what);
    assert.ok(found.cases <= whole.cases && found.events <= whole.events, what);
    if (found.events < whole.events) shorter += 1;
    least = Math.min(least, found.events);
  }
  assert.ok(shorter > rounds / 4, `only ${shorter} of ${rounds} lost anything: the damage misses what counts`);
  t.diagnostic(`${rounds} torn logs of ${whole.events} events, bytes ${begin} to ${end}; ${shorter} began earlier, the shortest with ${least}`);
});
