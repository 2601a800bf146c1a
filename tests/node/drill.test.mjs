// After a restore: the drill counts every clock again and says what was missed while the machine was away; and what the
// server tells of itself is what Prometheus reads.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { addAccounts, hejie, serve, skip, temporaryFolder } from './lib/program.mjs';

const example = fileURLToPath(new URL('../../examples/02_sc_02.json', import.meta.url));

function drill(data, now) {
  const done = hejie(['drill', '--data', data, '--now', now, '--json']);
  assert.equal(done.status, 0, done.stdout + done.stderr);
  return JSON.parse(done.stdout);
}

test('the drill after a restore says what was missed', { skip }, async (t) => {
  const folder = temporaryFolder();
  t.after(() => folder.remove());
  const [data, backup, restored] = ['data', 'copy.db', 'restored'].map(folder.path);
  addAccounts(data, { wang: ['inspector', 'window'] });
  assert.equal(hejie(['import', example, '--data', data]).status, 0);
  const server = await serve(data);
  const { token } = await post(server, '/session', { username: 'wang', password: 'Winter-harbor-91-lantern' });
  await post(server, '/cases', {
    workflow: 'inspection', event: 'receive_complaint',
    data: {
      matter: 'wages', materials_complete: true, violation_continues: true, summary: '工资未付',
      parties: [{ role: 'complainant', kind: 'worker', name: '甲某' }, { role: 'respondent', kind: 'employer', name: '示例公司' }],
    },
  }, token);
  assert.equal(hejie(['backup', backup, '--data', data]).status, 0);
  await server.stop();
  assert.equal(hejie(['restore', backup, '--data', restored, '--private-key', `${data}/private.key`]).status, 0);

  const now = drill(restored, new Date().toISOString());
  assert.deepEqual(now.findings, []);
  assert.ok(now.clocks > 0);
  assert.deepEqual([now.breached, now.expired, now.alerts], [0, 0, 0], 'nothing is missed at once');

  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const later = drill(restored, inAMonth);
  assert.deepEqual(later.findings, []);
  assert.ok(later.breached >= 1 && later.alerts >= 1, JSON.stringify(later));
  const missed = later.missed.find((item) => item.clock === 'J02' && item.kind === 'breached');
  assert.ok(missed && missed.due < missed.since, 'the complaint was to be decided on');
  assert.ok(later.missed.some((item) => item.clock === 'J02' && item.kind === 'alert' && item.to === 'inspector'));
  assert.deepEqual(drill(restored, inAMonth), later, 'a drill changes nothing');
  assert.match(hejie(['drill', '--data', restored, '--now', inAMonth, '--lang', 'en']).stdout, /missed since: \d+ overdue/);

  // It is put on record when that is asked for, and shown when the server is back: which cases, to heads alone.
  const kept = hejie(['drill', '--data', restored, '--now', inAMonth, '--keep']);
  assert.equal(kept.status, 0, kept.stdout + kept.stderr);
  addAccounts(restored, { li: ['bureau_head'] });
  const back = await serve(restored);
  const tokens = {};
  for (const username of ['wang', 'li'])
    tokens[username] = (await post(back, '/session', { username, password: 'Winter-harbor-91-lantern' })).token;
  const { items } = await get(back, '/scheduler/drills', tokens.wang);
  const { as_of, findings, missed: all, ...figures } = later;
  assert.equal(items.length, 1);
  assert.equal(Date.parse(items[0].as_of), Math.floor(Date.parse(inAMonth) / 60_000) * 60_000);
  assert.deepEqual({ ...items[0], ...figures, finding_count: 0 }, items[0], 'what the drill said');
  assert.ok(!('missed' in items[0]));
  const whole = await get(back, `/scheduler/drills/${items[0].id}`, tokens.li);
  assert.deepEqual([whole.missed, whole.findings], [all, findings]);
  await get(back, `/scheduler/drills/${items[0].id}`, tokens.wang, 404);
  await get(back, '/scheduler/drills/x', tokens.li, 404);
  // Beside the server too: it is the server then that writes.
  assert.equal(hejie(['drill', '--data', restored, '--keep']).status, 0);
  assert.equal((await get(back, '/scheduler/drills', tokens.wang)).items.length, 2);
  await back.stop();

  // A date that is not what it counts to is found, whatever changed it.
  const change = `import sqlite3, sys; db = sqlite3.connect(sys.argv[1]); db.execute("UPDATE clocks SET due = due + 9 WHERE rule = 'J02'"); db.commit()`;
  assert.equal(spawnSync('python3', ['-c', change, `${restored}/hejie.db`]).status, 0);
  const found = hejie(['drill', '--data', restored, '--now', inAMonth, '--json']);
  assert.equal(found.status, 1);
  assert.deepEqual(JSON.parse(found.stdout).findings.map((one) => one.what), ['clock']);
});

test('promtool takes the metrics', { skip: skip || (has('promtool') ? false : 'promtool (Debian package prometheus) is not installed') }, async (t) => {
  const folder = temporaryFolder();
  t.after(() => folder.remove());
  const server = await serve(folder.path('data'));
  t.after(() => server.stop());
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  assert.match(metrics, /hejie_scheduler_lag_seconds/);
  const done = spawnSync('promtool', ['check', 'metrics'], { input: metrics, encoding: 'utf8' });
  assert.equal(done.status, 0, done.stdout + done.stderr);
});

function has(program) {
  return spawnSync(program, ['--version']).error === undefined;
}

async function get(server, path, token, status = 200) {
  const answer = await fetch(`${server.url}/api/v1${path}`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, status, path);
  return answer.json();
}

async function post(server, path, body, token) {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method: 'POST', body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `drill-${path}`, ...(token && { Authorization: `Bearer ${token}` }) },
  });
  const text = await answer.text();
  assert.ok(answer.ok, `${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}
