// The scheduler over restarts: the server is off while dates pass. Whatever fell due meanwhile fires once, also when the
// server is killed while it catches up, and a second look changes nothing.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from './lib/faults/http.mjs';
import { catchUp, findFaketime, inWords, judgeFiring, readClocks, startingAt } from './lib/faults/clock.mjs';
import { randomFrom, seedOf } from './lib/faults/load.mjs';
import { Server, check, long, newStore, scratch, skip } from './lib/faults/server.mjs';
import { Story } from './lib/faults/story.mjs';

const stories = long ? 600 : 40;
const kills = long ? 20 : 3;
const begin = '2026-03-02 01:30:00';  // a Monday, 9:30 in the bureau
const later = '2026-07-06 01:30:00';
const laterDay = '2026-07-06';
const reason = skip || (findFaketime() ? false : 'libfaketime is not installed');

/** Brings in the stories, each as far as its number says, eight at a time. @returns the ids of the cases */
async function bringIn(server, tokens) {
  const client = new Client(server.base, 8);
  const ids = [];
  let next = 0;
  await Promise.all(Array.from({ length: 8 }, async () => {
    for (let i = next++; i < stories; i = next++) {
      const story = new Story({ today: begin.slice(0, 10), until: i % 5 });
      while (!story.ended) {
        const { account, path, key, ifMatch, body } = story.next();
        const answer = await client.send('POST', path, { token: tokens[account], key, ifMatch, body });
        assert.ok(answer.status < 300, `${path}: ${answer.status ?? answer.failed} ${answer.body}`);
        story.accept(answer);
      }
      ids.push(story.caseId);
    }
  }));
  client.close();
  return ids;
}

test('T14 what fell due while the server was off fires once', { skip: reason, timeout: 3_600_000 }, async (t) => {
  const random = randomFrom(seedOf(t, 20260314));
  const here = scratch(t);
  const folder = newStore(join(here, 'whole'));
  let server = await Server.start(folder, { env: startingAt(begin) });
  const tokens = await server.logIn();
  const ids = await bringIn(server, tokens);
  const before = await readClocks(server, tokens.desk, ids);
  await server.end('SIGTERM');
  const broken = join(here, 'killed');
  cpSync(folder, broken, { recursive: true });

  const begun = performance.now();
  const first = await catchUp(folder, later);
  const tookMs = performance.now() - begun;
  const { due, ended, wrong, twice } = judgeFiring(before, first, laterDay);

  const second = await catchUp(folder, later.replace(':30:', ':40:'));
  for (let i = 0; i < kills; i += 1) {
    server = await Server.start(broken, { env: startingAt(later) });
    await new Promise((done) => { setTimeout(done, random() * 250); });
    await server.end('SIGKILL');
  }
  const afterKills = await catchUp(broken, later);

  t.diagnostic(`T14: ${stories} cases, off from ${begin.slice(0, 10)} to ${laterDay}: ${due} clocks due, ` +
    `${ended} fired, ${wrong.length} not exactly once (bar 0); ${first.alerts.length} alerts, ${twice.length} twice ` +
    `(bar 0); start and catching up ${tookMs.toFixed(0)} ms; again: ${second.head - first.head} events (bar 0)`);
  t.diagnostic(`T14: killed ${kills} times while catching up: ${afterKills.occurrences.length} occurrences and ` +
    `${afterKills.alerts.length} alerts, undisturbed ${first.occurrences.length} and ${first.alerts.length} (bar: the same)`);
  assert.ok(due >= stories, 'too few clocks fell due to prove anything');
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.deepEqual(twice.slice(0, 5), []);
  assert.ok(first.alerts.length > 0);
  assert.equal(second.head, first.head);
  assert.deepEqual(second.alerts, first.alerts);
  assert.deepEqual(inWords(afterKills.occurrences), inWords(first.occurrences));
  assert.deepEqual(afterKills.alerts, first.alerts);
  for (const place of [folder, broken]) {
    const clean = check(place);
    assert.ok(clean.clean, clean.text);
  }
});
