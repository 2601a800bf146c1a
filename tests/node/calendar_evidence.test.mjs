// A notice as evidence: what it would move is told before anything moves, with how much and who is told; it is approved
// once; each case keeps an event of its own; the same through the program; a region's holidays come with its overlay.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, hejie, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const folder = temporaryFolder();
const data = folder.path('data');
const desks = {};
let server;
let today;

const later = (date, days) => new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const it = (name, body) => test(name, { skip }, body);
const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
const complaint = () => structuredClone(script.steps.find((each) => each.event === 'receive_complaint').data);

before(async () => {
  if (skip) return;
  addAccounts(data, { zhou: ['window'], zhao: ['inspector'], li: ['bureau_head'] });
  server = await serve(data);
  for (const name of ['zhou', 'zhao', 'li']) desks[name] = await Desk.logIn(server.port, name);
  today = (await desks.zhou.get('/scheduler')).now.slice(0, 10);
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

/** The next `count` days that are worked. */
async function workingDays(desk, count) {
  const found = [];
  for (let day = later(today, 1); found.length < count; day = later(day, 1)) {
    const year = await desk.get(`/calendars/cn/${day.slice(0, 4)}`);
    const kind = year.days.find((each) => each.date === day)?.kind;
    if (['working', 'make_up'].includes(kind)) found.push(day);
  }
  return found;
}

const notice = (id, off, years = []) => ({
  id, authority: 'Test', number: `${id} 号`, published: today, years, work: [],
  off: off.map((date) => ({ date, name: '停办', statutory: false })) });
const post = (body) => desks.li.ask('POST', '/calendars/cn', { body, headers: { 'Idempotency-Key': newKey() } });
const clockOf = async (id, rule) => (await desks.zhao.get(`/cases/${id}`)).clocks.find((each) => each.id === rule);

it('a notice names each open date that moves, by how much and who is told; approved once, each case has its event', async () => {
  const opened = await desks.zhou.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: complaint() });
  const first = await clockOf(opened.case_id, 'J02');
  const off = await workingDays(desks.zhou, 2);
  const body = { notice: notice('test_closed', off) };

  const shown = await post({ ...body, dry_run: true });
  assert.equal(shown.status, 200, shown.text);
  const move = shown.json.moved.find((each) => each.case_id === opened.case_id && each.clock === 'J02');
  assert.ok(move, shown.text);
  assert.equal(move.before, first.due);
  assert.ok(move.after > first.due);
  assert.equal(move.days, (Date.parse(move.after) - Date.parse(move.before)) / 86_400_000);
  assert.ok(move.roles.includes('inspector'), shown.text);
  assert.equal(move.handler_name, 'zhou');
  assert.ok(move.name.zh && move.name.en);
  assert.equal((await clockOf(opened.case_id, 'J02')).due, first.due, 'shown, not moved');
  assert.equal((await desks.zhao.get(`/cases/${opened.case_id}`)).version, opened.version);

  writeFileSync(folder.path('notice.json'), JSON.stringify(body.notice));
  const said = hejie(['calendar', 'load', folder.path('notice.json'), '--data', data, '--dry-run', '--json']);
  assert.equal(said.status, 0, said.stderr);
  const list = (moved) => moved.map((each) => [each.case_id, each.clock, each.before, each.after, each.days, each.roles, each.handler_name]);
  assert.deepEqual(list(JSON.parse(said.stdout).moved), list(shown.json.moved), 'the program says the same');
  const words = hejie(['calendar', 'load', folder.path('notice.json'), '--data', data, '--dry-run']).stdout;
  assert.match(words, new RegExp(`J02 +${move.before} -> ${move.after} \\(\\+${move.days} d\\) told: zhou, inspector`), words);

  const loaded = await post(body);
  assert.equal(loaded.status, 200, loaded.text);
  assert.deepEqual(loaded.json.moved, shown.json.moved, 'what was shown is what happened');
  assert.equal((await clockOf(opened.case_id, 'J02')).due, move.after);
  const history = (await desks.zhao.get(`/cases/${opened.case_id}/history`)).items;
  const act = history.find((each) => each.event.act === 'calendar_changed');
  assert.ok(act, 'an event of its own');
  assert.equal(act.recorded_by_name, 'li', 'who approved it');
  const kept = history.find((each) => each.event.rederived_because === act.version);
  assert.deepEqual(kept.event.moved.map((each) => [each.clock, each.before, each.after]).filter(([clock]) => clock === 'J02'),
    [['J02', move.before, move.after]]);
  const steps = (await desks.zhao.get(`/cases/${opened.case_id}/clocks`)).items.find((each) => each.id === 'J02').steps;
  assert.ok(steps.some((each) => each.date === off[0] && each.reason.zh.includes('test_closed 号')), JSON.stringify(steps));

  const told = async () => (await desks.zhao.get(`/alerts?case=${opened.case_id}`)).items
    .filter((each) => each.rung === `notice:test_closed:${move.before}` && each.clock === 'J02');
  const rows = await told();
  assert.deepEqual(rows.map((each) => each.to).sort(), [...new Set(rows.map((each) => each.to))].sort(), 'once each');
  const mine = rows.find((each) => each.to === 'inspector');
  assert.ok(mine, 'who has to act is told');
  assert.equal(mine.due, move.after);
  assert.equal(mine.says.en, `moved from ${move.before} to ${move.after} by notice test_closed`);

  const again = await post(body);
  assert.equal((await told()).length, rows.length, 'and not again');
  assert.equal(again.json.known, true, 'once');
  assert.deepEqual(again.json.moved, []);
});

it('dates in a year without a notice are provisional, and no longer when it is there', async () => {
  const covered = (await desks.zhou.get('/about')).calendar.covers_to;
  const year = Number(covered.slice(0, 4)) + 1;
  const due = async () => (await desks.zhou.ask('POST', '/due', { body: { from: `${year}-05-03`, period: '5wd' } })).json;
  assert.equal((await due()).provisional, true);
  assert.equal((await desks.zhou.get(`/calendars/cn/${year}`)).provisional, true);
  const loaded = await post({ notice: notice('test_year', [`${year}-05-05`], [year]) });
  assert.equal(loaded.status, 200, loaded.text);
  assert.equal((await due()).provisional ?? false, false);
});

it('the days of San Yue San hold in Guangxi and nowhere else', async () => {
  const days = ['2026-04-17', '2026-04-20'];
  const kinds = async (desk) => {
    const year = await desk.get('/calendars/cn/2026');
    return days.map((day) => year.days.find((each) => each.date === day).kind);
  };
  assert.deepEqual(await kinds(desks.zhou), ['working', 'working']);
  const own = folder.path('guangxi');
  addAccounts(own, { zhou: ['window'] });
  const other = await serve(own, '--overlay', 'cn-gx');
  try {
    assert.deepEqual(await kinds(await Desk.logIn(other.port, 'zhou')), ['holiday', 'holiday']);
  } finally {
    hangUp();
    await other.stop();
  }
  const from = ['due', '--from', '2026-04-14', '--period', '5wd', '--json'];
  assert.equal(JSON.parse(hejie(from).stdout).due, '2026-04-21');
  assert.equal(JSON.parse(hejie([...from, '--overlay', 'cn-gx']).stdout).due, '2026-04-23');
});
