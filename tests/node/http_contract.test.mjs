// The HTTP contract on a real server: an inspection case from complaint to archive, every address, every row of the
// status table. Each answer, errors too, is held against its schema in docs/openapi/openapi.json.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp, openStream, send, sendBytes } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { document, judge, operations } from './lib/openapi.mjs';
import { addAccounts, password, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
const step = (event) => structuredClone(script.steps.find((each) => each.event === event).data);

const folder = temporaryFolder();
const people = {
  zhou: ['window'], zhao: ['inspector'], qian: ['inspector'], sun: ['inspection_head'], li: ['bureau_head'],
  wu: ['archivist'], zheng: ['system_admin'], feng: ['security_admin'], he: ['audit_admin'], chen: ['clerk'],
};
let server;
let today;
const desks = {};

function daysLater(date, days) {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), people);
  server = await serve(folder.path('data'));
  for (const name of Object.keys(people)) desks[name] = await Desk.logIn(server.port, name);
  today = (await desks.zhou.get('/scheduler')).now.slice(0, 10);
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

const it = (name, body) => test(name, { skip }, body);

function problem(answer, status, code) {
  assert.equal(answer.status, status, `${answer.method} ${answer.target}: ${answer.text}`);
  assert.equal(answer.json.code, code, answer.text);
  return answer.json;
}

function finding(answer, path, code) {
  const found = (answer.json.findings ?? []).find((each) => each.path === path);
  assert.ok(found, `no finding at ${path}: ${answer.text}`);
  if (code) assert.equal(found.code, code, answer.text);
  return found;
}

const done = (answer, status = 200) => {
  assert.equal(answer.status, status, `${answer.method} ${answer.target}: ${answer.text}`);
  return answer.json;
};

const head = async () => (await send(server.port, 'GET', '/readyz')).json.head;
const complaint = () => step('receive_complaint');
const filing = (data = complaint()) =>
  ({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data });
const freshCase = () => desks.zhou.open(filing());

// ---- a case from the first complaint to the archive ----------------------------------------------------------------

it('an inspection case goes from complaint to archive, two persons for each approval', async () => {
  const { zhou, zhao, sun, li, wu } = desks;
  const opened = await zhou.open(filing());
  const id = opened.case_id;
  assert.equal(opened.state, 'complaint_received');
  assert.deepEqual(opened.clocks.opened.map((clock) => clock.id), ['J02']);
  assert.deepEqual(opened.documents.map((doc) => doc.document), ['complaint_form', 'representatives_letter']);
  const waiting = async (desk) => (await desk.get('/approvals')).items.filter((item) => item.case_id === id);

  // Not two years old: the rule refuses, with its article.
  const refused = await zhao.record(id, 'refuse_complaint');
  const told = problem(refused, 409, 'refused');
  assert.equal(told.rule, 'refuse_complaint');
  assert.ok(told.cite.includes('JC:20'), refused.text);

  const asked = await zhao.record(id, 'file_complaint');
  const proposal = done(asked, 202).proposal;
  assert.deepEqual(proposal.approver_roles, ['inspection_head']);
  assert.equal(asked.json.state, 'complaint_received', 'a proposal changes nothing else');
  assert.equal(asked.json.number, undefined);
  assert.deepEqual(await waiting(zhao), []);
  assert.equal((await waiting(sun)).length, 1);
  problem(await zhao.record(id, 'approve', { of: proposal.seq }), 403, 'not_authorized');

  const filed = done(await sun.record(id, 'approve', { of: proposal.seq }));
  assert.equal(filed.state, 'filed');
  assert.ok(filed.number, 'filing gives the number');
  assert.deepEqual(await waiting(sun), []);
  assert.deepEqual(filed.clocks.closed.map((clock) => clock.id), ['J02']);

  done(await sun.record(id, 'assign_inspectors', step('assign_inspectors')));
  done(await zhao.record(id, 'summon', { appear_on: daysLater(today, 3) }));
  done(await zhao.record(id, 'serve', step('serve')));
  const alone = await zhao.record(id, 'record_inspection', step('record_inspection'));
  problem(alone, 409, 'refused');
  const withQian = { officers: ['qian'] };
  done(await zhao.record(id, 'record_inspection', { ...step('record_inspection'), ...withQian }));
  done(await zhao.record(id, 'finish_investigation', { ...step('finish_investigation'), ...withQian }));
  const order = done(await zhao.record(id, 'issue_correction_order',
    { ...step('issue_correction_order'), correct_by: daysLater(today, 30), ...withQian }), 202);
  assert.equal(done(await li.record(id, 'approve', { of: order.proposal.seq })).state, 'correction_ordered');
  const served = done(await zhao.record(id, 'serve', { doc: 'correction_order', to: 'respondent', mode: 'left', proof: '照片' }));
  assert.deepEqual(served.clocks.opened.map((clock) => clock.id), ['J12']);
  assert.equal(served.clocks.opened[0].due >= daysLater(today, 30), true);
  const paid = done(await zhao.record(id, 'record_correction', { payment: 'full', paid_fen: 106176500 },
    { on_behalf_of: 'respondent' }));
  assert.equal(paid.state, 'corrected');

  const closing = done(await zhao.record(id, 'close', withQian), 202).proposal;
  assert.equal(done(await sun.record(id, 'approve', { of: closing.seq }), 202).state, 'corrected');
  assert.equal(done(await li.record(id, 'approve', { of: closing.seq })).state, 'closed');
  assert.equal(done(await wu.record(id, 'archive')).state, 'archived');

  const view = await zhou.get(`/cases/${id}`);
  assert.equal(view.number, filed.number);
  assert.deepEqual(view.clocks.map((clock) => clock.id), ['J15'], 'only the keeping of the file runs on');
  const history = (await zhou.get(`/cases/${id}/history`)).items;
  assert.deepEqual(history.map((item) => item.version), history.map((_, i) => i + 1), 'versions without gaps');
  assert.ok(history.every((item, i) => i === 0 || item.seq > history[i - 1].seq));
});

it('the people of a case are shown in the case and are in no event', async () => {
  const { case_id: id } = await freshCase();
  const names = complaint().parties.map((party) => party.name);
  const view = await desks.zhou.get(`/cases/${id}`);
  assert.deepEqual(view.parties.map((party) => party.name), names);
  const history = JSON.stringify(await desks.zhou.get(`/cases/${id}/history`));
  for (const name of names) assert.ok(!history.includes(name), name);
});

it('correct moves dates, annul undoes, decline and recall end a proposal', async () => {
  const { zhou, zhao, sun } = desks;
  const { case_id: id, seq } = await freshCase();
  const proposed = done(await zhao.record(id, 'file_complaint'), 202).proposal;
  assert.equal(done(await sun.record(id, 'decline', { of: proposed.seq, reason: '材料不足' })).state, 'complaint_received');
  const again = done(await zhao.record(id, 'file_complaint'), 202).proposal;
  done(await zhao.record(id, 'recall', { of: again.seq, reason: '重新核对' }));
  assert.deepEqual((await zhao.get(`/cases/${id}/actions`)).proposals, []);
  const corrected = await zhou.record(id, 'correct', { of: seq, data: { worker_count: 30 }, reason: '人数有误' });
  assert.ok([200, 202].includes(corrected.status), corrected.text);
  const missing = await zhou.record(id, 'annul', {});
  problem(missing, 422, 'invalid');
  finding(missing, '/data/of');
  finding(missing, '/data/reason');
});

it('an open request says what is asked, who is to answer, and what I may say to it', async () => {
  const { zhou, zhao, qian, sun } = desks;
  const { case_id: id } = await freshCase();
  const seq = done(await zhao.record(id, 'file_complaint', { violation_continues: true }), 202).proposal.seq;
  for (const [desk, answers] of [[zhou, []], [qian, []], [zhao, ['recall']], [sun, ['approve', 'decline']]]) {
    const [asked, ...more] = (await desk.get(`/cases/${id}`)).proposals;
    assert.deepEqual(more, []);
    assert.equal(asked.seq, seq);
    assert.equal(asked.event, 'file_complaint');
    assert.equal(asked.by_name, 'zhao');
    assert.deepEqual(asked.data, { violation_continues: true });
    assert.deepEqual(asked.approver_roles, ['inspection_head']);
    assert.deepEqual(asked.answers, answers, desk.name);
    assert.deepEqual((await desk.get(`/cases/${id}/actions`)).proposals, [asked]);
  }
  assert.deepEqual((await sun.get(`/cases/${id}?as_of=${today}`)).proposals[0].answers, [], 'the past takes no answer');
  for (const name of ['approve', 'decline']) {
    const { items } = await zhao.get(`/cases/${id}/actions`);
    assert.equal(items.find((item) => item.event === name).allowed, false, 'nobody approves their own request');
  }
  done(await sun.record(id, 'approve', { of: (await sun.get(`/cases/${id}`)).proposals[0].seq }));
  assert.deepEqual((await sun.get(`/cases/${id}`)).proposals, []);
});

// ---- reading -------------------------------------------------------------------------------------------------------

it('every address that is read answers 200 as documented', async () => {
  const { case_id: id } = await freshCase();
  const { zhou, li, sun, feng, he } = desks;
  const targets = {
    '/session': zhou, '/workflows': zhou, '/workflows/inspection': zhou, '/workflows/inspection/diagram': zhou,
    '/cases': zhou, '/cases/{id}': zhou, '/cases/{id}/actions': zhou, '/cases/{id}/history': zhou,
    '/cases/{id}/clocks': zhou, '/approvals': sun, '/employers': zhou, '/hearings': zhou, '/scheduler': zhou,
    '/me/preferences': zhou, '/me/drafts': zhou, '/clocks': zhou, '/calendars/cn/2026': zhou, '/alerts': zhou,
    '/reports/closing_rate': li, '/openapi.json': zhou, '/about': zhou, '/healthz': zhou, '/readyz': zhou, '/metrics': zhou,
    '/system': zhou, '/me/sessions': zhou, '/me/certificate': zhou, '/me/data': zhou, '/accounts': feng, '/access-log': he, '/risks': li, '/key-cases': li,
    '/messages': li, '/special_hours': zhou, '/reports/closing_rate/cases': li, '/special-reports': zhou, '/bulletins': zhou,
    '/risk-points': zhou, '/exceptions': li, '/file-reviews': li, '/units': zhou, '/delegations': zhou, '/scheduler/drills': zhou, '/retention': li,
  };
  for (const [target, desk] of Object.entries(targets)) done(await desk.ask('GET', target.replace('{id}', id)));
  problem(await li.ask('GET', '/risks/999999'), 404, 'not_found');
  const paper = '/cases/{id}/papers/{paper}';
  const own = ['/documents/{id}', '/employers/{code}', '/stream', '/accounts/{id}/sessions', '/risks/{id}', paper, `${paper}/docx`,
    `${paper}/page`, '/cases/{id}/archive', '/cases/{id}/archive/zip', '/templates/{workflow}/{document}', '/bulletins/{id}',
    '/bulletins/{id}/csv', '/bulletins/{id}/page', '/calendar-feeds/{token}', '/scheduler/drills/{id}', '/cases/{id}/evidence', '/cases/{id}/evidence/{evidence}'];  // have tests of their own
  const covered = [...Object.keys(targets).map((t) => t.replace('inspection', '{id}').replace('cn/2026', '{id}/{year}')
    .replace('closing_rate', '{id}')), ...own].map((target) => `/api/v1${target}`).sort();
  assert.deepEqual(covered, operations.filter((each) => each.method === 'get').map((each) => each.path).sort());
});

it('every report is served', async () => {
  for (const id of ['closing_rate', 'on_time', 'mediation_success', 'final_award_share', 'ending_rate', 'collective',
    'wage_arrears', 'workload', 'written_review']) {
    const report = await desks.li.get(`/reports/${id}?from=2026-01-01&to=2026-12-31`);
    for (const figure of report.figures) assert.ok(figure.definition.zh && figure.definition.en);
  }
  problem(await desks.li.ask('GET', '/reports/no_such'), 404, 'not_found');
});

it('the workflows say what is in force, every diagram is drawn', async () => {
  const list = (await desks.zhou.get('/workflows')).items;
  assert.ok(list.some((item) => item.id === 'inspection'));
  for (const { id } of list) {
    const one = await desks.zhou.get(`/workflows/${id}`);
    assert.equal(one.sha256, list.find((item) => item.id === id).sha256);
    const svg = await desks.zhou.ask('GET', `/workflows/${id}/diagram`);
    assert.ok(svg.text.includes('<svg'), id);
    done(await desks.zhou.ask('GET', `/workflows/${id}/diagram?format=dot`));
    done(await desks.zhou.ask('GET', `/workflows/${id}/diagram?format=mermaid`));
  }
  assert.ok([400, 422].includes((await desks.zhou.ask('GET', '/workflows/inspection/diagram?format=png')).status));
});

it('a document issued is found by the id the case gives', async () => {
  const { case_id: id } = await freshCase();
  const view = await desks.zhou.get(`/cases/${id}`);
  for (const document of view.documents) {
    assert.ok(document.id, 'the case names the id of its documents');
    const one = await desks.zhou.get(`/documents/${document.id}`);
    assert.equal(one.case_id, id);
    assert.equal(one.document, document.document);
  }
  problem(await desks.zhou.ask('GET', '/documents/d_none'), 404, 'not_found');
});

it('an employer has a record across procedures', async () => {
  const code = '91510100000000000K';
  const data = complaint();
  Object.assign(data.parties[2], { name: '青石建设公司', credit_code: code });
  const opened = await desks.zhou.ask('POST', '/cases', {
    body: filing(data), headers: { 'Idempotency-Key': newKey() } });
  const id = done(opened, 201).case_id;
  const list = await desks.zhou.get('/employers?q=%E9%9D%92%E7%9F%B3');
  assert.deepEqual(list.items.map((item) => item.code), [code]);
  const record = await desks.zhou.get(`/employers/${code}`);
  assert.deepEqual(record.record.map((item) => item.id), [id]);
  problem(await desks.zhou.ask('GET', '/employers/000000000000000000'), 404, 'not_found');
});

it('as_of and occurred_by show the case of a day; a day before it is 404; a bad day 400', async () => {
  const { case_id: id } = await freshCase();
  assert.equal((await desks.zhou.get(`/cases/${id}?as_of=${today}`)).state.id, 'complaint_received');
  assert.equal((await desks.zhou.get(`/cases/${id}?occurred_by=${today}`)).state.id, 'complaint_received');
  problem(await desks.zhou.ask('GET', `/cases/${id}?as_of=${daysLater(today, -1)}`), 404, 'not_found');
  const bad = await desks.zhou.ask('GET', `/cases/${id}?as_of=2026-02-30`);
  problem(bad, 400, 'malformed');
  finding(bad, '?as_of');
});

it('the clocks of a case explain themselves day by day', async () => {
  const { case_id: id } = await freshCase();
  const [clock] = (await desks.zhou.get(`/cases/${id}/clocks`)).items;
  assert.equal(clock.id, 'J02');
  assert.equal(clock.steps.at(-1).date, clock.due);
  assert.equal(clock.steps.filter((one) => one.count).length, 5);
  assert.ok(clock.cite.length > 0);
});

it('actions say what is allowed and why not', async () => {
  const { case_id: id } = await freshCase();
  const of = async (desk) => new Map((await desk.get(`/cases/${id}/actions`)).items.map((item) => [item.event, item]));
  const inspector = await of(desks.zhao);
  assert.equal(inspector.get('file_complaint').needs_approval, true);
  assert.equal(inspector.get('refuse_complaint').allowed, false);
  assert.equal(inspector.get('refuse_complaint').why_not.rule, 'refuse_complaint');
  assert.equal((await of(desks.zhou)).get('file_complaint').allowed, false);
});

it('lists filter: repeated values are alternatives, different names narrow', async () => {
  await freshCase();
  const ids = async (query) => (await desks.zhou.get(`/cases?${query}`)).items.length;
  assert.ok(await ids('workflow=inspection') > 0);
  assert.equal(await ids('workflow=mediation'), 0);
  assert.equal(await ids('workflow=mediation&workflow=inspection'), await ids('workflow=inspection'));
  assert.equal(await ids('workflow=inspection&state=no_such'), 0);
  assert.ok(await ids('stage=inspection&open=true') > 0);
  assert.equal(await ids('overdue=true'), 0);
  for (const sort of ['due', '-due', 'filed', '-filed', 'number', '-number', 'updated', '-updated']) await ids(`sort=${sort}`);
  const bad = await desks.zhou.ask('GET', '/cases?sort=color');
  assert.ok([400, 422].includes(bad.status), bad.text);
  finding(bad, '?sort');
});

it('pages: every case once, limit 1 to 500, a foreign cursor is 400', async () => {
  for (let i = 0; i < 3; i += 1) await freshCase();
  const whole = (await desks.zhou.get('/cases?limit=500&sort=updated')).items.map((item) => item.id);
  const seen = [];
  let cursor = '';
  do {
    const page = await desks.zhou.get(`/cases?limit=2&sort=updated${cursor}`);
    assert.ok(page.items.length <= 2);
    seen.push(...page.items.map((item) => item.id));
    cursor = page.next && `&cursor=${encodeURIComponent(page.next)}`;
  } while (cursor);
  assert.deepEqual(seen, whole);
  for (const limit of ['0', '501', '-1', 'x', '1.5', '', '99999999999999999999']) {
    const bad = await desks.zhou.ask('GET', `/cases?limit=${limit}`);
    assert.equal(bad.status, 400, `limit=${limit}`);
    finding(bad, '?limit', 'out_of_range');
  }
  const other = (await desks.zhou.get('/cases?limit=1&sort=updated')).next;
  for (const foreign of ['x', 'bm90LW1pbmU', encodeURIComponent(other)]) {
    for (const list of ['/clocks', '/alerts', '/employers']) {
      const answer = await desks.zhou.ask('GET', `${list}?cursor=${foreign}`);
      assert.equal(answer.status, 400, `${list} ${foreign}: ${answer.text}`);
      assert.ok(answer.json.findings.some((each) => each.path.endsWith('cursor')), answer.text);
    }
  }
  assert.equal((await desks.zhou.ask('GET', '/cases?cursor=x')).status, 400);
});

it('CSV: same rows, a byte order mark, in the language asked for', async () => {
  await freshCase();
  const count = (await desks.zhou.get('/cases?limit=500')).items.length;
  const zh = await desks.zhou.ask('GET', '/cases?limit=500', { headers: { Accept: 'text/csv', 'Accept-Language': 'zh' } });
  assert.match(zh.headers['content-type'], /^text\/csv/);
  assert.ok(zh.text.startsWith('\uFEFF案号'), zh.text.slice(0, 40));
  assert.equal(zh.text.trimEnd().split('\r\n').length, count + 1);
  const en = await desks.zhou.ask('GET', '/cases', { headers: { Accept: 'text/csv' } });
  assert.ok(en.text.startsWith('\uFEFFnumber,'));
});

it('HEAD answers as GET without content', async () => {
  const { case_id: id } = await freshCase();
  for (const target of ['/cases', `/cases/${id}`, '/workflows', '/healthz']) {
    const get = await desks.zhou.ask('GET', target);
    const answer = await desks.zhou.ask('HEAD', target);
    assert.equal(answer.status, 200);
    assert.equal(answer.text, '');
    assert.equal(answer.headers['content-length'], get.headers['content-length'], target);
    assert.equal(answer.headers.etag, get.headers.etag);
  }
});

it('the document served is the one in the tree, at both addresses', async () => {
  for (const target of ['/openapi.json', '/api/v1/openapi.json']) {
    const answer = await send(server.port, 'GET', target);
    judge(answer);
    assert.deepEqual(answer.json, document);
  }
});

it('metrics are Prometheus text', async () => {
  const answer = await send(server.port, 'GET', '/metrics');
  judge(answer);
  const lines = answer.text.trimEnd().split('\n');
  assert.ok(lines.length > 5);
  for (const line of lines) assert.match(line, /^(# (HELP|TYPE) \S+ .*|[a-z_]+(\{[^}]*\})? [-+0-9.eE]+(Inf|NaN)?)$/);
});

// ---- the rest that is written --------------------------------------------------------------------------------------

it('preferences and drafts are kept for their account alone', async () => {
  const { zhao, qian } = desks;
  assert.equal((await zhao.ask('PUT', '/me/preferences', { body: { theme: '深色', rows: 20 } })).status, 204);
  assert.deepEqual(await zhao.get('/me/preferences'), { theme: '深色', rows: 20 });
  assert.deepEqual(await qian.get('/me/preferences'), {});
  assert.equal((await zhao.ask('PUT', '/me/drafts', { body: { key: 'case/1', body: '草稿' } })).status, 204);
  assert.deepEqual((await zhao.get('/me/drafts')).items.map((item) => [item.key, item.body]), [['case/1', '草稿']]);
  assert.deepEqual((await qian.get('/me/drafts')).items, []);
  const bad = await zhao.ask('PUT', '/me/drafts', { body: { body: 7 } });
  problem(bad, 422, 'invalid');
  finding(bad, '/key', 'missing');
  finding(bad, '/body', 'wrong_type');
});

it('POST /due answers as the command line does, bad questions 422 with a path', async () => {
  const answer = done(await desks.zhou.ask('POST', '/due', { body: { from: '2020-01-20', period: '10wd' } }));
  assert.equal(answer.due, '2020-02-11');
  assert.equal(done(await desks.zhou.ask('POST', '/due', { body: { from: '2025-09-26', rule: 'A26' } })).rule, 'A26');
  const hours = done(await desks.zhou.ask('POST', '/due', { body: { from: '2025-09-26T10:30:00+08:00', period: '24h' } }));
  assert.equal(hours.due_at, '2025-09-27T11:00:00+08:00');
  const backward = done(await desks.zhou.ask('POST', '/due', { body: { from: '2025-09-26', period: '3wd', backward: true } }));
  assert.equal(backward.due, '2025-09-23');
  assert.equal(backward.clear_days_due, '2025-09-22');
  for (const [body, paths] of [[{ from: '2025-13-01', period: 'ten days' }, ['/from', '/period']],
    [{ from: 7, period: [], color: 1 }, ['/from', '/period', '/color']],
    [{ from: '2025-09-26' }, ['/period']], [{ from: '2025-09-26', rule: 'Z99' }, ['/rule']],
    [{ from: '2025-09-26', period: '3wd', exclude: [['2025-10-02', '2025-10-01']] }, ['/exclude/0']],
    [{ from: '1850-01-01', period: '3wd' }, ['/from']]]) {
    const bad = await desks.zhou.ask('POST', '/due', { body });
    assert.equal(bad.status, 422, bad.text);
    for (const path of paths) finding(bad, path);
  }
});

it('intake routes say which procedures are open, and store nothing', async () => {
  const before_ = await head();
  const bad = await desks.zhou.ask('POST', '/intake/routes', { body: { claims: ['no_such_claim'] } });
  problem(bad, 422, 'invalid');
  const known = finding(bad, '/claims/0').message.split(/one of: ?/)[1].split(', ');
  for (const claim of known) {
    const answer = done(await desks.zhou.ask('POST', '/intake/routes', { body: { claims: [claim], worker_count: 12 } }));
    assert.ok(answer.routes.length > 0, claim);
    for (const route of answer.routes) assert.ok(route.why.zh && route.why.en && route.cite.length > 0, JSON.stringify(route));
  }
  assert.equal(await head(), before_);
});

it('a notice: only some may load it; a dry run moves nothing; loading moves dates; a repeat is known', async () => {
  const { zheng, zhou } = desks;
  const notice = { id: 'local_2031', authority: 'Test', number: '1', published: '2026-11-01', years: [2031], off: [], work: [] };
  const post = (desk, body, headers = {}) =>
    desk.ask('POST', '/calendars/cn', { body, headers: { 'Idempotency-Key': newKey(), ...headers } });
  problem(await post(zhou, { notice, dry_run: true }), 403, 'forbidden');
  const tried = done(await post(zheng, { notice, dry_run: true }));
  assert.equal(tried.dry_run, true);
  assert.equal(tried.known, false);
  const loaded = done(await post(zheng, { notice }));
  assert.equal(loaded.known, false);
  assert.equal(done(await post(zheng, { notice })).known, true);
  const bad = await post(zheng, { notice: { ...notice, id: 7, published: 'soon', extra: 1 } });
  assert.equal(bad.status, 422, bad.text);
  assert.ok(bad.json.findings.length >= 2, bad.text);
  assert.ok(bad.json.findings.every((each) => each.path.startsWith('/notice/')), bad.text);
  problem(await post(zheng, { notice: { ...notice, number: '2' } }), 409, 'notice_exists');
  problem(await zheng.ask('POST', '/calendars/mars', { body: { notice }, headers: { 'Idempotency-Key': newKey() } }), 404, 'not_found');
});

it('acknowledging needs an alert that exists', async () => {
  const ack = (id) => desks.zhou.ask('POST', `/alerts/${id}/acknowledge`, { body: {}, headers: { 'Idempotency-Key': newKey() } });
  for (const id of ['999999', '0', '-1', 'x', '99999999999999999999']) problem(await ack(id), 404, 'not_found');
});

it('the demonstration clock does not exist on a real store', async () => {
  problem(await desks.zheng.ask('POST', '/demo/clock', { body: { to: '2030-01-01T00:00:00Z' } }), 404, 'not_found');
});

// ---- the table of statuses -----------------------------------------------------------------------------------------

const post = (desk, target, body, headers = {}) =>
  desk.ask('POST', target, { body, headers: { 'Idempotency-Key': newKey(), ...headers } });

it('400: what cannot be read', async () => {
  const before_ = await head();
  const deep = (n) => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`;
  const table = [
    ['broken JSON', '{"workflow":', 'syntax'],
    ['not JSON', 'hello', 'syntax'],
    ['nothing', '', 'syntax'],
    ['two values', '{} {}', 'syntax'],
    ['bad UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'utf8'],
    ['overlong UTF-8', Buffer.from([0x22, 0xc0, 0x80, 0x22]), 'utf8'],
    ['too deep', deep(65), 'too_deep'],
    ['a key twice', '{"workflow":"inspection","workflow":"mediation"}', 'duplicate_key'],
    ['half a surrogate pair', '{"workflow":"\\ud800"}', 'lone_surrogate'],
    ['NUL in a text', '{"workflow":"a\\u0000b"}', 'nul'],
    ['a byte order mark', Buffer.from('\uFEFF{}'), 'byte_order_mark'],
    ['an integer without end', `{"workflow":${'9'.repeat(30)}}`, 'integer_range'],
    ['a fraction', '{"workflow":1.5}', 'not_integer'],
  ];
  for (const [name, body, code] of table) {
    const answer = await post(desks.zhou, '/cases', body);
    assert.equal(answer.status, 400, `${name}: ${answer.text}`);
    assert.equal(answer.json.findings[0].code, code, name);
  }
  assert.notEqual((await post(desks.zhou, '/cases', deep(64))).status, 400, 'depth 64 can be read');
  assert.equal(await head(), before_);
});

it('400: query parameters, header values, Idempotency-Key, If-Match', async () => {
  const { zhou } = desks;
  const { case_id: id, version } = await freshCase();
  const unknown = await zhou.ask('GET', '/cases?color=red&state=filed');
  problem(unknown, 400, 'unknown_query_parameter');
  finding(unknown, '?color', 'unknown_query_parameter');
  for (const query of ['due_before=tomorrow', 'open=maybe', 'overdue=1', 'sort=due&sort=number']) {
    const answer = await zhou.ask('GET', `/cases?${query}`);
    assert.equal(answer.status, 400, query);
    finding(answer, `?${query.split('=')[0]}`);
  }
  for (const target of ['/cases?q=%zz', '/cases?q=%00', '/cases?q=%ff', '/cases/%2', '/cases/%01']) {
    problem(await zhou.ask('GET', target), 400, 'malformed');
  }
  for (const key of [null, '', 'a b', 'x'.repeat(129), 'é']) {
    const answer = await zhou.ask('POST', '/cases', {
      body: { workflow: 'inspection', data: complaint() }, headers: { 'Idempotency-Key': key } });
    problem(answer, 400, 'idempotency_key_required');
    finding(answer, 'Idempotency-Key');
  }
  const event = { event: 'withdraw_complaint', data: {} };
  for (const bad of ['*', `${version}`, `W/"${version}"`, `"${version}", "2"`, '"x"', '""', `"${'9'.repeat(40)}"`, '"-1"']) {
    const answer = await post(zhou, `/cases/${id}/events`, event, { 'If-Match': bad });
    problem(answer, 400, 'malformed');
    finding(answer, 'If-Match');
  }
});

it('400, 414, 431, 413: on the wire', async () => {
  const host = 'Host: 127.0.0.1\r\n';
  const wire = async (text) => {
    const answer = await sendBytes(server.port, text);
    assert.equal(answer.headers['content-type'], 'application/problem+json', answer.text);
    assert.ok(answer.json.code && answer.json.request_id, answer.text);
    return answer.status;
  };
  assert.equal(await wire('GET /healthz HTTP/1.1\r\n\r\n'), 400, 'no Host');
  assert.equal(await wire(`GET /healthz HTTP/1.1\r\n${host}${host}\r\n`), 400, 'two Hosts');
  assert.equal(await wire(`GET /healthz HTTP/1.1\r\n${host}A: b\r\n c\r\n\r\n`), 400, 'a folded header');
  assert.equal(await wire(`GET /healthz HTTP/1.1\r\n${host}Bad Name: x\r\n\r\n`), 400, 'a space in a name');
  assert.equal(await wire('nonsense\r\n\r\n'), 400, 'no request line');
  assert.equal(await wire(`POST /api/v1/session HTTP/1.1\r\n${host}Content-Length: 1x\r\n\r\n`), 400, 'bad length');
  assert.equal(await wire(`POST /api/v1/session HTTP/1.1\r\n${host}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`), 400, 'two lengths');
  assert.equal(await wire(`GET /${'a'.repeat(9000)} HTTP/1.1\r\n${host}\r\n`), 414);
  assert.equal(await wire(`GET /healthz HTTP/1.1\r\n${host}X: ${'a'.repeat(20_000)}\r\n\r\n`), 431);
  assert.equal(await wire(`POST /api/v1/session HTTP/1.1\r\n${host}Content-Length: 2000000\r\n\r\n`), 413);
  assert.ok([400, 505].includes(await wire(`GET /healthz HTTP/3.0\r\n${host}\r\n`)));
});

it('413: a content above the limit; just below it is read', async () => {
  const answer = await post(desks.zhou, '/cases', `{"workflow":"${'x'.repeat(1024 * 1024)}"}`).catch((error) => error);
  if (!(answer instanceof Error)) assert.equal(answer.status, 413, answer.text);
  assert.equal((await post(desks.zhou, '/cases', `{"workflow":"${'x'.repeat(1000 * 1024)}"}`)).status, 422);
});

it('401: no session, a wrong token, a wrong password; the same words for an unknown name', async () => {
  for (const { path, method, operation } of operations) {
    if (operation.security?.length === 0 || path.endsWith('/demo/clock')) continue;
    if (['/api/v1/readyz', '/api/v1/metrics'].includes(path)) continue;  // open on loopback
    for (const headers of [{}, { Authorization: 'Bearer nope' }, { Cookie: 'hejie_session=nope' }]) {
      const answer = await send(server.port, method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '1'), { headers });
      judge(answer);
      problem(answer, 401, 'unauthorized');
    }
  }
  const logIn = async (username, word) => {
    const answer = await send(server.port, 'POST', '/api/v1/session', {
      headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username, password: word }) });
    judge(answer);
    return problem(answer, 401, 'unauthorized').detail;
  };
  assert.equal(await logIn('zhou', 'not-the-password'), await logIn('nobody', 'not-the-password'));
});

it('logging out ends the session', async () => {
  const desk = await Desk.logIn(server.port, 'chen');
  assert.equal((await desk.ask('GET', '/session')).json.username, 'chen');
  const out = await desk.ask('DELETE', '/session');
  assert.equal(out.status, 204);
  assert.match(out.headers['set-cookie'][0], /Max-Age=0/);
  problem(await desk.ask('GET', '/session'), 401, 'unauthorized');
});

it('404: what is not there, and what an account may not know of', async () => {
  const { case_id: id } = await freshCase();
  for (const target of ['/cases/c_none', '/cases/c_none/actions', '/cases/c_none/history', '/cases/c_none/clocks',
    '/workflows/none', '/workflows/none/diagram', '/calendars/cn/1890', '/calendars/cn/x', '/calendars/mars/2026', '/nothing']) {
    problem(await desks.zhou.ask('GET', target), 404, 'not_found');
  }
  problem(await post(desks.zhou, '/cases/c_none/events', { event: 'withdraw_complaint' }, { 'If-Match': '"1"' }), 404, 'not_found');
  const view = await desks.zhou.get(`/cases/${id}`);
  for (const desk of [desks.zheng, desks.feng]) {
    for (const tail of ['', '/actions', '/history', '/clocks']) {
      problem(await desk.ask('GET', `/cases/${id}${tail}`), 404, 'not_found');
    }
    problem(await post(desk, `/cases/${id}/events`, { event: 'withdraw_complaint' }, { 'If-Match': `"${view.version}"` }), 404, 'not_found');
    for (const list of ['/cases', '/clocks', '/alerts', '/approvals', '/hearings']) {
      assert.deepEqual((await desk.get(list)).items, [], `${desk.name} ${list}`);
    }
  }
});

it('403: may see it, not do it', async () => {
  const { case_id: id } = await freshCase();
  const wrong = await desks.zhou.record(id, 'file_complaint');
  const told = problem(wrong, 403, 'not_authorized');
  assert.equal(told.rule, 'file_complaint');
  problem(await desks.zhou.record(id, 'withdraw_complaint', {}, { role: 'bureau_head' }), 403, 'forbidden');
  problem(await post(desks.wu, '/cases', filing()), 403, 'not_authorized');
});

it('405 names the methods in Allow', async () => {
  for (const [method, target, allow] of [['DELETE', '/cases', 'POST, GET, HEAD'], ['PUT', '/cases/1', 'GET, HEAD'],
    ['GET', '/due', 'POST'], ['PATCH', '/session', 'POST, GET, HEAD, DELETE'], ['POST', '/healthz', 'GET, HEAD']]) {
    const answer = await desks.zhou.ask(method, target, method === 'GET' ? {} : { body: {} });
    problem(answer, 405, 'method_not_allowed');
    assert.equal(answer.headers.allow, allow);
  }
});

it('415: only JSON is read', async () => {
  for (const type of [null, 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx']) {
    problem(await post(desks.zhou, '/cases', '{}', { 'Content-Type': type }), 415, 'unsupported_media_type');
  }
  assert.equal((await post(desks.zhou, '/cases', '{}', { 'Content-Type': 'Application/JSON; charset=utf-8' })).status, 422);
});

it('428 without If-Match, 412 with a stale one: current version and the events since', async () => {
  const { zhou } = desks;
  const { case_id: id, version } = await freshCase();
  const events = `/cases/${id}/events`;
  problem(await post(zhou, events, { event: 'withdraw_complaint' }), 428, 'if_match_required');
  const proposed = done(await desks.zhao.record(id, 'file_complaint'), 202);
  const key = newKey();
  const stale = await post(zhou, events, { event: 'withdraw_complaint' }, { 'If-Match': `"${version}"`, 'Idempotency-Key': key });
  const told = problem(stale, 412, 'stale_version');
  assert.equal(told.current_version, proposed.version);
  assert.equal(stale.headers.etag, `"${proposed.version}"`);
  assert.equal(told.events.length, proposed.version - version);
  assert.equal(told.events[0].event, 'file_complaint');
  problem(await post(zhou, events, { event: 'withdraw_complaint' }, { 'If-Match': '"99"' }), 412, 'stale_version');
  // 412 is not stored: the same key with the right version works.
  const retry = await post(zhou, events, { event: 'withdraw_complaint' }, { 'If-Match': `"${proposed.version}"`, 'Idempotency-Key': key });
  assert.notEqual(retry.status, 412, retry.text);
});

it('422: all findings at once, each with a path', async () => {
  const before_ = await head();
  const answer = await post(desks.zhou, '/cases', {
    workflow: 7, color: 'red', occurred_on: '2026-02-30', dry_run: 'yes', officers: [1], data: [] });
  problem(answer, 422, 'invalid');
  for (const [path, code] of [['/workflow', 'wrong_type'], ['/color', 'unknown_field'], ['/occurred_on', 'wrong_type'],
    ['/dry_run', 'wrong_type'], ['/officers', 'wrong_type'], ['/data', 'wrong_type']]) finding(answer, path, code);
  finding(await post(desks.zhou, '/cases', { workflow: 'no_such' }), '/workflow', 'unknown_workflow');
  finding(await post(desks.zhou, '/cases', {}), '/workflow', 'missing');
  const data = { ...complaint(), worker_count: -5, matter: 'astrology', color: 1, amount_fen: 'much' };
  delete data.materials_complete;
  const form = await post(desks.zhou, '/cases', filing(data));
  problem(form, 422, 'invalid');
  for (const path of ['/data/worker_count', '/data/matter', '/data/color', '/data/amount_fen', '/data/materials_complete']) finding(form, path);
  finding(await post(desks.zhou, '/cases', { workflow: 'inspection', event: 'archive', data: {} }), '/event');
  finding(await post(desks.zhou, '/cases', { workflow: 'inspection', event: 'no_such', data: {} }), '/event', 'unknown_event');
  const tomorrow = { ...filing(), occurred_on: daysLater(today, 2) };
  finding(await post(desks.zhou, '/cases', tomorrow), '/occurred_on', 'in_future');
  const ancient = { ...tomorrow, occurred_on: '1066-10-14' };
  finding(await post(desks.zhou, '/cases', ancient), '/occurred_on');
  assert.equal(await head(), before_);
});

it('422: an event of another state names what it needs; a day before the case began', async () => {
  const { case_id: id } = await freshCase();
  finding(await desks.zhao.record(id, 'no_such'), '/event', 'unknown_event');
  finding(await desks.zhou.record(id, 'withdraw_complaint', {}, { occurred_on: daysLater(today, -1) }), '/occurred_on', 'before_case');
  const both = await desks.zhou.record(id, 'withdraw_complaint', {}, { occurred_on: today, occurred_at: '2020-01-01T00:00:00Z' });
  finding(both, '/occurred_at', 'contradiction');
  const inAnHour = new Date(Date.parse((await desks.zhou.get('/scheduler')).now) + 3_600_000).toISOString();
  finding(await desks.zhou.record(id, 'withdraw_complaint', {}, { occurred_at: inAnHour }), '/occurred_at', 'in_future');
});

it('a repeat gets the stored answer; another content under the key is 422; refusals are stored too', async () => {
  const { zhou, zhao } = desks;
  const body = filing();
  const key = newKey();
  const first = await post(zhou, '/cases', body, { 'Idempotency-Key': key });
  const before_ = await head();
  const second = await post(zhou, '/cases', body, { 'Idempotency-Key': key });
  assert.equal(first.status, 201);
  assert.equal(first.headers['idempotency-replayed'], undefined);
  assert.equal(second.status, 201);
  assert.equal(second.headers['idempotency-replayed'], 'true');
  assert.equal(second.text, first.text);
  assert.equal(second.headers.location, first.headers.location);
  assert.equal(second.headers.etag, first.headers.etag);
  problem(await post(zhou, '/cases', { ...body, officers: ['zhao'] }, { 'Idempotency-Key': key }), 422, 'key_reused');
  assert.equal(await head(), before_);
  // The key belongs to an account: another account's use of it is its own.
  assert.equal((await post(zhao, '/cases', body, { 'Idempotency-Key': key })).headers['idempotency-replayed'], undefined);

  const events = `/cases/${first.json.case_id}/events`;
  const act = { event: 'refuse_complaint', data: {} };
  const match = { 'If-Match': `"${first.json.version}"`, 'Idempotency-Key': newKey() };
  const refused = await post(zhao, events, act, match);
  problem(refused, 409, 'refused');
  done(await zhao.record(first.json.case_id, 'file_complaint'), 202);
  // The key is looked up before If-Match, which is stale by now.
  const repeat = await post(zhao, events, act, match);
  assert.equal(repeat.status, 409);
  assert.equal(repeat.headers['idempotency-replayed'], 'true');
  assert.equal(repeat.text, refused.text);
});

it('the same request many times at once opens one case', async () => {
  const body = filing();
  const key = newKey();
  const answers = await Promise.all(Array.from({ length: 8 }, () => post(desks.zhou, '/cases', body, { 'Idempotency-Key': key })));
  for (const answer of answers) {
    assert.ok([201, 409].includes(answer.status), answer.text);
    if (answer.status !== 409) continue;
    problem(answer, 409, 'key_in_flight');
    assert.ok(answer.headers['retry-after']);
  }
  const ids = new Set(answers.filter((each) => each.status === 201).map((each) => each.json.case_id));
  assert.equal(ids.size, 1);
});

it('dry_run needs neither key nor version, answers what would happen, stores nothing', async () => {
  const { zhou } = desks;
  const { case_id: id } = await freshCase();
  const before_ = await head();
  const opening = await zhou.ask('POST', '/cases', {
    body: { ...filing(), dry_run: true } });
  assert.equal(done(opening).dry_run, true);
  assert.equal(opening.json.state, 'complaint_received');
  assert.equal(opening.headers.location, undefined);
  const trying = await zhou.ask('POST', `/cases/${id}/events`, { body: { event: 'withdraw_complaint', on_behalf_of: 'complainant', dry_run: true } });
  assert.equal(done(trying).state, 'closed');
  const refused = await desks.zhao.ask('POST', `/cases/${id}/events`, { body: { event: 'refuse_complaint', dry_run: true } });
  problem(refused, 409, 'refused');
  assert.equal(await head(), before_);
  assert.equal((await zhou.get(`/cases/${id}`)).state.id, 'complaint_received');
});

it('writes by cookie need this server as origin; reads and bearer tokens do not', async () => {
  const cookie = { Cookie: `other=1; hejie_session=${desks.zhou.token}`, Authorization: null };
  const origin = `http://127.0.0.1:${server.port}`;
  const write = (headers) => desks.zhou.ask('PUT', '/me/preferences', { body: {}, headers: { ...cookie, ...headers } });
  assert.equal((await desks.zhou.ask('GET', '/session', { headers: cookie })).status, 200);
  assert.equal((await write({ 'Sec-Fetch-Site': 'same-origin' })).status, 204);
  assert.equal((await write({ Origin: origin })).status, 204);
  for (const headers of [{}, { Origin: 'http://evil.example' }, { Origin: 'null' }, { Origin: `${origin}.evil.example` },
    { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { 'Sec-Fetch-Site': 'none' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: origin }]) {
    problem(await write(headers), 403, 'cross_site');
  }
});

it('the session cookie is closed to scripts and other sites', async () => {
  const answer = await send(server.port, 'POST', '/api/v1/session', {
    headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username: 'wu', password }) });
  const [cookie] = answer.headers['set-cookie'];
  assert.match(cookie, /^hejie_session=[0-9a-f]{64};/);
  for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) assert.ok(cookie.split('; ').includes(part), cookie);
  const crossing = await send(server.port, 'POST', '/api/v1/session', {
    headers: { 'Content-Type': 'application/json', 'Sec-Fetch-Site': 'cross-site' }, body: JSON.stringify({ username: 'wu', password }) });
  judge(crossing);
  problem(crossing, 403, 'cross_site');
});

it('without log-in answer only the four open addresses', async () => {
  for (const target of ['/healthz', '/openapi.json', '/readyz', '/metrics']) {
    assert.equal((await send(server.port, 'GET', target)).status, 200, target);
    assert.equal((await send(server.port, 'GET', `/api/v1${target}`)).status, 200, target);
  }
  assert.equal((await send(server.port, 'GET', '/cases')).status, 404, 'the rest is under /api/v1 only');
});

it('problems speak the language asked for, Chinese by default', async () => {
  const title = async (language) => (await desks.zhou.ask('GET', '/nothing', { headers: { 'Accept-Language': language } })).json.title;
  assert.equal(await title('en'), 'Not found');
  assert.equal(await title('en;q=0.3, zh-CN;q=0.9'), '未找到');
  assert.equal(await title(null), '未找到');
});

it('every answer that needs a session is not to be stored by caches', async () => {
  const answer = await desks.zhou.ask('GET', '/cases');
  assert.equal(answer.headers['cache-control'], 'no-store');
  assert.equal(answer.headers['x-content-type-options'], 'nosniff');
});

// ---- the stream ----------------------------------------------------------------------------------------------------

const listen = (desk, headers = {}) =>
  openStream(server.port, '/api/v1/stream', { Authorization: `Bearer ${desk.token}`, ...headers });
const ofCase = (id) => (event) => event.event === 'case' && JSON.parse(event.data).case_id === id;

it('the stream tells what happens, resumes where it stopped, and says so when it cannot', async () => {
  const stream = await listen(desks.qian);
  assert.equal(stream.status, 200);
  assert.equal(stream.headers['content-type'], 'text/event-stream');
  await stream.next((event) => 'retry' in event);
  const one = await freshCase();
  const heard = await stream.next(ofCase(one.case_id));
  assert.equal(Number(heard.id), one.seq);
  assert.deepEqual(JSON.parse(heard.data), { case_id: one.case_id, version: 1, kind: 'receive_complaint' });
  await stream.close();
  const names = complaint().parties.map((party) => party.name);
  for (const name of names) assert.ok(!JSON.stringify(stream.seen).includes(name));

  const two = await freshCase();
  const again = await listen(desks.qian, { 'Last-Event-ID': heard.id });
  await again.next(ofCase(two.case_id));
  assert.ok(!again.seen.some((event) => Number(event.id) <= Number(heard.id)), 'nothing twice');
  const ids = again.seen.filter((event) => event.id).map((event) => Number(event.id));
  assert.deepEqual(ids, ids.map((_, i) => Number(heard.id) + 1 + i), 'nothing left out');
  await again.close();

  for (const gone of ['999999999', 'x', '-1']) {
    const lost = await listen(desks.qian, { 'Last-Event-ID': gone });
    await lost.next((event) => event.event === 'reset');
    await lost.close();
  }
});

it('four streams an account; the fifth is 429 with Retry-After', async () => {
  const streams = [];
  for (let i = 0; i < 4; i += 1) streams.push(await listen(desks.li));
  const fifth = await desks.li.ask('GET', '/stream');
  problem(fifth, 429, 'too_many_requests');
  assert.ok(fifth.headers['retry-after']);
  const other = await listen(desks.sun);
  assert.equal(other.status, 200, 'another account is not concerned');
  for (const stream of [...streams, other]) await stream.close();
});

it('the server never answered 5xx and still lives', async () => {
  assert.ok(server.alive());
  assert.doesNotMatch(server.stderr(), /"code":"internal"/);
});
