// Powers that are given for a while end by themselves: a delegation after its last day, break-glass after its hours. The
// server is started at the instants that matter (libfaketime); nobody does anything in between. The OpenAPI document judges
// every answer.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { findFaketime, startingAt } from './lib/faults/clock.mjs';
import { addAccounts, serveWith, skip as noProgram, temporaryFolder, top } from './lib/program.mjs';

const skip = noProgram || (findFaketime() ? false : 'libfaketime is not installed');
const folder = temporaryFolder();
const people = { zhao: ['inspector'], qian: ['inspector'], west_window: ['window'], sun: ['inspection_head'], sec: ['security_admin'], audit: ['audit_admin'] };
const keyed = (desk, path, body, headers = {}) => desk.ask('POST', path, { body, headers: { 'Idempotency-Key': newKey(), ...headers } });
let id;

before(() => { if (!skip) addAccounts(folder.path('data'), people); });
after(() => { hangUp(); folder.remove(); });

/** Runs a server from this instant, "2030-03-04 01:00:00" in UTC (eight hours later on the bureau's wall), with these persons logged in. */
async function at(instant, names, work) {
  const server = await serveWith(startingAt(instant), folder.path('data'));
  const desks = {};
  try {
    for (const name of names) desks[name] = await Desk.logIn(server.port, name);
    return await work(desks);
  } finally {
    hangUp();
    await server.stop();
  }
}

async function inUnits(desks) {
  for (const unit of ['east', 'west']) {
    const put = await desks.sec.ask('PUT', `/units/${unit}`, { body: { kind: 'inspection_team', name_zh: unit, name_en: unit } });
    assert.equal(put.status, 204, put.text);
  }
  const accounts = Object.fromEntries((await desks.sec.get('/accounts')).items.map((account) => [account.username, account.id]));
  for (const [name, unit] of [['zhao', 'east'], ['west_window', 'west'], ['qian', 'west']]) {
    const put = await desks.sec.ask('PUT', `/accounts/${accounts[name]}/unit`, { body: { unit } });
    assert.equal(put.status, 204, put.text);
  }
}
const use = async (desk, act_for, event) => {
  const seen = await desk.ask('GET', `/cases/${id}`);
  return keyed(desk, `/cases/${id}/events`, { event, act_for }, { 'If-Match': seen.headers.etag });
};

test('a delegation holds to the last minute of its last day and not a minute longer 046', { skip }, async () => {
  const act_for = await at('2030-03-04 01:00:00', ['sec', 'west_window', 'sun', 'qian'], async (desks) => {
    await inUnits(desks);
    id = (await desks.west_window.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant',
      data: JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8')).steps[0].data, occurred_on: '2030-03-04' })).case_id;
    const made = await keyed(desks.sun, '/delegations', { to: 'qian', roles: ['inspection_head'], first: '2030-03-05', last: '2030-03-06', basis: '示人社委〔2030〕1号', reason: '出差' });
    assert.equal(made.status, 201, made.text);
    const early = await use(desks.qian, made.json.id, 'assign_inspectors');
    assert.deepEqual([early.status, early.json.findings[0].code], [403, 'not_begun']);
    return made.json.id;
  });
  const state = async (desk) => (await desk.get('/delegations')).items[0].state;
  await at('2030-03-06 15:57:00', ['qian'], async ({ qian }) => {  // 23:57 of the last day
    assert.equal(await state(qian), 'in_force');
    const offered = await qian.get(`/cases/${id}/actions?act_for=${act_for}`);
    assert.ok(offered.items.some((action) => action.event === 'assign_inspectors'));
    const done = await use(qian, act_for, 'assign_inspectors');
    assert.notEqual(done.status, 403, done.text);
  });
  await at('2030-03-06 16:00:10', ['qian', 'audit'], async ({ qian, audit }) => {  // 00:00 of the day after
    assert.equal(await state(qian), 'expired');
    const late = await use(qian, act_for, 'assign_inspectors');
    assert.deepEqual([late.status, late.json.findings[0].code], [403, 'expired']);
    assert.equal((await qian.ask('GET', `/cases/${id}/actions?act_for=${act_for}`)).status, 403);
    const log = (await audit.get('/access-log?limit=50')).items;
    assert.ok(log.some((entry) => entry.action === 'use_delegation' && entry.result === 'forbidden' && entry.address === '127.0.0.1'), JSON.stringify(log[0]));
  });
});

test('break-glass opens a case for its hours and closes it by itself 046', { skip }, async () => {
  const seen = (desk) => desk.ask('GET', `/cases/${id}`).then((answer) => answer.status);
  await at('2030-03-07 01:00:00', ['zhao'], async ({ zhao }) => {
    assert.equal(await seen(zhao), 403);
    const opened = await keyed(zhao, `/cases/${id}/break_glass`, { reason: '当事人在本队窗口催办' });
    assert.equal(opened.status, 200, opened.text);
    assert.equal(await seen(zhao), 200);
  });
  await at('2030-03-07 04:57:00', ['zhao', 'sun'], async ({ zhao, sun }) => {
    assert.equal(await seen(zhao), 200);
    assert.ok((await sun.get('/alerts?to=me')).items.some((alert) => alert.clock === 'break_glass' && alert.case_id === id), 'the head was told');
  });
  await at('2030-03-07 05:01:00', ['zhao'], async ({ zhao }) => assert.equal(await seen(zhao), 403));
});

test('whom a delegation of no single case concerns finds it among the alerts and says that it was seen 046', { skip }, async () => {
  await at('2030-03-08 01:00:00', ['sun', 'qian', 'zhao'], async ({ sun, qian, zhao }) => {
    const made = await keyed(sun, '/delegations', { to: 'qian', roles: ['inspection_head'], first: '2030-03-08', last: '2030-03-09', basis: '示人社委〔2030〕2号', reason: '开会' });
    assert.equal(made.status, 201, made.text);
    const [told] = (await qian.get('/alerts?to=me&acknowledged=false')).items.filter((alert) => alert.clock === 'delegation' && alert.party === made.json.id);
    assert.deepEqual([told.case_id, told.notice, told.to.startsWith('account:')], [undefined, true, true]);
    assert.equal((await zhao.get('/alerts')).items.filter((alert) => alert.party === made.json.id).length, 0, 'nobody else\'s business');
    assert.equal((await keyed(sun, `/delegations/${made.json.id}/end`, {})).status, 204);
    const mine = (await qian.get('/alerts?to=me&acknowledged=false')).items;
    const [over] = mine.filter((alert) => alert.clock === 'delegation_ended' && alert.party === made.json.id);
    assert.equal(over.name.en, 'a delegation was taken back');
    assert.equal((await keyed(qian, `/alerts/${over.id}/acknowledge`, {})).status, 204);
    assert.ok(!(await qian.get('/alerts?to=me&acknowledged=false')).items.some((alert) => alert.id === over.id));
  });
});
