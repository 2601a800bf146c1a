// A server that believes it is another day, through libfaketime, and what its scheduler has done by then.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from './http.mjs';
import { readStore } from './ledger.mjs';

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
