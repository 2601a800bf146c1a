// T08: memory ends. In each of more than 30 requests to a real server the k-th allocation fails (of the program or of its
// database), once or from then on. The request is answered as ever, or 503, or the server ends with exit 70 and is started
// again; the same request sent once more does what it should, once; at the end nothing is lost and nothing is there twice.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { Client } from './lib/faults/http.mjs';
import { readStore } from './lib/faults/ledger.mjs';
import { randomFrom, seedOf } from './lib/faults/load.mjs';
import { Server, accounts, check, entriesOf, long, newStore, scratch } from './lib/faults/server.mjs';
import { Heap, skipStarved, starvedBin } from './lib/faults/starved.mjs';
import { Story, bureauToday, openingBody } from './lib/faults/story.mjs';

const points = Number(process.env.HEJIE_POINTS ?? (long ? Infinity : 5));  // of each scenario, in each way to fail
const goneMs = 5_000;

let keys = 0;
const newKey = () => `memory-${process.pid}-${keys += 1}`;
const api = (path) => `/api/v1${path}`;

/** A server that may die of it, and what a test needs to begin each request anew. */
class Starved {
  constructor(folder, heap) {
    Object.assign(this, { folder, heap, exits: 0, given: 0, acknowledged: [] });
  }

  async start() {
    this.server = await Server.start(this.folder, { binary: starvedBin, env: { HEJIE_STARVE: this.heap.path } });
    this.tokens ??= await this.server.logIn();
  }

  /** One request on a connection of its own, so that making the connection is part of it. */
  async ask(request) {
    const client = new Client(this.server.base);
    const answer = await client.send(request.method ?? 'GET', request.path,
      { token: request.token === undefined ? this.tokens[request.as ?? 'desk'] : request.token, ...request });
    client.close();
    return answer;
  }

  async want(request, status) {
    const answer = await this.ask(request);
    assert.equal(answer.status, status, `${request.method ?? 'GET'} ${request.path}: ${answer.failed ?? answer.body}`);
    return answer;
  }

  /** Did it end? Only exit 70 is an end of its own; then it is started again. */
  async ended(what) {
    const end = await Promise.race([this.server.exited, new Promise((done) => { setTimeout(done, goneMs); })]);
    if (!end) return false;
    assert.deepEqual([end.code, end.signal], [70, null], `${what}: ${this.server.stderr}`);
    this.exits += 1;
    await this.start();
    return true;
  }

  /** The case the scenarios are about, far enough that a summons may be sent; a new one before its history is long. */
  async newCase() {
    this.story = new Story({ summonses: 60 });
    while (this.story.step < 4) {
      const command = this.story.next();
      const answer = await this.ask({ ...command, method: 'POST', as: command.account });
      assert.ok(answer.status < 300, `${command.event}: ${answer.failed ?? answer.body}`);
      this.note(command, answer);
    }
    [{ key: this.party }] = (await this.want({ path: api(`/cases/${this.story.caseId}`) }, 200)).json.parties;
    const given = await this.want(upload(this), 201);
    this.file = given.json.id;
    this.note({}, given);
    this.story.version += 1;  // a file is an entry too
  }

  note(command, answer) {
    if (!answer.json.seq) return void (this.given += 1);  // a file: its answer names no entry
    this.acknowledged.push({ id: answer.json.case_id, seq: answer.json.seq });
    command.story?.accept(answer);
  }

  /** Files given beside it change the version of the case. */
  async fresh() {
    this.story.version = (await this.want({ path: api(`/cases/${this.story.caseId}`) }, 200)).json.version;
  }

  async summons() {
    if (this.story.ended) await this.newCase();
    else await this.fresh();
    const command = this.story.next();
    return { ...command, method: 'POST', as: command.account };
  }
}

const get = (path, as) => ({ make: () => ({ path: api(path), as }), status: 200 });
const post = (path, body, status = 200) => ({ make: () => ({ method: 'POST', path: api(path), body }), status });
const put = (path, body, status = 204) => ({ make: () => ({ method: 'PUT', path: api(path), body }), status });
const files = { 'Content-Type': 'application/octet-stream', 'Content-Disposition': "attachment; filename*=UTF-8''a.pdf" };
const upload = (on) => ({ method: 'POST', path: api(`/cases/${on.story.caseId}/evidence?kind=document`), key: newKey(), more: files,
  body: Buffer.from(`%PDF-1.7\n${newKey().repeat(5000)}`) });

/** `make` may ask the server for what the request needs; `records`: its answer is an entry of the log. */
const scenarios = {
  page: { make: () => ({ path: '/', token: null, more: { Accept: 'text/html' } }), status: 200 },
  ready: { make: () => ({ path: '/readyz', token: null }), status: 200 },
  unknown: { make: () => ({ path: api('/no_such'), token: null }), status: 404 },
  strangers: { make: () => ({ path: api('/cases'), token: null }), status: 401 },
  session: get('/session'),
  sessions: get('/me/sessions'),
  workflows: get('/workflows'),
  procedure: get('/workflows/inspection'),
  cases: get('/cases'),
  search: get(`/cases?q=${encodeURIComponent('古来')}`),
  'a case': { make: (on) => ({ path: api(`/cases/${on.story.caseId}`) }), status: 200 },
  actions: { make: (on) => ({ path: api(`/cases/${on.story.caseId}/actions`) }), status: 200 },
  history: { make: (on) => ({ path: api(`/cases/${on.story.caseId}/history`) }), status: 200 },
  'clocks of a case': { make: (on) => ({ path: api(`/cases/${on.story.caseId}/clocks`) }), status: 200 },
  clocks: get('/clocks'),
  alerts: get('/alerts'),
  approvals: get('/approvals', 'head'),
  employers: get(`/employers?q=${encodeURIComponent('岭南')}`),
  hearings: get(`/hearings?on=${bureauToday()}`),
  report: get('/reports/closing_rate?from=2026-01-01&to=2026-12-31', 'head'),
  calendar: get('/calendars/cn/2026'),
  preferences: get('/me/preferences'),
  'a paper': { make: (on) => ({ path: api(`/cases/${on.story.caseId}/papers/complaint_form-1`) }), status: 200 },
  'a single date': post('/due', { from: '2020-01-20', period: '10wd' }),
  'where to go': post('/intake/routes', { claims: ['wages'], worker_count: 12 }),
  'keep preferences': put('/me/preferences', { theme: 'dark', rows: 20 }),
  'keep a draft': put('/me/drafts', { key: 'case/1', body: '草稿' }),
  reveal: { make: (on) => ({ method: 'POST', path: api(`/cases/${on.story.caseId}/parties/${on.party}/reveal`),
    body: { purpose: 'service' } }), status: 200 },
  'open a case': { make: () => ({ method: 'POST', path: api('/cases'), key: newKey(), body: openingBody(keys) }),
    status: 201, records: true },
  'an event': { make: (on) => on.summons(), status: 200, records: true },
  'an event refused': { make: (on) => ({ method: 'POST', path: api(`/cases/${on.story.caseId}/events`), key: newKey(),
    ifMatch: on.story.version, body: { event: 'no_such_event', data: {} } }), status: 422 },
  'a file': { make: (on) => upload(on), status: 201, records: true },
  'fetch a file': { make: (on) => ({ path: api(`/cases/${on.story.caseId}/evidence/${on.file}`) }), status: 200 },
  // The last: an account has only so many sessions, the oldest end.
  'log in': { make: () => ({ method: 'POST', path: api('/session'), token: null,
    body: { username: 'desk', password: 'correct horse 41' } }), status: 200 },
};

/** The k at which a request of `count` allocations is tried: all, or so many, beginning anywhere. */
function* ks(count, random) {
  const stride = Math.max(1, Math.floor(count / points));
  for (let k = 1 + Math.floor(random() * stride); k <= count; k += stride) yield k;
}

const tally = () => ({ points: 0, 'as ever': 0, 'by 503': 0, 'by exit 70': 0, 'without a word': 0 });

/** What became of one request whose k-th allocation failed, and of the same once more with memory enough. */
async function tryOnce(on, scenario, request, what, seen) {
  const answer = await on.ask(request);
  const { struck } = on.heap.read();
  if (struck === 0) {  // it needed less than the first of its kind
    assert.equal(answer.status, scenario.status, `${what}: ${answer.failed ?? answer.body}`);
    if (scenario.records) on.note(request, answer);
    return false;
  }
  seen.points += 1;
  const silent = answer.failed !== undefined;
  const over = (silent || on.server.child.exitCode !== null) && await on.ended(what);
  if (over) seen['by exit 70'] += 1;
  else if (silent) seen['without a word'] += 1;
  else if (answer.status === 503) {
    seen['by 503'] += 1;
    assert.equal(answer.json?.code, 'unavailable', `${what}: ${answer.body}`);
    assert.ok(Number(answer.headers['retry-after']) > 0, `${what}: when may it come again?`);
  } else {
    seen['as ever'] += 1;
    assert.equal(answer.status, scenario.status, `${what}: ${answer.body}`);
  }
  let again = await on.ask(request);
  if (again.failed && !over && await on.ended(what)) again = await on.ask(request);  // it ended after its answer
  assert.equal(again.status, scenario.status, `${what}, once more: ${again.failed ?? again.body}`);
  if (scenario.records) on.note(request, again);
  return true;
}

test('T08 an allocation fails in every kind of request', { skip: skipStarved, timeout: 36_000_000 }, async (t) => {
  const random = randomFrom(seedOf(t, 20261125));
  const folder = scratch(t);
  const on = new Starved(newStore(join(folder, 'data')), new Heap(join(folder, 'heap')));
  t.after(() => on.server?.child.kill('SIGKILL'));
  t.after(() => on.heap.close());
  await on.start();
  await on.newCase();
  const all = tally();
  for (const [name, scenario] of Object.entries(scenarios)) {
    if (process.env.HEJIE_ONLY && name !== process.env.HEJIE_ONLY) continue;
    const seen = tally();
    for (const sticky of [false, true]) {
      const first = await scenario.make(on);
      on.heap.count();
      const answer = await on.ask(first);
      const { count } = on.heap.read();
      assert.equal(answer.status, scenario.status, `${name}: ${answer.failed ?? answer.body}`);
      if (scenario.records) on.note(first, answer);
      for (const k of ks(count, random)) {
        const request = await scenario.make(on);
        on.heap.arm(k, sticky);
        if (!await tryOnce(on, scenario, request, `${name}, allocation ${k}${sticky ? ' and later' : ''}`, seen)) break;
      }
    }
    for (const key of Object.keys(all)) all[key] += seen[key];
    t.diagnostic(`${name}: ${Object.entries(seen).map(([key, value]) => `${value} ${key}`).join(', ')}`);
  }
  t.diagnostic(`all: ${JSON.stringify(all)}, ${on.exits} starts again`);
  on.tokens = await on.server.logIn();
  const store = await readStore(on.server.base, on.tokens.desk);
  const kept = new Map(store.cases.flatMap(({ id, history }) => history.map((entry) => [entry.seq, { id, entry }])));
  const claimed = new Set();
  for (const { id, seq } of on.acknowledged) {
    assert.equal(kept.get(seq)?.id, id, `entry ${seq} was answered and is not there`);
    assert.ok(!claimed.has(seq), `entry ${seq} was answered to two requests`);
    claimed.add(seq);
  }
  const acts = [...kept.values()].filter(({ entry }) => entry.event.act !== undefined && entry.event.by?.role !== 'clock');
  const files = acts.filter(({ entry }) => entry.event.event === 'add_evidence');
  const unclaimed = acts.filter(({ entry }) => !files.some((file) => file.entry === entry) && !claimed.has(entry.seq));
  assert.deepEqual(unclaimed, [], 'it took effect for nobody');
  assert.equal(files.length, on.given, 'a file is there twice, or is not');
  assert.deepEqual(await on.server.end('SIGTERM').then(({ code, signal }) => [code, signal]), [0, null], on.server.stderr);
  assert.ok(check(on.folder).clean);
  assert.equal(entriesOf(on.folder).length, kept.size);
});
