// T09 and T10: many at the same moment. One key with one body takes effect once and has one answer; of many writers with
// the same If-Match one wins.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, faultsOf, noFaults, readStore } from './lib/faults/ledger.mjs';
import { firstWords, perSecond } from './lib/faults/figures.mjs';
import { Races } from './lib/faults/races.mjs';
import { Server, check, controlBin, long, newStore, scratch, skip, skipControl } from './lib/faults/server.mjs';

const atOnce = 64;
const keys = long ? 1000 : 100;
const rounds = long ? 200 : 15;

async function startRaces(t, options) {
  const server = await Server.start(newStore(scratch(t)), options);
  return new Races(server, await server.logIn(), atOnce);
}

/** Each key: 64 callers at once, asked again while it is in flight. @returns what was wrong, in words */
async function duplicates(races, count) {
  races.lastCase = await races.openCase();
  const wrong = [];
  let kept = 0;
  let waited = 0;
  let hurried = 0;
  for (let i = 0; i < count; i += 1) {
    // Every other key goes to an existing case, where a second effect would be a second event.
    const command = i % 2 === 0 ? races.opening(`dup-${i}`) : races.summons(`dup-${i}`, races.lastCase);
    const answers = await races.sameKey(command);
    waited += answers.waited;
    hurried += answers.hurried;
    const first = answers.find((answer) => answer.status >= 200 && answer.status < 300);
    if (!first) {
      wrong.push(`${command.key}: no success, but ${answers[0].status ?? answers[0].failed} ${answers[0].body}`);
      continue;
    }
    const others = answers.filter((answer) => answer.status !== first.status || answer.body !== first.body);
    if (others.length > 0) wrong.push(`${command.key}: ${others.length} other answers, such as ${firstWords(others[0])}`);
    const firsts = answers.filter((answer) => answer.headers?.['idempotency-replayed'] !== 'true').length;
    if (firsts !== 1) wrong.push(`${command.key}: ${firsts} answers do not say that they are replayed`);
    races.acknowledge(command, first);
    kept += 1;
    const other = await races.once({ ...command, body: races.otherBody(command) });
    if (other.status !== 422 || other.json.code !== 'key_reused') {
      wrong.push(`${command.key} with another body: ${firstWords(other)}`);
    }
  }
  return { wrong, kept, waited, hurried };
}

test('T09 one key takes effect once, whoever sends it and how often', { skip, timeout: 1_800_000 }, async (t) => {
  const races = await startRaces(t);
  const begin = performance.now();
  const { wrong, kept, waited, hurried } = await duplicates(races, keys);
  const rate = perSecond(keys * atOnce, performance.now() - begin);
  const found = compare(races.ledger, await readStore(races.server.base, races.tokens.desk));
  // The same keys once more after a kill: the answers are in the store and not only in memory.
  await races.server.end('SIGKILL');
  await races.restart();
  for (const { command, body } of races.answered) {
    const again = await races.once(command);
    if (again.body !== body) wrong.push(`${command.key} after a restart: ${firstWords(again)}`);
    if (again.headers?.['idempotency-replayed'] !== 'true') wrong.push(`${command.key} after a restart: not a replay`);
  }
  const after = compare(races.ledger, await readStore(races.server.base, races.tokens.desk));
  await races.close();
  const clean = check(races.server.folder);
  t.diagnostic(`T09: ${keys} keys x ${atOnce} at once, ${rate}; ${kept} effects, ${found.doubled.length} twice (bar 0), ` +
    `${wrong.length} wrong answers (bar 0); ${waited} times 409 key_in_flight, then the first answer`);
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.deepEqual(faultsOf(found), noFaults);
  assert.deepEqual(faultsOf(after), noFaults);
  assert.equal(kept, keys);
  assert.ok(clean.clean, clean.text);
  assert.equal(hurried, 0, 'each 409 key_in_flight says Retry-After');
});

test('T09 control: a server that does not look keys up is caught', { skip: skipControl, timeout: 600_000 }, async (t) => {
  const races = await startRaces(t, { binary: controlBin, env: { HEJIE_CONTROL: 'no_key_lookup' } });
  const { wrong } = await duplicates(races, 4);
  const found = compare(races.ledger, await readStore(races.server.base, races.tokens.desk));
  await races.close();
  t.diagnostic(`T09 control: ${found.doubled.length} effects too many, ${wrong.length} wrong answers`);
  assert.ok(found.doubled.length > 0, 'without the look-up of keys no command took effect twice: the harness is blind');
});

/** Rounds of 64 writers with one and the same If-Match. @returns what was wrong, and how many of each status */
async function conflicts(races, count) {
  const wrong = [];
  const statuses = new Map();
  let won = 0;
  const target = await races.openCase();
  const start = target.version;
  for (let round = 0; round < count; round += 1) {
    const commands = Array.from({ length: atOnce }, (_, i) => races.summons(`race-${round}-${i}`, target));
    const answers = await races.together(commands);
    answers.forEach(({ status, failed }) => statuses.set(status ?? failed, (statuses.get(status ?? failed) ?? 0) + 1));
    const winners = answers.flatMap((answer, i) => (answer.status === 200 ? [{ answer, command: commands[i] }] : []));
    const odd = answers.filter((answer) => answer.status !== 200 && answer.status !== 412 && answer.status !== 409);
    if (winners.length !== 1) wrong.push(`version ${target.version}: ${winners.length} of ${atOnce} writers won`);
    if (odd.length > 0) wrong.push(`version ${target.version}: ${odd.length} times ${firstWords(odd[0])}`);
    for (const { answer, command } of winners) races.acknowledge(command, answer);
    won += winners.length;
    target.version = (await races.read(target.id)).version;
    for (const answer of answers) {
      if (answer.status !== 412 || answer.json.current_version === target.version) continue;
      wrong.push(`412 names version ${answer.json.current_version}, the case has ${target.version}`);
      break;
    }
  }
  if (target.version - start !== won) wrong.push(`${won} successes, but the version grew by ${target.version - start}`);
  return { wrong, statuses, won, grown: target.version - start };
}

test('T10 of many writers with one version one wins', { skip, timeout: 1_800_000 }, async (t) => {
  const races = await startRaces(t);
  const { wrong, statuses, won, grown } = await conflicts(races, rounds);
  const free = await races.freeForAll(await races.openCase(), long ? 5 : 1);
  const found = compare(races.ledger, await readStore(races.server.base, races.tokens.desk));
  await races.close();
  const clean = check(races.server.folder);
  t.diagnostic(`T10: ${rounds} versions x ${atOnce} writers: ${won} x 2xx, the version grew by ${grown} (bar: equal, one a ` +
    `version); answers ${[...statuses].map(([status, n]) => `${n} x ${status}`).join(', ')}`);
  t.diagnostic(`T10: free for all: ${free.won} x 2xx, the version grew by ${free.grown}, ${free.stale} x 412`);
  assert.deepEqual(wrong.slice(0, 5), []);
  assert.equal(won, rounds);
  assert.deepEqual(free.wrong.slice(0, 5), []);
  assert.equal(free.won, free.grown);
  assert.ok(clean.clean, clean.text);
  assert.deepEqual(faultsOf(found), noFaults);
});

test('T10 control: a server that does not compare versions is caught', { skip: skipControl, timeout: 600_000 }, async (t) => {
  const races = await startRaces(t, { binary: controlBin, env: { HEJIE_CONTROL: 'no_version_check' } });
  const { wrong, won } = await conflicts(races, 3);
  await races.close();
  t.diagnostic(`T10 control: ${won} x 2xx for 3 versions; ${wrong.length} findings, such as ${wrong[0]}`);
  assert.ok(wrong.length > 0, 'without the comparison of versions one writer won all the same: the harness is blind');
});
