// Evidence given to a case, items 051, 052, 053 of docs/security.md: what is taken and what is refused before or while it
// comes, where it lies, how it is sent, and that nothing acknowledged is lost. Faults: evidence_faults.test.mjs.
import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hangUp, sendBytes } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { docx, fetchFile, give, jpeg, pdf, program, zip } from './lib/evidence.mjs';
import { addAccounts, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const mib = 1024 * 1024;
const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
const opening = { workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: script.steps[0].data };

describe('evidence', { skip }, () => {
  const folder = temporaryFolder();
  const data = folder.path('data');
  let server;
  let window;
  let inspector;
  let mediator;
  let id;
  const open = async () => (await window.open(opening)).case_id;
  /** Every file below the folder of evidence, by its path. */
  const files = () => readdirSync(join(data, 'evidence'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile()).map((one) => join(one.parentPath ?? one.path, one.name).slice(join(data, 'evidence').length + 1)).sort();
  before(async () => {
    addAccounts(data, { zhou: ['window'], feng: ['window'], zhao: ['inspector'], qian: ['mediator'], sun: ['inspection_head'], root: ['system_admin'], audit: ['audit_admin'] });
    server = await serve(data);
    window = await Desk.logIn(server.port, 'zhou');
    inspector = await Desk.logIn(server.port, 'zhao');
    mediator = await Desk.logIn(server.port, 'qian');
    id = await open();
  });
  after(async () => {
    hangUp();
    await server?.stop();
    folder.remove();
  });

  test('a file is given, stands in the log by its hash, is listed, read, withdrawn 053', async () => {
    const bytes = pdf(300_000);
    const made = await give(window, id, '甲某工资条.pdf', bytes, { kind: 'document', received: '2026-01-05', note: '甲某当面提交' });
    assert.equal(made.status, 201, made.text);
    assert.deepEqual([made.json.name, made.json.bytes, made.json.sha256, made.json.type, made.json.received_on],
      ['甲某工资条.pdf', bytes.length, sha256(bytes), 'pdf', '2026-01-05']);
    assert.equal(made.headers.location, `/api/v1/cases/${id}/evidence/${made.json.id}`);
    const list = await inspector.get(`/cases/${id}/evidence`);
    assert.deepEqual(list.items.map((one) => [one.name, one.note, one.by_name]), [['甲某工资条.pdf', '甲某当面提交', 'zhou']]);
    const history = await inspector.get(`/cases/${id}/history`);
    const entry = history.items.at(-1);
    assert.deepEqual([entry.event.event, entry.event.data.evidence_sha256, entry.event.data.evidence_bytes], ['add_evidence', sha256(bytes), bytes.length]);
    assert.ok(!JSON.stringify(history).includes('甲某工资条'), 'the name of a file is not in the log');
    const file = await fetchFile(server, inspector, id, made.json.id);
    assert.equal(file.status, 200);
    assert.ok(file.bytes.equals(bytes), 'the same bytes come back');
    const gone = await window.ask('POST', `/cases/${id}/evidence/${made.json.id}/withdraw`, { body: { reason: '交错了' }, headers: { 'Idempotency-Key': newKey() } });
    assert.deepEqual([gone.status, gone.json.withdrawn.reason], [200, '交错了'], gone.text);
    const again = await window.ask('POST', `/cases/${id}/evidence/${made.json.id}/withdraw`, { body: { reason: '再次' }, headers: { 'Idempotency-Key': newKey() } });
    assert.equal(again.status, 422);
    assert.equal((await inspector.get(`/cases/${id}/evidence`)).items[0].withdrawn.by_name, 'zhou');
  });

  test('names are shown, never paths: nothing lies outside the store 051', async () => {
    const given = ['../../etc/passwd', '..\\..\\boot.txt', '%2e%2e%2f%2e%2e%2fx.txt', 'a\0b.txt', `${'长'.repeat(300)}.txt`, 'a\r\nSet-Cookie: x=1.txt',
      '"quoted" <b>.txt', 'txt.\u202Efdp.txt', '/etc/cron.d/job.txt', '...'];
    const shown = [];
    for (const [i, name] of given.entries()) {
      const made = await give(window, id, name, `文字 ${i}\n`);
      if (name === '...') {
        assert.equal(made.status, 422, 'nothing is left of it');
        continue;
      }
      assert.equal(made.status, 201, `${JSON.stringify(name)}: ${made.text}`);
      shown.push(made.json.name);
      assert.match(made.json.name, /^[^/\\\u0000-\u001f"<>|:*?\u202a-\u202e]{1,120}$/u);
      assert.match(made.json.name, /\.txt$/);
    }
    assert.equal(shown[0], 'passwd.txt');
    assert.equal([...shown[4]].length, 120);
    for (const path of files()) assert.match(path, /^[0-9a-f]{2}\/[0-9a-f]{62}$/);
    assert.deepEqual(readdirSync(folder.path('.')), ['data'], 'nothing beside the data folder');
    const top_ = readdirSync(data).filter((one) => /passwd|boot|cron|job/.test(one));
    assert.deepEqual(top_, []);
    for (const target of ['..%2f..%2fetc%2fpasswd', '..', '%2e%2e', 'v_none']) {
      const answer = await window.ask('GET', `/cases/${id}/evidence/${target}`);
      assert.ok([400, 404].includes(answer.status), `${target}: ${answer.status}`);
    }
  });

  test('size, type by the first bytes, what an archive unpacks to 052', async () => {
    const large = await give(window, id, '录音.mp3', Buffer.alloc(21 * mib, 0xff));
    assert.equal(large.status, 413, large.text);
    const renamed = await give(window, id, '合同.pdf', program());
    assert.deepEqual([renamed.status, renamed.json.code], [415, 'unsupported_media_type']);
    for (const [name, bytes] of [['合同.txt', program()], ['照片.png', jpeg()], ['页面.html', Buffer.from('<script>')], ['空.txt', Buffer.alloc(0)],
      ['国标.txt', Buffer.from('b9abcbbe', 'hex')], ['包.docx', zip([{ name: 'readme.md' }])], ['坏.docx', Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(300)])]]) {
      const answer = await give(window, id, name, bytes);
      assert.equal(answer.status, 415, `${name}: ${answer.status} ${answer.text}`);
    }
    const bombs = {
      '42.zip': zip(Array.from({ length: 16 }, (_, i) => ({ name: `lib ${i}.zip`, data: Buffer.alloc(30_000) }))),
      'flat.docx': zip([{ name: 'word/document.xml', unpacked: 4_000_000_000 }]),
      'many.docx': zip(Array.from({ length: 3000 }, (_, i) => ({ name: `word/${i}.xml` }))),
      'ratio.docx': zip([{ name: 'word/document.xml', unpacked: 100_000_000 }]),
    };
    for (const [name, bytes] of Object.entries(bombs)) {
      const begin = performance.now();
      const answer = await give(window, id, name, bytes);
      const ms = performance.now() - begin;
      assert.equal(answer.status, 413, `${name}: ${answer.text}`);
      assert.ok(ms < 200, `${name} was refused after ${ms} ms`);
    }
    for (const [name, bytes, type] of [['a.jpg', jpeg(), 'jpeg'], ['b.docx', docx(), 'docx'], ['c.txt', Buffer.from('\ufeff一二三\n'), 'text'], ['d', pdf(), 'pdf']]) {
      const answer = await give(window, id, name, bytes);
      assert.deepEqual([answer.status, answer.json.type], [201, type], `${name}: ${answer.text}`);
    }
    assert.ok(files().every((path) => !path.startsWith('incoming/')), 'nothing half received is left');
  });

  test('who may not is told before a byte is taken 052', async () => {
    // Announces 10 MiB, sends none of it: only an answer that needs no body comes.
    const ask = (token, name = 'x.pdf', length = 10 * mib, path = `/api/v1/cases/${id}/evidence?kind=document`) => sendBytes(server.port, `POST ${path} HTTP/1.1\r\nHost: localhost\r\n${token ? `Authorization: Bearer ${token}\r\n` : ''}Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="${name}"\r\nIdempotency-Key: ${newKey()}\r\nContent-Length: ${length}\r\n\r\n`);
    assert.equal((await ask('')).status, 401);
    const root = await Desk.logIn(server.port, 'root');
    assert.equal((await ask(root.token)).status, 404, 'an administrator sees no case');
    assert.equal((await ask(window.token, 'x.pdf', 10 * mib, `/api/v1/cases/c_none/evidence?kind=document`)).status, 404);
    assert.equal((await ask(window.token, 'x.pdf', 21 * mib)).status, 413);
    assert.equal((await ask(window.token, 'x.pdf', 10 * mib, `/api/v1/cases/${id}/evidence?kind=gossip`)).status, 422);
    const feng = await Desk.logIn(server.port, 'feng');
    assert.equal((await ask(feng.token, 'x.pdf', 10 * mib, `/api/v1/cases/${id}/evidence?kind=document&secondary=true`)).status, 403);
    // Elsewhere the usual limit holds.
    assert.equal((await window.ask('POST', '/cases', { body: 'x'.repeat(2 * mib), headers: { 'Idempotency-Key': newKey() } })).status, 413);
  });

  test('who breaks off leaves nothing; chunks without a length are counted 052', async () => {
    const before_ = files();
    const head = (more) => `POST /api/v1/cases/${id}/evidence?kind=document HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${window.token}\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="cut.pdf"\r\nIdempotency-Key: ${newKey()}\r\n${more}\r\n`;
    await new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: server.port }, () => {
        socket.write(head(`Content-Length: ${5 * mib}\r\n`));
        socket.write(pdf(2 * mib), () => setTimeout(() => { socket.destroy(); resolve(); }, 100));
      });
      socket.on('error', reject);
    });
    for (let i = 0; i < 50 && files().length > before_.length; i += 1) await new Promise((done) => setTimeout(done, 20));
    assert.deepEqual(files(), before_);
    const chunk = pdf(mib);
    const chunks = [];
    for (let i = 0; i < 21; i += 1) chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
    const answer = await sendBytes(server.port, Buffer.concat([Buffer.from(head('Transfer-Encoding: chunked\r\n')), ...chunks, Buffer.from('0\r\n\r\n')]));
    assert.equal(answer.status, 413);
    assert.deepEqual(files(), before_);
  });

  test('it is saved, not shown: attachment, nosniff, sandbox, the name encoded 053', async () => {
    const made = await give(window, id, '甲"乙\r\nX-Bad: 1;页.txt', '<script>alert(1)</script>\n');
    assert.equal(made.status, 201, made.text);
    const file = await fetchFile(server, window, id, made.json.id);
    assert.equal(file.headers.get('content-type'), 'text/plain; charset=utf-8');
    assert.match(file.headers.get('content-disposition'), /^attachment; filename="evidence\.txt"; filename\*=UTF-8''[%\w.-]+\.txt$/);
    assert.equal(file.headers.get('x-content-type-options'), 'nosniff');
    assert.match(file.headers.get('content-security-policy'), /^sandbox; default-src 'none'/);
    assert.equal(file.headers.get('cache-control'), 'no-store');
    assert.equal(file.headers.get('x-bad'), null);
    assert.equal(Number(file.headers.get('content-length')), file.bytes.length);
  });

  test('the same bytes lie once; a repeated request is answered once 052', async () => {
    const bytes = pdf(100_000);
    const other = await open();
    const [one, two] = await Promise.all([give(window, id, '一.pdf', bytes), give(inspector, other, '二.pdf', bytes)]);
    assert.deepEqual([one.status, two.status], [201, 201], one.text + two.text);
    assert.equal(files().filter((path) => path.replace('/', '') === sha256(bytes)).length, 1);
    assert.ok((await fetchFile(server, window, other, two.json.id)).bytes.equals(bytes));
    const key = newKey();
    const first = await give(window, id, '三.pdf', bytes, { key });
    const again = await give(window, id, '三.pdf', bytes, { key });
    assert.deepEqual([again.status, again.json.id, again.headers['idempotency-replayed']], [201, first.json.id, 'true']);
    assert.equal((await give(window, id, '四.pdf', bytes, { key })).status, 422, 'the key of another request');
  });

  test('what is of the secondary file is closed to other desks, open with a reason 051', async () => {
    const head = await Desk.logIn(server.port, 'sun');
    const made = await give(head, id, '内部意见.txt', '不对外\n', { secondary: true });
    assert.equal(made.status, 201, made.text);
    const closed = await mediator.get(`/cases/${id}/evidence`);
    assert.deepEqual([closed.secondary_hidden, closed.may_add, closed.items.some((one) => one.secondary)], [true, false, false]);
    assert.equal((await fetchFile(server, mediator, id, made.json.id)).status, 403);
    const other = await Desk.logIn(server.port, 'feng');
    assert.equal((await give(other, id, '窗口收.txt', '收到\n')).status, 201);
    assert.equal((await other.get(`/cases/${id}/evidence`)).secondary_hidden, true, 'who gave a file to the case is not of it');
    assert.equal((await give(other, id, '内部.txt', '内部\n', { secondary: true })).status, 403);
    const glass = await mediator.ask('POST', `/cases/${id}/break_glass`, { body: { reason: '核对' }, headers: { 'Idempotency-Key': newKey() } });
    assert.equal(glass.status, 200);
    assert.equal((await fetchFile(server, mediator, id, made.json.id)).status, 200);
    const more = await give(mediator, id, '补充.txt', '不能\n');
    assert.equal(more.status, 403, 'break-glass opens reading only');
  });

  test('who read a file stands in the access log 053', async () => {
    const audit = await Desk.logIn(server.port, 'audit');
    const made = await give(window, id, '公开.txt', '公开\n');
    await fetchFile(server, inspector, id, made.json.id);
    const found = (log, action) => log.items.some((one) => one.action === action && one.object === `${id}/${made.json.id}` && one.result === 'ok');
    for (let i = 0; i < 100; i += 1) {
      const log = await audit.get('/access-log?limit=100');
      assert.ok(found(log, 'add_evidence'), 'what changes something is written with it');
      if (found(log, 'read_evidence')) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    assert.fail('the reading is not in the access log');
  });
});
