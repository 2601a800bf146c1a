// Idempotency-Key on what changes no case by an event: acknowledging an alert, loading a notice. And the notice itself: its
// dates lie in its years, and every desk that computes dates knows it, however it was loaded.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, hejie, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const folder = temporaryFolder();
const data = folder.path('data');
/** A complaint of years ago that nobody has answered: its clocks have run out when the server starts. */
function oldComplaint() {
  const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
  const step = script.steps.find((each) => each.event === 'receive_complaint');
  return { ...script, steps: [{ ...step, expect: { state: step.expect.state } }] };
}
let server;
let desks;

async function start() {
  server = await serve(data);
  desks = {};
  for (const name of ['zhou', 'zhao', 'li']) desks[name] = await Desk.logIn(server.port, name);
}

before(async () => {
  if (skip) return;
  addAccounts(data, { zhou: ['window'], zhao: ['inspector'], li: ['bureau_head'] });
  writeFileSync(folder.path('old.json'), JSON.stringify(oldComplaint()));
  const imported = hejie(['import', folder.path('old.json'), '--data', data]);
  assert.equal(imported.status, 0, imported.stderr + imported.stdout);
  await start();
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

const it = (name, body) => test(name, { skip }, body);

const notice = (id, more = {}) => ({
  id, authority: '国务院办公厅', number: `${id} 号`, published: '2031-11-01', years: [2032],
  off: [{ date: '2032-01-01', name: '元旦', statutory: true }, { date: '2032-03-03', name: '试', statutory: false }], work: [], ...more,
});
const load = (desk, body, key, headers = {}) =>
  desk.ask('POST', '/calendars/cn', { body, headers: { 'Idempotency-Key': key, ...headers } });
const replayed = (answer) => answer.headers['idempotency-replayed'] === 'true';
const paths = (answer) => answer.json.findings.map((finding) => finding.path);

async function anAlert() {
  for (;;) {
    const open = (await desks.zhao.get('/alerts?acknowledged=false')).items;
    if (open.length > 0) return open[0].id;
  }
}

it('acknowledging takes effect once a key; the repeat is said to be one; another request under the key is 422', async () => {
  const id = await anAlert();
  const key = newKey();
  const ack = (desk, alert, body = {}) =>
    desk.ask('POST', `/alerts/${alert}/acknowledge`, { body, headers: { 'Idempotency-Key': key } });
  const first = await ack(desks.zhao, id);
  assert.equal(first.status, 204, first.text);
  assert.equal(replayed(first), false);
  const mine = (await desks.zhao.get('/alerts?acknowledged=true')).items.find((alert) => alert.id === id);
  assert.ok(mine.acknowledged_at);
  const again = await ack(desks.zhao, id);
  assert.equal(again.status, 204);
  assert.equal(replayed(again), true);
  const other = await ack(desks.zhao, id + 1);
  assert.equal(other.status, 422, other.text);
  assert.equal(other.json.code, 'key_reused');
  assert.equal((await ack(desks.zhou, id)).headers['idempotency-replayed'], undefined, 'the key is of an account');
  const missing = await desks.zhao.ask('POST', '/alerts/999999/acknowledge', { body: {}, headers: { 'Idempotency-Key': 'gone' } });
  assert.equal(missing.status, 404);
  const later = await desks.zhao.ask('POST', `/alerts/${id}/acknowledge`, { body: {}, headers: { 'Idempotency-Key': 'gone' } });
  assert.equal(later.status, 204, 'a 404 is not kept under the key');
  const many = await Promise.all(Array.from({ length: 8 }, () =>
    desks.zhao.ask('POST', `/alerts/${id}/acknowledge`, { body: {}, headers: { 'Idempotency-Key': 'at-once' } })));
  assert.deepEqual([...new Set(many.map((answer) => answer.status))], [204]);
  assert.equal(many.filter((answer) => !replayed(answer)).length, 1);
});

it('a notice is loaded once a key, and what was refused is refused again', async () => {
  const key = newKey();
  const body = { notice: notice('cn_2032') };
  const first = await load(desks.li, body, key);
  assert.equal(first.status, 200, first.text);
  assert.equal(first.json.known, false);
  const again = await load(desks.li, body, key);
  assert.equal(again.text, first.text);
  assert.equal(replayed(again), true);
  const other = await load(desks.li, { notice: notice('cn_2032_b') }, key);
  assert.equal(other.status, 422);
  assert.equal(other.json.code, 'key_reused');
  const known = await load(desks.li, body, newKey());
  assert.equal(known.json.known, true);
  assert.equal(replayed(known), false);
  for (const [desk, content, status] of [[desks.li, { notice: { ...notice('cn_2032'), number: 'another' } }, 409],
    [desks.zhou, body, 403]]) {
    const refusedKey = newKey();
    const refused = await load(desk, content, refusedKey);
    assert.equal(refused.status, status, refused.text);
    const refusedAgain = await load(desk, content, refusedKey);
    assert.equal(refusedAgain.text, refused.text);
    assert.equal(replayed(refusedAgain), true);
  }
  const wrongKey = newKey();
  assert.equal((await load(desks.li, { notice: { id: 'cn_2033' } }, wrongKey)).status, 422);
  assert.equal((await load(desks.li, { notice: notice('cn_2033', { years: [2033], off: [] }) }, wrongKey)).status, 200,
    'what was wrong is not kept under the key');
});

it('the dates of a notice lie in its years, or in the December before them', async () => {
  const bad = await load(desks.li, { dry_run: true, notice: notice('cn_x', { work: ['2040-01-07', '2031-11-30'],
    off: [{ date: '2032-05-01', name: '劳动节', statutory: true }, { date: '2033-01-01', name: '元旦', statutory: true }] }) }, newKey());
  assert.equal(bad.status, 422, bad.text);
  assert.deepEqual(paths(bad).sort(), ['/notice/off/1', '/notice/work/0', '/notice/work/1']);
  const good = { notice: notice('cn_x', { off: [{ date: '2031-12-31', name: '元旦', statutory: false }] }), dry_run: true };
  assert.equal((await load(desks.li, good, newKey())).status, 200);
});

it('single dates know a notice loaded over HTTP, over the control socket, and before a restart', async () => {
  const due = async (from) => (await desks.zhou.ask('POST', '/due', { body: { from, period: '1wd' } })).json.due;
  assert.equal(await due('2032-03-02'), '2032-03-04', 'loaded over HTTP');
  const off = [{ date: '2032-04-07', name: '试', statutory: false }];
  assert.equal(await due('2032-04-06'), '2032-04-07');
  writeFileSync(folder.path('notice.json'), JSON.stringify(notice('cn_2032_april', { years: [], off })));
  const loaded = hejie(['calendar', 'load', folder.path('notice.json'), '--data', data]);
  assert.equal(loaded.status, 0, loaded.stderr);
  assert.match(loaded.stderr, /done by the running server/);
  assert.equal(await due('2032-04-06'), '2032-04-08', 'loaded over the socket');
  hangUp();
  await server.stop();
  await start();
  assert.equal(await due('2032-04-06'), '2032-04-08', 'after a restart');
  assert.equal(await due('2032-03-02'), '2032-03-04');
});

it('what is wrong in form and what is wrong in meaning comes in one answer', async () => {
  const bad = await desks.zhou.ask('POST', '/due', { body: { from: 7, period: 'ten days', color: 1, roll: 'up',
    exclude: [['2032-02-02', '2032-02-01']] } });
  assert.equal(bad.status, 422, bad.text);
  assert.deepEqual(paths(bad).sort(), ['/color', '/exclude/0', '/from', '/period', '/roll']);
  const missing = await desks.zhou.ask('POST', '/due', { body: { rule: 'Z99' } });
  assert.equal(paths(missing).filter((path) => path === '/from' || path === '').length, 1, missing.text);
  assert.ok(paths(missing).includes('/rule'), missing.text);
});

it('a wrong cursor is told as every other query parameter', async () => {
  for (const list of ['/cases', '/clocks', '/alerts', '/employers']) {
    const answer = await desks.zhao.ask('GET', `${list}?cursor=x`);
    assert.equal(answer.status, 400);
    assert.deepEqual(paths(answer), ['?cursor'], list);
  }
});
