// Documents, the case file and the register as files that other programs open: python-docx reads the .docx, openpyxl the .xlsx,
// Python's zipfile the export of a closed case. Without those packages the tests skip and say so.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Desk } from './lib/desk.mjs';
import { addAccounts, serve, skip as noProgram, temporaryFolder } from './lib/program.mjs';

// Debian's own Python: packages of another one are not what the tests install.
const python3 = '/usr/bin/python3';
const tools = spawnSync(python3, ['-c', 'import docx, openpyxl']).status === 0;
const skip = noProgram || (tools ? false : 'python3-docx and python3-openpyxl are not installed');

describe('papers', { skip }, () => {
  const folder = temporaryFolder();
  let server;
  let window;
  let inspector;
  let id;
  before(async () => {
    const data = folder.path('data');
    addAccounts(data, { zhou: ['window'], zhao: ['inspector'], root: ['system_admin'] });
    server = await serve(data);
    window = await Desk.logIn(server.port, 'zhou');
    inspector = await Desk.logIn(server.port, 'zhao');
    const opened = await window.open({
      workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant',
      data: {
        matter: 'wages', materials_complete: true, violation_continues: true, elsewhere: 'dispute_procedure', worker_count: 2, summary: '两人工资未付',
        parties: [{ role: 'complainant', kind: 'worker', name: '甲某' }, { role: 'respondent', kind: 'employer', name: '=示例工厂' }],
      },
    });
    id = opened.case_id;
  });
  after(async () => {
    await server?.stop();
    folder.remove();
  });
  async function file(desk, path, headers = {}) {
    const answer = await fetch(`${server.url}/api/v1${path}`, { headers: { Authorization: `Bearer ${desk.token}`, ...headers } });
    return { status: answer.status, headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  }
  function python(name, bytes, script) {
    const path = folder.path(name);
    writeFileSync(path, bytes);
    const done = spawnSync(python3, ['-c', `import sys\npath = sys.argv[1]\n${script}`, path], { encoding: 'utf8' });
    assert.equal(done.status, 0, done.stderr);
    return done.stdout;
  }
  const words = 'import docx\nd = docx.Document(path)\nprint("\\n".join([p.text for p in d.paragraphs] + [c.text for t in d.tables for r in t.rows for c in r.cells]))';

  test('a document is a .docx that python-docx reads, filled from the case', async () => {
    const answer = await file(inspector, `/cases/${id}/papers/complaint_form-1/docx`);
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-disposition'), /^attachment; filename\*=UTF-8''[%\w.-]+\.docx$/);
    const text = python('one.docx', answer.bytes, words);
    for (const word of ['甲某', '两人工资未付', '劳动保障监察投诉登记表']) assert.ok(text.includes(word), word);
    assert.ok(!text.includes('{{'), 'no field is left open');
  });

  test('what is missing is named, filled in, and then stands in the document', async () => {
    const refused = await inspector.ask('GET', `/cases/${id}/papers/inquiry_notice/docx`);
    assert.equal(refused.status, 422);
    const missing = refused.json.findings.map((finding) => finding.path);
    assert.ok(missing.includes('/values/需携带的材料'), missing.join());
    const values = Object.fromEntries(missing.map((path) => [path.slice('/values/'.length), '工资支付表']));
    const kept = await inspector.ask('PUT', `/cases/${id}/papers/inquiry_notice`, { body: { values, pages: 2 } });
    assert.equal(kept.status, 204, kept.text);
    const paper = await inspector.get(`/cases/${id}/papers/inquiry_notice`);
    assert.deepEqual(paper.missing, []);
    assert.equal(paper.pages, 2);
    const text = python('two.docx', (await file(inspector, `/cases/${id}/papers/inquiry_notice/docx`)).bytes, words);
    assert.ok(text.includes('工资支付表'));
    const page = await file(inspector, `/cases/${id}/papers/inquiry_notice/page`);
    assert.match(page.headers.get('content-security-policy'), /default-src 'none'/);
    assert.ok(page.bytes.toString('utf8').includes('工资支付表'));
  });

  test('the template goes out with its fields, and who sees no cases gets no document', async () => {
    const text = python('template.docx', (await file(inspector, '/templates/inspection/correction_order')).bytes, words);
    assert.ok(text.includes('{{限期改正之日}}'));
    const admin = await Desk.logIn(server.port, 'root');
    assert.equal((await admin.ask('GET', `/cases/${id}/papers/complaint_form`)).status, 404);
    assert.equal((await admin.ask('GET', `/cases/${id}/archive/zip`)).status, 404);
  });

  test('a closed case is one ZIP that stands by itself; an open one is refused', async () => {
    assert.equal((await inspector.ask('GET', `/cases/${id}/archive/zip`)).status, 422);
    const done = await inspector.record(id, 'redirect_complaint', { elsewhere: 'dispute_procedure' });
    assert.equal(done.status, 200, done.text);
    const archive = await inspector.get(`/cases/${id}/archive`);
    assert.equal(archive.closed, true);
    const answer = await file(inspector, `/cases/${id}/archive/zip`);
    assert.equal(answer.status, 200);
    const out = python('case.zip', answer.bytes, [
      'import io, json, re, zipfile, docx',
      'z = zipfile.ZipFile(path)', 'assert z.testzip() is None', 'names = z.namelist()', 'page = z.read("index.html").decode()',
      'links = re.findall(r\'href="([^"]+)"\', page)', 'assert links and all(l in names for l in links), links',
      'assert "http" not in page and "<script" not in page',
      'json.loads(z.read("data/case.json")); events = json.loads(z.read("data/history.json"))["items"]; json.loads(z.read("data/clocks.json"))',
      'papers = [n for n in names if n.endswith(".docx")]', 'for n in papers: docx.Document(io.BytesIO(z.read(n)))',
      'print(len(papers), len(events))'].join('\n'));
    const [papers, events] = out.trim().split(' ').map(Number);
    assert.equal(papers, archive.main.length + archive.secondary.length);
    assert.ok(papers >= 2 && events >= 2, out);
  });

  test('the register is an .xlsx that openpyxl reads, with the columns asked, dates as dates, no formula', async () => {
    const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    const answer = await file(inspector, '/cases?columns=employer&columns=opened', { Accept: xlsx });
    assert.equal(answer.headers.get('content-type'), xlsx);
    const out = python('cases.xlsx', answer.bytes, [
      'import datetime, openpyxl', 's = openpyxl.load_workbook(path).active', 'rows = list(s.iter_rows())',
      'assert [c.value for c in rows[0]] == ["用人单位", "收件"], [c.value for c in rows[0]]', 'assert isinstance(rows[1][1].value, datetime.datetime)',
      'assert rows[1][0].data_type in ("s", "inlineStr"), rows[1][0].data_type', 'print(rows[1][0].value, len(rows))'].join('\n'));
    assert.equal(out.trim(), '=示例工厂 2');
    assert.equal((await inspector.ask('GET', '/cases?columns=color', { headers: { Accept: xlsx } })).status, 422);
  });
});
