// What the clients were told, and the comparison of it with what the store holds. A command is either answered with 2xx
// (then its event must be in the store, once) or not answered (then it is sent again until it is).
import { Client } from './http.mjs';

export class Ledger {
  constructor() {
    this.acknowledged = [];  // {command, answer: {status, case_id, version, seq}, replayed}
    this.unanswered = new Map();  // key -> {command, why}
    this.replayedAfterSilence = 0;  // commands that had taken effect although nobody was told
    this.unexpected = [];
  }

  /** @returns true when the command is over: acknowledged, or refused for good */
  settle(command, answer) {
    if (answer.failed || answer.status === 503 || inFlight(answer)) {
      this.unanswered.set(command.key, { command, why: answer.failed ?? answer.status });
      return false;
    }
    const before = this.unanswered.get(command.key);
    this.unanswered.delete(command.key);
    if (answer.status < 200 || answer.status > 299) {
      this.unexpected.push(`${command.event} of story ${command.story.number}: ${answer.status} ${answer.body}`);
      return true;
    }
    const replayed = answer.headers['idempotency-replayed'] === 'true';
    if (replayed && !before) this.unexpected.push(`${command.key}: replayed, but it was sent once`);
    if (replayed && before?.why === 503) this.unexpected.push(`${command.key}: took effect although answered 503`);
    if (replayed) this.replayedAfterSilence += 1;
    const { case_id, version, seq } = answer.json;
    this.acknowledged.push({ command, case_id, version, seq });
    command.story.accept(answer);
    return true;
  }
}

export function inFlight(answer) {
  return answer.status === 409 && answer.json?.code === 'key_in_flight';
}

/** Every case of the store with its whole history. */
export async function readStore(base, token) {
  const client = new Client(base);
  const cases = [];
  for (let next = ''; next !== null;) {
    const page = await client.get(`/api/v1/cases?limit=500${next && `&cursor=${encodeURIComponent(next)}`}`, token);
    if (page.status !== 200) throw new Error(`GET /cases: ${page.status ?? page.failed} ${page.body}`);
    cases.push(...page.json.items);
    next = page.json.next;
  }
  for (const item of cases) {
    const history = await client.get(`/api/v1/cases/${item.id}/history`, token);
    if (history.status !== 200) throw new Error(`history of ${item.id}: ${history.status ?? history.failed}`);
    item.history = history.json.items;
  }
  const ready = await client.get('/readyz');
  client.close();
  return { cases, head: ready.json.head };
}

/** An entry a person made (and not the clock): it must be the answer of exactly one command. */
function isAct(entry) {
  return entry.event.act !== undefined && entry.event.by?.role !== 'clock';
}

/** Compares promises with facts. @returns {{lost, doubled, broken, events, acts}}, each of the first three a list of words */
export function compare(ledger, store) {
  const found = { lost: [], doubled: [], broken: [...ledger.unexpected], events: 0, acts: 0 };
  const bySeq = new Map();
  for (const one of store.cases) {
    one.history.forEach((entry, at) => {
      found.events += 1;
      if (entry.version !== at + 1) found.broken.push(`${one.id}: event ${at + 1} has version ${entry.version}`);
      if (bySeq.has(entry.seq)) found.broken.push(`seq ${entry.seq} is there twice`);
      bySeq.set(entry.seq, { entry, caseId: one.id });
    });
    if (one.version !== one.history.length) {
      found.broken.push(`${one.id}: version ${one.version} with ${one.history.length} events`);
    }
  }
  for (let seq = 1; seq <= Math.max(store.head, bySeq.size); seq += 1) {
    if (!bySeq.has(seq)) found.broken.push(`seq ${seq} of ${store.head} is in no case`);
  }
  if (store.head !== bySeq.size) found.broken.push(`the head is ${store.head}, there are ${bySeq.size} events`);
  compareCommands(ledger, bySeq, found);
  compareNumbers(store, found);
  return found;
}

function compareCommands(ledger, bySeq, found) {
  const claimed = new Map();
  const reached = new Map();
  for (const { command, case_id, version, seq } of ledger.acknowledged) {
    const name = `${command.event} of story ${command.story.number} (seq ${seq})`;
    const there = bySeq.get(seq);
    reached.set(case_id, Math.max(reached.get(case_id) ?? 0, version));
    if (claimed.has(seq)) found.doubled.push(`${name} was answered to ${claimed.get(seq)} too`);
    claimed.set(seq, command.key);
    if (!there || there.caseId !== case_id || !isAct(there.entry)) found.lost.push(name);
    else if (command.event !== 'approve' && there.entry.event.event !== command.event) found.lost.push(name);
    else if (there.entry.version > version) found.broken.push(`${name}: version ${version} was answered`);
  }
  const versions = new Map();
  for (const { entry, caseId } of bySeq.values()) {
    versions.set(caseId, Math.max(versions.get(caseId) ?? 0, entry.version));
    if (!isAct(entry)) continue;
    found.acts += 1;
    if (!claimed.has(entry.seq)) found.doubled.push(`seq ${entry.seq} (${entry.event.event}) is nobody's command`);
  }
  for (const [id, version] of reached) {
    if ((versions.get(id) ?? 0) < version) found.lost.push(`${id}: version ${version} answered, ${versions.get(id)} kept`);
  }
}

/** Case numbers run 1..n without a gap, also over killed commands. */
function compareNumbers(store, found) {
  const series = new Map();
  for (const { number } of store.cases) {
    if (!number) continue;
    const parts = /^(.*?)(\d+)(\D*)$/.exec(number);
    const name = `${parts[1]}…${parts[3]}`;
    series.set(name, [...(series.get(name) ?? []), Number(parts[2])]);
  }
  for (const [name, numbers] of series) {
    numbers.sort((a, b) => a - b);
    numbers.forEach((n, at) => {
      if (n !== at + 1) found.broken.push(`case numbers ${name}: ${n} where ${at + 1} is due`);
    });
  }
}

/** What must be empty, shortened so that a bad run can still be read. */
export function faultsOf(found) {
  const few = (list) => (list.length > 5 ? [...list.slice(0, 5), `and ${list.length - 5} more`] : list);
  return { lost: few(found.lost), doubled: few(found.doubled), broken: few(found.broken) };
}

export const noFaults = { lost: [], doubled: [], broken: [] };
