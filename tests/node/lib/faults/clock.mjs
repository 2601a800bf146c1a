// A server that believes it is another day, through libfaketime, and what its scheduler has done by then.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from './http.mjs';
import { readStore } from './ledger.mjs';
import { Server } from './server.mjs';

/** A soft clock (the general penalty limit beside the shorter ones) is shown, and no passing of time ends it. */
const soft = new Set(['P01']);
/** How a clock can end by time alone. */
const endings = new Set(['clock_breached', 'clock_expired']);
const folders = ['/usr/lib', '/usr/lib64', '/usr/local/lib'];

/** The library of libfaketime for programs with threads, or null. */
export function findFaketime() {
  for (const folder of folders.filter(existsSync)) {
    for (const place of ['.', ...readdirSync(folder)]) {
      const file = join(folder, place, 'faketime', 'libfaketimeMT.so.1');
      if (existsSync(file)) return file;
    }
  }
  return null;
}

/** Environment of a process that starts at this instant, "2026-03-02 01:30:00" in UTC; time runs on from there. */
export function startingAt(instant) {
  return { LD_PRELOAD: findFaketime(), FAKETIME: `@${instant}`, TZ: 'UTC', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
}

async function scheduler(client, token) {
  const answer = await client.get('/api/v1/scheduler', token);
  if (answer.status !== 200) throw new Error(`GET /scheduler: ${answer.status ?? answer.failed} ${answer.body}`);
  return answer.json;
}

/** Waits until the scheduler has looked and nothing due is left. */
export async function untilCaughtUp(server, token) {
  const client = new Client(server.base);
  for (;;) {
    const state = await scheduler(client, token);
    const left = state.oldest_unfired && Date.parse(state.oldest_unfired) <= Date.parse(state.now);
    if (state.last_heartbeat && !left) break;
  }
  client.close();
}

/** Every clock of every case: {case, label, due, status}. */
export async function readClocks(server, token, ids) {
  const client = new Client(server.base);
  const clocks = [];
  for (const id of ids) {
    const answer = await client.get(`/api/v1/cases/${id}/clocks`, token);
    if (answer.status !== 200) throw new Error(`clocks of ${id}: ${answer.status ?? answer.failed}`);
    for (const { label, due, status } of answer.json.items) clocks.push({ case: id, label, due, status });
  }
  client.close();
  return clocks;
}

/** What the passing of time did: "case clock#n what on" of each occurrence that no person caused, and each alert. */
export async function readFired(server, token) {
  const store = await readStore(server.base, token);
  const occurrences = [];
  for (const { id, history } of store.cases) {
    for (const { event, recorded_by } of history) {
      if (recorded_by || event.occurrence === undefined) continue;
      const label = `${event.id}${event.party ? `/${event.party}` : ''}${event.ordinal > 1 ? `#${event.ordinal}` : ''}`;
      occurrences.push({ case: id, label, what: event.occurrence, on: event.on });
    }
  }
  const client = new Client(server.base);
  const alerts = [];
  for (let next = ''; next !== null;) {
    const page = await client.get(`/api/v1/alerts?limit=500${next && `&cursor=${encodeURIComponent(next)}`}`, token);
    if (page.status !== 200) throw new Error(`GET /alerts: ${page.status ?? page.failed} ${page.body}`);
    alerts.push(...page.json.items.map((a) => `${a.case_id} ${a.label} ${a.rung} > ${a.to} due ${a.due} on ${a.on}`));
    next = page.json.next;
  }
  client.close();
  return { occurrences, alerts: alerts.sort(), head: store.head, cases: store.cases };
}

export function inWords(occurrences) {
  return occurrences.map((one) => `${one.case} ${one.label} ${one.what} ${one.on}`).sort();
}

/** Starts the server on a folder at that instant, lets the scheduler catch up, and stops it. @returns what it did */
export async function catchUp(folder, at) {
  const server = await Server.start(folder, { env: startingAt(at) });
  const { desk } = await server.logIn(['desk']);
  await untilCaughtUp(server, desk);
  const fired = await readFired(server, desk);
  const { code } = await server.end('SIGTERM');
  if (code !== 0) throw new Error(`exit ${code}: ${server.stderr}`);
  return fired;
}

/**
 * Holds what fired against the clocks as they stood before: each that ran and was due before the day has ended once, and no
 * other has ended by time.
 * @returns {{due, ended, wrong, twice}} two numbers, the clocks that did otherwise in words, alerts told twice
 */
export function judgeFiring(before, fired, laterDay) {
  const isDue = ({ label, status, due }) => status === 'running' && due < laterDay && !soft.has(label);
  const ended = new Map();
  for (const one of fired.occurrences.filter(({ what }) => endings.has(what))) {
    const name = `${one.case} ${one.label}`;
    ended.set(name, (ended.get(name) ?? 0) + 1);
  }
  const wrong = [];
  for (const clock of before) {
    const name = `${clock.case} ${clock.label}`;
    const times = ended.get(name) ?? 0;
    if (times !== (isDue(clock) ? 1 : 0)) wrong.push(`${name} (${clock.status}), due ${clock.due}, fired ${times} times`);
  }
  const twice = fired.alerts.filter((alert, at) => alert === fired.alerts[at - 1]);
  return { due: before.filter(isDue).length, ended: ended.size, wrong, twice };
}

/** After a faulted run: ends the server, lets months pass, and judges what fired. Null where time cannot be moved. */
export async function letMonthsPass(server, token, days = 130) {
  const ids = (await readStore(server.base, token)).cases.map(({ id }) => id);
  const before = await readClocks(server, token, ids);
  await server.end('SIGTERM');
  if (!findFaketime()) return null;
  const laterDay = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  return judgeFiring(before, await catchUp(server.folder, `${laterDay} 01:30:00`), laterDay);
}

/** A line of figures, and the assertions every faulted run ends with. */
export function assertFiring(t, assert, name, judged) {
  if (!judged) return t.diagnostic(`${name}: clocks not judged: libfaketime is not installed`);
  t.diagnostic(`${name}: months later ${judged.due} clocks due, ${judged.ended} fired, ${judged.wrong.length} not exactly ` +
    `once (bar 0), ${judged.twice.length} alerts twice (bar 0)`);
  assert.ok(judged.due > 0, 'no clock fell due: nothing is proved');
  assert.deepEqual(judged.wrong.slice(0, 5), []);
  return assert.deepEqual(judged.twice.slice(0, 5), []);
}
