// Requests that somebody might send on purpose, route by route, chosen by hand: each is told what was wrong and where, and
// stores nothing. What a machine draws at random is in http_mutations.test.mjs.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp, send, sendBytes } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { judge } from './lib/openapi.mjs';
import { addAccounts, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
const folder = temporaryFolder();
let server;
let zhou;
let zhao;
let li;
let known;

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), { zhou: ['window'], zhao: ['inspector'], qian: ['inspector'], sun: ['inspection_head'], li: ['bureau_head'] });
  server = await serve(folder.path('data'));
  [zhou, zhao, li] = [await Desk.logIn(server.port, 'zhou'), await Desk.logIn(server.port, 'zhao'), await Desk.logIn(server.port, 'li')];
  known = await zhou.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: script.steps[0].data });
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

const it = (name, body) => test(name, { skip }, body);
const head = async () => (await send(server.port, 'GET', '/readyz')).json.head;

/** Each row: what is sent, the status, and a path of the findings. */
async function refuses(rows, ask) {
  const stored = await head();
  for (const [what, status, path] of rows) {
    const answer = await ask(what);
    const said = `${JSON.stringify(what).slice(0, 200)}: ${answer.status} ${answer.text.slice(0, 300)}`;
    assert.equal(answer.status, status, said);
    assert.ok(answer.json.findings?.some((one) => one.path === path && one.message), `${path}: ${said}`);
  }
  assert.equal(await head(), stored, 'nothing is stored');
}

it('log-in: wrong types, missing and doubled members, foreign charsets', async () => {
  const json = { 'Content-Type': 'application/json' };
  const rows = [
    [['{"username":1,"password":2}', json], 422, '/username'],
    [['{"username":"a"}', json], 422, '/password'],
    [['{"username":"a","password":"b","roles":["bureau_head"]}', json], 422, '/roles'],
    [['{"username":"a","username":"zhao","password":"b"}', json], 400, '/username'],
    [['{"username":"\\ud800","password":"b"}', json], 400, '/username'],
    [['{"username":"zhao\\u0000","password":"b"}', json], 400, '/username'],
    [[`{"username":"${'a'.repeat(100_000)}","password":"b"}`, json], 422, '/username'],
    [['[]', json], 422, ''],
    [[Buffer.from([0x7b, 0x22, 0xd5, 0xc5, 0x22, 0x3a, 0x31, 0x7d]), json], 400, ''],
    [['{}', { 'Content-Type': 'application/json; charset=gbk' }], 415, 'Content-Type'],
    [['{}', { 'Content-Type': 'text/json' }], 415, 'Content-Type'],
    [['{}', {}], 415, 'Content-Type'],
    [['{}', { ...json, 'Content-Encoding': 'gzip' }], 415, 'Content-Encoding'],
  ];
  await refuses(rows, async ([body, headers]) => {
    const answer = await send(server.port, 'POST', '/api/v1/session', { headers, body });
    judge(answer);
    return answer;
  });
  const sound = { username: 'zhao', password: 'wrong' };
  const answer = await send(server.port, 'POST', '/api/v1/session', {
    headers: { 'Content-Type': 'Application/JSON ; charset="UTF-8"' }, body: JSON.stringify(sound) });
  assert.equal(answer.status, 401, answer.text);
  assert.equal(answer.headers['www-authenticate'], 'Bearer');
});

it('a request has one Authorization header', async () => {
  const lines = ['GET /api/v1/session HTTP/1.1', 'Host: x', `Authorization: Bearer ${zhao.token}`,
    `Authorization: Bearer ${li.token}`, 'Connection: close', '', ''];
  const raw = await sendBytes(server.port, lines.join('\r\n'));
  assert.equal(raw.status, 400, raw.text);
  assert.equal(raw.json.findings[0].path, 'Authorization');
});

it('opening a case', async () => {
  const data = script.steps[0].data;
  const rows = [
    ['{"workflow":7}', 422, '/workflow'],
    ['{"workflow":"../etc"}', 422, '/workflow'],
    ['{"workflow":"inspection","event":"close"}', 422, '/event'],
    ['{"workflow":"inspection","data":[]}', 422, '/data'],
    ['{"workflow":"inspection","data":{"worker_count":1.5}}', 400, '/data/worker_count'],
    ['{"workflow":"inspection","data":{"worker_count":99999999999999999999}}', 400, '/data/worker_count'],
    ['{"workflow":"inspection","data":{"worker_count":-1}}', 422, '/data/worker_count'],
    ['{"workflow":"inspection","data":{"matter":["wages"]}}', 422, '/data/matter'],
    ['{"workflow":"inspection","data":{"materials_complete":"true"}}', 422, '/data/materials_complete'],
    ['{"workflow":"inspection","data":{"parties":{"a":1}}}', 422, '/data/parties'],
    ['{"workflow":"inspection","data":{"parties":[{"role":"king","kind":"worker","name":"x"}]}}', 422, '/data/parties/0/role'],
    ['{"workflow":"inspection","data":{"parties":[{"role":"complainant","name":"a","name":"b"}]}}', 400, '/data/parties/0/name'],
    ['{"workflow":"mediation","event":"receive_application","on_behalf_of":"applicant","data":{"parties":[{"role":"applicant","kind":"worker"},{"role":"respondent","kind":"employer"}],"items":[{}]}}', 422, '/data/items/0/kind'],
    ['{"workflow":"mediation","event":"receive_application","data":{"items":[{"kind":"gold"}]}}', 422, '/data/items/0/kind'],
    ['{"workflow":"inspection","occurred_on":"2026-02-30"}', 422, '/occurred_on'],
    ['{"workflow":"inspection","occurred_at":"2026-01-01T00:00:00Z","occurred_on":"2026-03-01"}', 422, '/occurred_at'],
    [JSON.stringify({ workflow: 'inspection', event: 'receive_complaint', occurred_on: '2099-01-01', data }), 422, '/occurred_on'],
    ['{"workflow":"inspection","officers":"zhao"}', 422, '/officers'],
    ['{"workflow":"inspection","officers":["nobody"]}', 422, '/officers/0'],
    ['{"workflow":"inspection","role":"bureau_head"}', 403, '/role'],
    ['{"workflow":"inspection","dry_run":"yes"}', 422, '/dry_run'],
    ['{"workflow":"inspection","seq":1}', 422, '/seq'],
  ];
  await refuses(rows, (body) => zhou.ask('POST', '/cases', { body, headers: { 'Idempotency-Key': newKey() } }));
});

it('recording an event', async () => {
  const rows = [
    ['{"event":""}', 422, '/event'],
    ['{"event":"calendar_changed"}', 422, '/event'],
    ['{"event":"linked","data":{}}', 422, '/event'],
    ['{"workflow":"inspection","event":"close"}', 422, '/workflow'],
    ['{"event":"approve"}', 422, '/data/of'],
    ['{"event":"approve","data":{"of":"5"}}', 422, '/data/of'],
    ['{"event":"approve","data":{"of":-1}}', 422, '/data/of'],
    ['{"event":"approve","data":{"of":9223372036854775807}}', 422, '/data/of'],
    ['{"event":"approve","data":{"of":9223372036854775808}}', 400, '/data/of'],
    ['{"event":"annul","data":{"of":1}}', 422, '/data/reason'],
    ['{"event":"annul","data":{"of":1,"reason":""}}', 422, '/data/reason'],
    ['{"event":"annul","data":{"of":1,"reason":5}}', 422, '/data/reason'],
    ['{"event":"correct","data":{"of":1,"reason":"r","data":{"color":1}}}', 422, '/data/data/color'],
    ['{"event":"serve","data":{"doc":"x","to":"y","mode":"pigeon"}}', 422, '/data/mode'],
    ['{"event":"serve","data":{"doc":"complaint_form","to":["y"],"mode":"direct"}}', 422, '/data/to'],
    ['{"event":"serve","data":{"doc":"complaint_form","to":"complainant","mode":"direct","made_on":"2099-01-01"}}', 422, '/data/made_on'],
    ['{"event":"assign_inspectors","data":{"lead_inspector":"zhao","assisting_inspector":{"name":"x","age":5}}}', 422, '/data/lead_inspector'],
    ['{"event":"assign_inspectors","data":{"lead_inspector":5,"assisting_inspector":{"name":"x"}}}', 422, '/data/lead_inspector'],
    ['{"event":"file_complaint","officers":["qian","nobody"]}', 422, '/officers/1'],
    ['{"event":"file_complaint","data":{"officers":["nobody"]}}', 422, '/data/officers/0'],
    ['{"event":"file_complaint","occurred_on":"1999-01-01"}', 422, '/occurred_on'],
  ];
  await refuses(rows, (body) => zhao.ask('POST', `/cases/${known.case_id}/events`, {
    body, headers: { 'Idempotency-Key': newKey(), 'If-Match': `"${known.version}"` } }));
});

it('If-Match: one strong tag, as it was given', async () => {
  const rows = [[null, 428], ['*', 400], [`W/"${known.version}"`, 400], [`${known.version}`, 400], ['"1","2"', 400], ['""', 400],
    ['"-1"', 400], [`"0${known.version}"`, 400], ['"9223372036854775808"', 400], ['"1e0"', 400], ['"999999"', 412], ['"0"', 412]];
  await refuses(rows.map(([tag, status]) => [tag, status, 'If-Match']), (tag) => zhao.ask('POST', `/cases/${known.case_id}/events`, {
    body: { event: 'file_complaint' }, headers: { 'Idempotency-Key': newKey(), ...(tag === null ? {} : { 'If-Match': tag }) } }));
});

it('two officers are two persons of this bureau', async () => {
  const sun = await Desk.logIn(server.port, 'sun');
  const data = { ...script.steps[0].data };
  const { case_id: id } = await zhou.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data });
  const { proposal } = (await zhao.record(id, 'file_complaint')).json;
  assert.equal((await sun.record(id, 'approve', { of: proposal.seq })).status, 200);
  const two = { lead_inspector: { name: '赵监察' }, assisting_inspector: { name: '钱监察' } };
  assert.equal((await sun.record(id, 'assign_inspectors', two)).status, 200);
  const record = (officers) => zhao.record(id, 'record_inspection', { record_kind: 'site' }, { officers });
  for (const alone of [[], ['zhao'], ['zhao', 'zhao']]) {
    const answer = await record(alone);
    assert.equal(answer.status, 409, answer.text);
    assert.equal(answer.json.findings[0].path, '/officers');
  }
  assert.equal((await record(['nobody'])).status, 422);
  assert.equal((await record(['qian'])).status, 200);
});

it('an act of a party says whose', async () => {
  const answer = await zhou.ask('POST', '/cases', {
    body: { workflow: 'inspection', event: 'receive_complaint', data: script.steps[0].data }, headers: { 'Idempotency-Key': newKey() } });
  assert.equal(answer.status, 409, answer.text);
  assert.equal(answer.json.findings[0].path, '/on_behalf_of');
});

it('lists', async () => {
  const id = known.case_id;
  const rows = [
    ['/cases?limit=1&limit=2', 400, '?limit'], ['/cases?limit=1e2', 400, '?limit'], ['/cases?LIMIT=1', 400, '?LIMIT'],
    ['/cases?cursor=AAAA', 400, '?cursor'], [`/cases?cursor=${'A'.repeat(7000)}`, 400, '?cursor'], ['/cases?open=maybe', 400, '?open'],
    ['/cases?overdue=1', 400, '?overdue'], ['/cases?due_before=tomorrow', 400, '?due_before'], ['/cases?sort=-', 422, '?sort'],
    ['/cases?workflow=inspektion', 422, '?workflow'], ['/cases?stage=court', 422, '?stage'], ['/cases?q=%00', 400, 'request-target'],
    ['/cases?q=%ff', 400, 'request-target'], ['/clocks?status=dead', 422, '?status'], ['/clocks?due_before=2026-2-3', 400, '?due_before'],
    ['/alerts?acknowledged=no', 400, '?acknowledged'], ['/employers?cursor=zzz', 400, '?cursor'], ['/hearings?on=2026-11-23&on=2026-11-24', 400, '?on'],
    ['/reports/closing_rate?from=x', 400, '?from'], ['/reports/closing_rate?from=2026-12-31&to=2026-01-01', 422, '?from'],
    ['/reports/closing_rate?group_by=color', 422, '?group_by'], ['/workflows/inspection/diagram?format=png', 422, '/format'],
    [`/cases/${id}?as_of=2026-1-1`, 400, '?as_of'], [`/cases/${id}?as_of=2026-01-01&as_of=2026-01-02`, 400, '?as_of'],
    [`/cases/${id}?occurred_by=9999-99-99`, 400, '?occurred_by'], ['/stream?since=1', 400, '?since'],
  ];
  await refuses(rows, (target) => li.ask('GET', target));
  await refuses([['/cases', 400, 'Content-Length']], (target) => li.ask('GET', target, { body: '{}' }));
});

it('dates, intake, drafts, preferences, alerts, calendars', async () => {
  const rows = [
    ['/due', '{"from":"2026-01-01","period":"10x"}', '/period'], ['/due', '{"from":"2026-01-01","period":"99999999999wd"}', '/period'],
    ['/due', '{"from":"1900-01-01","period":"1d"}', '/from'], ['/due', '{"from":"2026-01-01","rule":"ZZZ"}', '/rule'],
    ['/due', '{"from":"2026-01-01","period":"1d","exclude":[["2026-02-01","2026-01-01"]]}', '/exclude/0'],
    ['/due', '{"from":"2026-01-01","period":"1d","roll":"up"}', '/roll'], ['/due', '{"from":"2026-01-01","period":"500y"}', '/period'],
    ['/intake/routes', '{}', '/claims'], ['/intake/routes', '{"claims":["gold"]}', '/claims/0'],
    ['/intake/routes', '{"claims":["wages"],"worker_count":-1}', '/worker_count'],
    ['/me/drafts', '{"key":"","body":"x"}', '/key'], ['/me/drafts', '{"key":"k","body":{}}', '/body'],
    ['/me/drafts', `{"key":"${'k'.repeat(129)}","body":"x"}`, '/key'], ['/me/preferences', '[]', ''],
    ['/me/preferences', `{"a":"${'b'.repeat(300_000)}"}`, ''],
  ];
  await refuses(rows.map(([target, body, path]) => [[target, body], 422, path]), ([target, body]) =>
    li.ask(target.startsWith('/me') ? 'PUT' : 'POST', target, { body }));
  await refuses([[['/me/preferences', '{"a":1,"a":2}'], 400, '/a']], ([target, body]) => li.ask('PUT', target, { body }));
  const keyed = (target, body) => li.ask('POST', target, { body, headers: { 'Idempotency-Key': newKey() } });
  await refuses([[['/alerts/1/acknowledge', '{"x":1}'], 422, '/x']], (row) => keyed(...row));
  for (const id of ['abc', '-1', '99999999999999999999']) {
    assert.equal((await keyed(`/alerts/${id}/acknowledge`, '{}')).status, 404);
  }
  assert.equal((await keyed('/calendars/us', '{}')).status, 404);
});
