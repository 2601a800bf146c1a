// T29: 64 open files for the whole program, and 500 connections. Some are served, the others wait or are turned away; the
// store keeps its files, what was acknowledged stays, and when the crowd has gone everything is as before.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from './lib/faults/http.mjs';
import { compare, faultsOf, noFaults, readStore } from './lib/faults/ledger.mjs';
import { Load } from './lib/faults/load.mjs';
import { Server, check, newStore, scratch, skip } from './lib/faults/server.mjs';

const files = 64;
const keptFree = 4;  // of the 24 kept; reads and what opens after the start take the others
const crowd = 500;
const backWithinMs = 10_000;

/** A connection that says a little and waits. */
function guest(port) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => { socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n'); done(socket); });
    socket.on('error', () => done(socket));
    socket.setTimeout(5_000, () => done(socket));
  });
}

test('T29 too many connections for its open files: the store keeps its own, and it recovers', { skip, timeout: 300_000 }, async (t) => {
  const folder = newStore(join(scratch(t), 'data'));
  const server = await Server.start(folder, { wrapper: ['prlimit', `--nofile=${files}:${files}`, '--'] });
  t.after(() => server.end('SIGKILL'));
  const tokens = await server.logIn();
  const load = new Load(4);
  const { ledger } = load;
  const enough = (many) => () => ledger.acknowledged.length >= many;
  await load.run(server, tokens, enough(20));
  const open = () => readdirSync(`/proc/${server.pid}/fd`).length;
  const quiet = open();
  const inside = new Client(server.base);  // was there first
  assert.equal((await inside.get('/readyz')).status, 200);

  const port = new URL(server.base).port;
  const sockets = await Promise.all(Array.from({ length: crowd }, () => guest(port)));
  let most = open();
  const statuses = [];
  const crowded = load.run(server, tokens, enough(60));  // on connections of their own, among the crowd
  for (let i = 0; i < 5; i += 1) {
    assert.equal((await inside.get('/api/v1/cases?limit=5', tokens.desk)).status, 200, 'who is inside is served');
    const outside = new Client(server.base);
    const limit = new Promise((done) => { setTimeout(() => done({ failed: 'waits' }), 1_000); });
    const answer = await Promise.race([outside.get('/readyz'), limit]);
    outside.close();
    statuses.push(answer.status ?? answer.failed);
    most = Math.max(most, open());
  }
  inside.close();
  assert.ok(most > quiet + 10, 'the crowd was not felt');
  assert.ok(most <= files - keptFree, `${most} open files: none is left for the store`);
  assert.equal(server.child.exitCode, null, server.stderr);
  for (const status of statuses) assert.ok([200, 503].includes(status) || typeof status === 'string', `${statuses}`);

  const gone = performance.now();
  for (const socket of sockets) socket.destroy();
  let back;
  do {
    const client = new Client(server.base);
    back = await client.get('/readyz');
    client.close();
  } while (back.status !== 200 && performance.now() - gone < backWithinMs);
  assert.equal(back.status, 200, `${back.failed} ${back.body}`);
  const backMs = performance.now() - gone;
  await crowded;
  await load.run(server, tokens, enough(ledger.acknowledged.length + 20));
  await load.finish(server, tokens);
  assert.equal(ledger.unanswered.size, 0);
  assert.deepEqual(faultsOf(compare(ledger, await readStore(server.base, tokens.desk))), noFaults);
  const ended = await server.end('SIGTERM');
  assert.equal(ended.code, 0, server.stderr);
  const sound = check(folder);
  assert.ok(sound.clean, sound.text);
  t.diagnostic(`${quiet} files in use, ${most} of ${files} among ${crowd} connections; to others it was ${statuses.join(', ')}; ` +
    `back after ${Math.round(backMs)} ms; ${ledger.acknowledged.length} acknowledged commands, none lost`);
});
