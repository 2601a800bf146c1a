// Who sees what over HTTP: units limit lists and single cases, break-glass opens for a while, hand-over moves a case, the
// secondary file is closed to other desks. The OpenAPI document judges every answer. The number at the end of a name is the
// item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp, openStream } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const folder = temporaryFolder();
const people = { zhao: ['inspector'], qian: ['inspector'], east_window: ['window'], west_window: ['window'], li: ['mediator'],
  sun: ['inspection_head'], sec: ['security_admin'], sys: ['system_admin'], audit: ['audit_admin'], han: ['archivist'] };
const desks = {};
const accounts = {};
let server;
let mine;
let theirs;
const it = (name, body) => test(name, { skip }, body);
const keyed = (desk, path, body, headers = {}) => desk.ask('POST', path, { body, headers: { 'Idempotency-Key': newKey(), ...headers } });
const ids = async (desk, query = '') => (await desk.get(`/cases?limit=500${query}`)).items.map((item) => item.id);
const act = (desk, id, version, event) => keyed(desk, `/cases/${id}/events`, { event }, { 'If-Match': `"${version}"` });
const handOver = async (desk, id, body) => {
  const seen = await desks.sun.ask('GET', `/cases/${id}`);
  return keyed(desk, `/cases/${id}/hand_over`, body, { 'If-Match': seen.headers.etag });
};

const complain = (desk) => desk.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant',
  data: JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8')).steps[0].data });

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), people);
  server = await serve(folder.path('data'));
  for (const name of Object.keys(people)) desks[name] = await Desk.logIn(server.port, name);
  for (const account of (await desks.sec.get('/accounts')).items) accounts[account.username] = account.id;
  for (const [id, kind] of [['east', 'inspection_team'], ['west', 'inspection_team'], ['center', 'mediation_center']]) {
    const put = await desks.sec.ask('PUT', `/units/${id}`, { body: { kind, name_zh: id, name_en: id } });
    assert.equal(put.status, 204, put.text);
  }
  for (const [name, unit] of Object.entries({ zhao: 'east', east_window: 'east', qian: 'west', west_window: 'west', li: 'center' })) {
    const put = await desks.sec.ask('PUT', `/accounts/${accounts[name]}/unit`, { body: { unit } });
    assert.equal(put.status, 204, put.text);
  }
  mine = (await complain(desks.east_window)).case_id;
  theirs = (await complain(desks.west_window)).case_id;
});
after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

it('units are the security administrator\'s business and say who belongs where 044', async () => {
  const units = await desks.zhao.get('/units');
  assert.deepEqual(units.items.map((unit) => unit.id), ['east', 'west', 'center']);
  assert.equal(units.mine, 'east');
  assert.equal((await desks.sun.get('/units')).mine, '');
  for (const desk of [desks.zhao, desks.sun, desks.sys, desks.audit]) {
    assert.equal((await desk.ask('PUT', '/units/north', { body: { kind: 'inspection_team', name_zh: 'x', name_en: 'x' } })).status, 403);
    assert.equal((await desk.ask('PUT', `/accounts/${accounts.zhao}/unit`, { body: { unit: 'west' } })).status, 403);
  }
  assert.equal((await desks.sec.ask('PUT', '/units/North', { body: { kind: 'team', name_zh: 'x', name_en: 'x' } })).json.findings.length, 2);
  assert.equal((await desks.sec.ask('PUT', `/accounts/${accounts.zhao}/unit`, { body: { unit: 'nowhere' } })).status, 422);
  assert.equal((await desks.sec.ask('PUT', '/accounts/u_none/unit', { body: { unit: 'west' } })).status, 404);
  assert.equal((await desks.sec.ask('PUT', `/accounts/${accounts.sec}/unit`, { body: { unit: 'west' } })).status, 403, 'not one\'s own');
});

it('no list, count, search or table shows a case of another unit 039', async () => {
  assert.deepEqual(await ids(desks.zhao), [mine]);
  assert.deepEqual(await ids(desks.qian), [theirs]);
  assert.deepEqual(await ids(desks.li), []);
  assert.deepEqual((await ids(desks.sun)).sort(), [mine, theirs].sort());
  const lists = [`/cases?q=${encodeURIComponent('公司')}`, `/cases?q=${encodeURIComponent('有限')}`, '/clocks', '/alerts', '/risks', '/key-cases', '/exceptions', '/file-reviews', '/special-reports', '/approvals',
    '/special_hours', '/employers', '/hearings'];
  for (const path of lists) assert.ok(!(await desks.zhao.ask('GET', path)).text.includes(theirs), path);
  assert.ok((await desks.qian.ask('GET', '/clocks')).text.includes(theirs), 'where it belongs it is seen');
  const table = await desks.zhao.ask('GET', '/cases', { headers: { Accept: 'text/csv' } });
  assert.equal(table.text.trim().split('\n').length, 2, 'a head and one line');
  const reports = ['closing_rate', 'on_time', 'inspection_closing_rate', 'wage_arrears', 'workload', 'collective'];
  for (const id of reports) assert.ok(!(await desks.zhao.ask('GET', `/reports/${id}`)).text.includes(theirs), id);
});

it('a single case of another unit is refused at every address 039', async () => {
  const file = await desks.sun.get(`/cases/${theirs}`);
  const addresses = ['', '/actions', '/history', '/clocks', '/archive', '/papers/complaint_form-1', '/papers/complaint_form-1/page?draft=true'];
  for (const address of addresses) {
    const answer = await desks.zhao.ask('GET', `/cases/${theirs}${address}`);
    assert.equal(answer.status, 403, `${address}: ${answer.text}`);
    assert.equal(answer.json.findings[0].code, 'outside_unit');
  }
  assert.equal((await desks.zhao.ask('GET', `/cases/${theirs}/archive/zip`)).status, 403);
  for (const document of file.documents) assert.equal((await desks.zhao.ask('GET', `/documents/${document.id}`)).status, 404);
  const refused = await act(desks.zhao, theirs, file.version, 'file_complaint');
  assert.equal(refused.status, 403, refused.text);
  assert.equal((await desks.zhao.ask('GET', '/cases/c_none')).status, 404);
  for (const desk of [desks.sys, desks.audit, desks.sec]) assert.equal((await desk.ask('GET', `/cases/${theirs}`)).status, 404, 'administrators: not even that it is there');
});

it('break-glass opens reading, is told at once, stands among the exceptions and in the access log 046', async () => {
  assert.equal((await keyed(desks.zhao, `/cases/${theirs}/break_glass`, {})).status, 422);
  assert.equal((await keyed(desks.sys, `/cases/${theirs}/break_glass`, { reason: 'x' })).status, 404);
  assert.equal((await keyed(desks.zhao, '/cases/c_none/break_glass', { reason: 'x' })).status, 404);
  const opened = await keyed(desks.zhao, `/cases/${theirs}/break_glass`, { reason: '当事人在本队窗口催办' });
  assert.equal(opened.status, 200, opened.text);
  const hours = (Date.parse(opened.json.until) - Date.now()) / 3_600_000;
  assert.ok(hours > 3.9 && hours <= 4, `${hours}`);
  assert.equal((await desks.zhao.ask('GET', `/cases/${theirs}`)).status, 200);
  assert.equal((await desks.li.ask('GET', `/cases/${theirs}`)).status, 403, 'nobody else');
  const version = (await desks.zhao.get(`/cases/${theirs}`)).version;
  assert.equal((await act(desks.zhao, theirs, version, 'file_complaint')).status, 403, 'reading, never an act');
  const [told] = (await desks.sun.get('/alerts?to=me')).items.filter((alert) => alert.case_id === theirs);
  assert.equal(told.name.en, 'the case was opened by break-glass');
  const [exception] = (await desks.sun.get(`/exceptions?case=${theirs}`)).items;
  assert.deepEqual([exception.kind, exception.reason, exception.by], ['break_glass', '当事人在本队窗口催办', 'zhao']);
  const log = (await desks.audit.get('/access-log?limit=100')).items;
  assert.ok(log.some((entry) => entry.action === 'break_glass' && entry.object === theirs && entry.actor === accounts.zhao));
});

it('the secondary file is closed to other desks, in the list, the paper and the ZIP 047', async () => {
  const asked = await desks.qian.record(theirs, 'file_complaint');
  assert.equal(asked.status, 202, asked.text);
  const approved = await desks.sun.record(theirs, 'approve', { of: asked.json.proposal.seq });
  assert.equal(approved.status, 200, approved.text);
  const form = (desk) => desk.ask('GET', `/cases/${theirs}/papers/filing_form-1`);
  for (const name of ['qian', 'sun', 'han']) assert.equal((await form(desks[name])).status, 200, name);
  const refused = await form(desks.west_window);
  assert.deepEqual([refused.status, refused.json.findings[0].code], [403, 'secondary_file']);
  const closed = await desks.west_window.get(`/cases/${theirs}/archive`);
  assert.deepEqual([closed.secondary, closed.secondary_hidden], [[], true]);
  assert.ok((await desks.qian.get(`/cases/${theirs}/archive`)).secondary.some((line) => line.paper === 'filing_form-1'));
  assert.equal((await form(desks.zhao)).status, 200, 'opened by break-glass before');
  assert.equal((await keyed(desks.west_window, `/cases/${theirs}/break_glass`, { reason: '核对立案' })).status, 200);
  assert.equal((await form(desks.west_window)).status, 200);
});

it('one case goes to another person: an act in the log, both are told, clocks run on', async () => {
  const before = await desks.sun.get(`/cases/${theirs}/clocks`);
  assert.equal((await keyed(desks.sun, `/cases/${theirs}/hand_over`, { to: 'zhao', reason: '调岗' })).status, 428);
  assert.equal((await keyed(desks.sun, `/cases/${theirs}/hand_over`, { to: 'zhao', reason: '调岗' }, { 'If-Match': '"1"' })).status, 412);
  assert.equal((await handOver(desks.west_window, theirs, { to: 'zhao', reason: '调岗' })).status, 403, 'neither head nor handler');
  assert.equal((await handOver(desks.sun, theirs, { to: 'sys', reason: '调岗' })).status, 422, 'works on no case');
  const done = await handOver(desks.sun, theirs, { to: 'zhao', reason: '调岗' });
  assert.equal(done.status, 200, done.text);
  const item = (await desks.sun.get('/cases')).items.find((one) => one.id === theirs);
  assert.equal(item.handler, accounts.zhao);
  const last = (await desks.sun.get(`/cases/${theirs}/history`)).items.at(-1);
  assert.deepEqual([last.event.act, last.event.event, last.recorded_by], ['done', 'hand_over_case', accounts.sun]);
  const due = (clocks) => clocks.items.map((clock) => [clock.label, clock.due, clock.status]);
  assert.deepEqual(due(await desks.sun.get(`/cases/${theirs}/clocks`)), due(before));
  for (const name of ['zhao', 'qian']) {
    const told = (await desks[name].get('/alerts?to=me')).items.filter((alert) => alert.clock === 'hand_over' && alert.case_id === theirs);
    assert.equal(told.length, 1, name);
    assert.equal(told[0].name.en, 'the case was handed over');
  }
  assert.deepEqual(await ids(desks.zhao, `&handler=${accounts.zhao}`), [theirs], 'the work list moves');
  const filed = await desks.zhao.record(theirs, 'record_inspection', {}, { dry_run: true });
  assert.notEqual(filed.json?.findings?.[0]?.code, 'outside_unit', 'who handles it acts in it');
});

it('all open cases of a person go together, and a case to another unit', async () => {
  assert.equal((await keyed(desks.qian, '/hand-overs', { from: 'zhao', to: 'qian', reason: 'x' })).status, 403);
  assert.equal((await keyed(desks.sun, '/hand-overs', { from: 'zhao', to: 'nobody', reason: 'x' })).status, 422);
  const all = await keyed(desks.sun, '/hand-overs', { from: 'zhao', to: 'qian', reason: '借调' });
  assert.deepEqual([all.status, all.json.cases.map((one) => one.case_id)], [200, [theirs]]);
  const moved = await handOver(desks.sun, mine, { unit: 'west', reason: '案件属西队辖区' });
  assert.equal(moved.status, 200, moved.text);
  assert.ok((await ids(desks.qian)).includes(mine));
  assert.ok(!(await ids(desks.zhao)).includes(mine));
  assert.equal((await desks.zhao.ask('GET', `/cases/${mine}`)).status, 403);
});

it('officers named beside must have the role for it, whoever is recused is out at once 043 045', async () => {
  const seen = await desks.sun.ask('GET', `/cases/${mine}`);
  const beside = await keyed(desks.qian, `/cases/${mine}/events`, { event: 'record_inspection', officers: ['li'] }, { 'If-Match': seen.headers.etag });
  assert.equal(beside.status, 422, beside.text);
  assert.ok(beside.json.findings.some((finding) => finding.path === '/officers/0'), 'a mediator is no second inspector');
  const named = await handOver(desks.sun, mine, { role: 'recused', people: ['qian'], reason: '与用人单位负责人系近亲属' });
  assert.equal(named.status, 200, named.text);
  assert.equal((await desks.qian.ask('GET', `/cases/${mine}`)).status, 404);
  assert.ok(!(await ids(desks.qian)).includes(mine));
  const last = (await desks.sun.get(`/cases/${mine}/history`)).items.at(-1);
  assert.equal(last.event.data.case_role ?? last.event.fields?.case_role, 'recused');
  assert.equal((await handOver(desks.sun, mine, { role: 'recused', people: [], reason: '回避申请被驳回' })).status, 200);
  assert.equal((await desks.qian.ask('GET', `/cases/${mine}`)).status, 200);
  assert.equal((await handOver(desks.sun, mine, { role: 'investigator', people: ['li'], reason: 'x' })).status, 422);
});

it('the stream tells each what he may see, and ends with the session 039', async () => {
  const listen = (desk, headers = {}) => openStream(server.port, '/api/v1/stream', { Authorization: `Bearer ${desk.token}`, ...headers });
  const of = (id) => (event) => event.data?.includes(`"${id}"`);
  const again = await Desk.logIn(server.port, 'qian');
  const streams = { sun: await listen(desks.sun), qian: await listen(again), sys: await listen(desks.sys) };
  const east = await complain(desks.east_window);
  const west = await complain(desks.west_window);
  await streams.sun.next(of(west.case_id));
  await streams.qian.next(of(west.case_id));
  assert.ok(streams.sun.seen.some(of(east.case_id)));
  assert.ok(!streams.qian.seen.some(of(east.case_id)), 'of another unit');
  assert.ok(!streams.sys.seen.some((event) => event.data?.includes('case_id')), 'an administrator hears of no case');
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const lent = await keyed(desks.sun, '/delegations', { to: 'qian', roles: ['inspection_head'], first: today, last: today, basis: '示人社委〔2026〕5号', reason: '开会' });
  assert.equal(lent.status, 201, lent.text);
  const of_none = (event) => event.data?.includes(lent.json.id) || event.data?.includes('delegation');
  await streams.qian.next(of_none);
  await complain(desks.east_window);
  await streams.sun.next((event) => event.data?.includes('receive_complaint') && !event.data.includes(east.case_id) && !event.data.includes(west.case_id));
  assert.ok(!streams.sun.seen.some(of_none), 'an alert about no case is for whom it is told');
  const resumed = await listen(desks.qian, { 'Last-Event-ID': String(east.seq - 1) });
  await resumed.next(of(west.case_id));
  assert.ok(!resumed.seen.some(of(east.case_id)), 'nor afterwards');
  assert.equal((await again.ask('DELETE', '/session')).status, 204);
  await complain(desks.west_window);
  await streams.qian.ended;
  for (const stream of [streams.sun, streams.sys, resumed]) await stream.close();
});

it('a changed unit holds at the next request 049', async () => {
  assert.equal((await desks.sec.ask('PUT', `/accounts/${accounts.zhao}/unit`, { body: { unit: 'west' } })).status, 204);
  assert.ok((await ids(desks.zhao)).includes(mine));
  assert.equal((await desks.sec.ask('PUT', `/accounts/${accounts.zhao}/unit`, { body: { unit: '' } })).status, 204);
  assert.deepEqual((await ids(desks.zhao)).sort(), (await ids(desks.sun)).sort(), 'the bureau itself sees all');
});
