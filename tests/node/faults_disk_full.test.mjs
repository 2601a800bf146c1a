// T06: the disk fills up while eight clients write. Writes get 503 read_only with Retry-After, reads go on, nothing
// acknowledged is lost, and writing comes back by itself when there is space again, without a restart.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statfsSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { hangUp, send } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, hejie, serve, skip, top } from './lib/program.mjs';

const clients = 8;
const diskBytes = 8 * 2 ** 20;
const leftBytes = 256 * 2 ** 10;
const backWithinMs = 5_000;

/** Why no small disk can be mounted here, or false. Tries it. */
function whyNoDisk() {
  if (process.getuid() !== 0) return 'needs root';
  const point = mkdtempSync(join(tmpdir(), 'hejie-full-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', point], { stdio: 'pipe' });
    execFileSync('umount', [point]);
    return false;
  } catch {
    return 'mounting is not allowed here';
  } finally {
    rmSync(point, { recursive: true, force: true });
  }
}

const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
const opening = { workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: script.steps[0].data };

test('T06 a full disk: read-only with Retry-After, and back by itself 087', { skip: skip || whyNoDisk(), timeout: 300_000 }, async (t) => {
  const point = mkdtempSync(join(tmpdir(), 'hejie-full-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'none', point]);
  let server;
  t.after(async () => {
    if (server?.alive()) await server.stop();  // a server left behind would keep the disk and this process
    execFileSync('umount', [point]);
    rmSync(point, { recursive: true, force: true });
  });
  const data = join(point, 'data');
  addAccounts(data, { zhou: ['window'] });
  server = await serve(data);
  const desks = [];
  for (let i = 0; i < 5; i += 1) desks.push(await Desk.logIn(server.port, 'zhou'));
  const space = statfsSync(point);
  const filler = join(point, 'filler');
  writeFileSync(filler, Buffer.alloc(Math.max(0, space.bavail * space.bsize - leftBytes)));
  const acknowledged = [];
  const refused = [];
  const write = async (desk) => {
    const answer = await desk.ask('POST', '/cases', { body: opening, headers: { 'Idempotency-Key': newKey() } });
    if (answer.status === 201) acknowledged.push(answer.json.case_id);
    else refused.push(answer);
    return answer.status;
  };
  await Promise.all(Array.from({ length: clients }, async (_, i) => {
    while (await write(desks[i % desks.length]) === 201);
  }));
  assert.ok(acknowledged.length > 0, 'some were written before');
  for (const answer of refused) {
    assert.equal(answer.status, 503, answer.text);
    assert.equal(answer.json.code, 'read_only', answer.text);
    assert.ok(answer.headers['retry-after'], 'Retry-After');
  }
  for (const id of [acknowledged[0], acknowledged.at(-1)]) assert.equal((await desks[0].ask('GET', `/cases/${id}`)).status, 200);
  const ready = await send(server.port, 'GET', '/readyz');
  assert.deepEqual([ready.status, ready.json.code], [503, 'read_only']);
  unlinkSync(filler);
  const freed = Date.now();
  while (await write(desks[0]) !== 201) {
    assert.ok(Date.now() - freed < backWithinMs, 'writing comes back within five seconds');
    await new Promise((done) => { setTimeout(done, 100); });
  }
  t.diagnostic(`${acknowledged.length} acknowledged, ${refused.length} refused, back after ${Date.now() - freed} ms`);
  assert.ok(server.alive(), 'without a restart');
  hangUp();
  await server.stop();
  const check = hejie(['check', '--data', data, '--json']);
  assert.equal(check.status, 0, check.stdout);
  assert.equal(JSON.parse(check.stdout).cases, acknowledged.length, 'all that was acknowledged and nothing else');
});
