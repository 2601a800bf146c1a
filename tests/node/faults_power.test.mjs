// T02: the power of the disk is cut while 16 clients write: an ext4 image is shut down without flushing its journal, with
// the server frozen first, since a process without power tells nobody anything. After the reboot (kill, remount, start)
// every acknowledged command is there.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertFiring, letMonthsPass } from './lib/faults/clock.mjs';
import { Disk, freeze, integrity, lyingDisk, whyNoDisk, whyNoLyingDisk } from './lib/faults/disk.mjs';
import { summary } from './lib/faults/figures.mjs';
import { compare, faultsOf, noFaults, readStore } from './lib/faults/ledger.mjs';
import { Load, randomFrom, seedOf } from './lib/faults/load.mjs';
import { Server, check, controlBin, long, newStore, skip, skipControl } from './lib/faults/server.mjs';

const clients = 16;
const leastWritten = 3 * clients;  // between two cuts, however slow the machine
const cuts = long ? 60 : 4;
const noDisk = skip && skipControl ? false : whyNoDisk();

/** Writes for a while and some, then freezes the server, cuts the power, lets it die and mounts what the disk holds. */
async function writeAndCut(disk, server, tokens, load, random) {
  const wanted = load.ledger.acknowledged.length + leastWritten;
  let enough;
  const written = new Promise((done) => { enough = done; });
  const told = () => { if (load.ledger.acknowledged.length >= wanted) enough(); };
  const work = load.run(server, tokens, () => false, told).then(enough);
  await Promise.all([written, new Promise((done) => { setTimeout(done, 200 + random() * 600); })]);
  freeze(server.pid);
  disk.cutPower();
  await server.end('SIGKILL');
  await work;  // answers that were on their way before the freeze count as given
  disk.unmount();
  disk.mount();
}

function newDisk(t) {
  const disk = new Disk();
  t.after(() => disk.remove());
  const folder = newStore(join(disk.point, 'data'));
  disk.sync();
  return { disk, folder };
}

test('T02 nothing acknowledged is lost when the power goes', { skip: skip || noDisk, timeout: 3_600_000 }, async (t) => {
  const random = randomFrom(seedOf(t, 20260302));
  const { disk, folder } = newDisk(t);
  const load = new Load(clients);
  let server = await Server.start(folder);
  t.after(() => server.end('SIGKILL'));
  const tokens = await server.logIn();
  const restarts = [];
  const damaged = [];
  let lossyCuts = 0;
  let found;
  for (let i = 0; i < cuts; i += 1) {
    await writeAndCut(disk, server, tokens, load, random);
    const verdict = integrity(folder, join(disk.here, 'copy'));
    if (verdict !== 'ok') damaged.push(`cut ${i}: ${verdict}`);
    server = await Server.start(folder);
    restarts.push(server.startedMs);
    await load.finish(server, tokens);
    found = compare(load.ledger, await readStore(server.base, tokens.desk));
    if (found.lost.length > 0) lossyCuts += 1;
  }
  const fired = await letMonthsPass(server, tokens.desk);
  const clean = check(folder);
  t.diagnostic(`T02: ${cuts} power cuts at synchronous=FULL, ${load.ledger.acknowledged.length} acknowledged commands; ` +
    `${lossyCuts} cuts lost any, ${found.lost.length} lost, ${found.doubled.length} twice (bar 0, 0, 0); ${damaged.length} ` +
    `integrity failures (bar 0); restart ${summary(restarts)}`);
  assert.deepEqual(damaged, []);
  assert.deepEqual(faultsOf(found), noFaults);
  assert.ok(load.ledger.acknowledged.length > cuts * clients / 4, 'too little was written to prove anything');
  assertFiring(t, assert, 'T02', fired);
  assert.ok(clean.clean, clean.text);
});

/** Cuts the power of new stores until something acknowledged is gone, as it must be without a real flush. */
async function mustLose(t, options, most = 10) {
  const random = randomFrom(seedOf(t, 20260303));
  let lost = 0;
  let tried = 0;
  while (lost === 0 && tried < most) {
    tried += 1;
    const { disk, folder } = newDisk(t);
    const load = new Load(clients);
    let server = await Server.start(folder, options);
    t.after(() => server.end('SIGKILL'));
    const tokens = await server.logIn();
    disk.sync();  // the session is not what the control is about
    await writeAndCut(disk, server, tokens, load, random);
    if (integrity(folder, join(disk.here, 'copy')) !== 'ok') return t.diagnostic(`T02 control: damaged at cut ${tried}`);
    try {
      server = await Server.start(folder, { binary: options.binary });
    } catch (refused) {
      // The heads of the log are signed into a file of their own: a store that lost more than that file says so itself.
      assert.match(refused.message, /ended at start with 3: .*已签名 \d+ 条/);
      return t.diagnostic(`T02 control: signed entries are gone at cut ${tried}, and the start says so`);
    }
    lost = compare(load.ledger, await readStore(server.base, tokens.desk)).lost.length;
    await server.end('SIGTERM');
  }
  t.diagnostic(`T02 control: ${lost} acknowledged commands lost at cut ${tried} of at most ${most}`);
  return assert.ok(lost > 0, `${tried} power cuts without a flush lost nothing: the harness is blind`);
}

test('T02 control: synchronous=NORMAL loses', { skip: skipControl || noDisk, timeout: 900_000 },
  (t) => mustLose(t, { binary: controlBin, env: { HEJIE_CONTROL: 'sync_normal' } }));

test('T02 control: a disk that lies about flushing loses', { skip: skip || noDisk || whyNoLyingDisk(), timeout: 900_000 },
  (t) => mustLose(t, { wrapper: lyingDisk }));
