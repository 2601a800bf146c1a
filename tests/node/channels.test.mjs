// Alerts on their way out, judged by receivers that others wrote: CloudEvents by the npm package cloudevents, signatures
// by standardwebhooks, mail by aiosmtpd. A receiver that fails, hangs or hangs up delays neither cases nor another
// channel; after kill -9 nothing is lost and each message comes at most once more with the same id (T30).
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';
import { hangUp } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, bin, serve, skip, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
const data = folder.path('data');
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const python = '/usr/bin/python3';  // Debian's, which has Debian's aiosmtpd
const smtp = spawnSync(python, ['-c', 'import aiosmtpd'], { encoding: 'utf8' }).status === 0;

/** A receiver that does as told: ok, fail, hang, close. `got` holds what came whole. */
function receiver() {
  const got = [];
  const state = { mode: 'ok', got, tries: 0 };
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      state.tries += 1;
      if (state.mode === 'hang') return;
      if (state.mode === 'close') { request.socket.destroy(); return; }
      if (state.mode === 'ok') got.push({ headers: request.headers, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(state.mode === 'ok' ? 204 : 500).end();
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => {
    state.url = `http://127.0.0.1:${server.address().port}/alerts`;
    state.close = () => { server.closeAllConnections(); server.close(); };
    resolve(state);
  }));
}

/** Debian's aiosmtpd with STARTTLS demanded; each mail is a line of JSON on its standard output. */
function mailServer() {
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost', '-keyout', folder.path('key.pem'), '-out', folder.path('cert.pem')]);
  assert.equal(made.status, 0);
  const program = `
import json, ssl, sys, time
from aiosmtpd.controller import Controller
class Handler:
    async def handle_DATA(self, server, session, envelope):
        print(json.dumps({"to": envelope.rcpt_tos, "text": envelope.content.decode(), "tls": session.ssl is not None}), flush=True)
        return "250 taken"
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
controller = Controller(Handler(), hostname="127.0.0.1", port=0, tls_context=context, require_starttls=True)
controller.port = int(sys.argv[3])
controller.start()
print("ready", flush=True)
time.sleep(600)
`;
  const port = 20_000 + (process.pid % 20_000);
  const child = spawn(python, ['-c', program, folder.path('cert.pem'), folder.path('key.pem'), String(port)]);
  const mails = [];
  let text = '';
  const ready = new Promise((resolve, reject) => {
    child.on('close', (code) => reject(new Error(`the mail server ended: ${code}`)));
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part;
      const lines = text.split('\n');
      text = lines.pop();
      for (const line of lines) {
        if (line === 'ready') resolve();
        else mails.push(JSON.parse(line));
      }
    });
  });
  return { mails, ready, url: `smtp://localhost:${port}`, close: () => { child.removeAllListeners('close'); child.kill(); } };
}

const until = async (fits, what) => {
  for (let i = 0; i < 400; i += 1) {
    if (fits()) return;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  assert.fail(`not in time: ${what}`);
};

let hook; let broken; let mail; let server; let desks;

async function start() {
  server = await serve(data, '--channels', folder.path('channels.json'));
  desks = {};
  for (const name of ['zhou', 'li', 'admin']) desks[name] = await Desk.logIn(server.port, name);
}

let employers = 0;
/** A complaint of so many workers; thirty and more tell three roles at once. */
const complain = (workers) => desks.zhou.open({ workflow: 'inspection', data: {
  matter: 'wages', materials_complete: true, violation_continues: true, worker_count: workers, summary: '工资未付',
  parties: [{ role: 'complainant', kind: 'worker', name: '甲某' },
    { role: 'respondent', kind: 'employer', name: '示例公司', credit_code: `91510000TEST${10_000 + (employers += 1)}` }] } });

before(async () => {
  if (skip) return;
  addAccounts(data, { zhou: ['window'], li: ['bureau_head'], admin: ['system_admin'] });
  [hook, broken] = [await receiver(), await receiver()];
  const channels = [
    { id: 'hook', kind: 'webhook', url: hook.url, secret_file: folder.path('secret'), local: true, source: '/bureau', retry_seconds: [1, 1, 1] },
    { id: 'broken', kind: 'webhook', url: broken.url, secret_file: folder.path('secret'), local: true, timeout_seconds: 2, retry_seconds: [0, 0] },
  ];
  if (smtp) {
    mail = mailServer();
    await mail.ready;
    channels.push({ id: 'mail', kind: 'mail', url: mail.url, from: 'hejie@bureau.example', ca_file: folder.path('cert.pem'), local: true,
      addresses: { inspection_head: ['head@bureau.example'] }, retry_seconds: [1] });
  }
  writeFileSync(folder.path('secret'), `${secret}\n`);
  writeFileSync(folder.path('channels.json'), JSON.stringify({ channels }));
  await start();
});

after(async () => {
  hangUp();
  if (server?.alive()) await server.stop();
  for (const one of [hook, broken, mail]) one?.close();
  folder.remove();
});

const it = (name, body, more = {}) => test(name, { skip, ...more }, body);

it('a webhook is a CloudEvent with a signature that others verify', async () => {
  await new Promise((resolve) => { setTimeout(resolve, 1500); });  // the channels begin with what comes after them
  const opened = await complain(12);
  await until(() => hook.got.length >= 2, 'two alerts');
  for (const { headers, body } of hook.got) {
    new Webhook(secret).verify(body, headers);
    assert.throws(() => new Webhook(secret).verify(body.replace('alert', 'alarm'), headers));
    const event = HTTP.toEvent({ headers, body });
    assert.ok(event.validate());
    assert.equal(event.id, headers['webhook-id']);
    assert.equal(event.source, '/bureau');
    assert.equal(event.subject, opened.case_id);
    assert.equal(event.data.clock, 'risk:collective');
    assert.ok(!body.includes('甲某'), 'no personal data leaves');
  }
  assert.deepEqual(hook.got.map(({ body }) => JSON.parse(body).data.to).sort(), ['inspection_head', 'inspector']);
});

it('mail goes by TLS and says it in both languages', async () => {
  await until(() => mail.mails.length >= 1, 'a mail');
  const [first] = mail.mails;
  assert.equal(first.tls, true);
  assert.deepEqual(first.to, ['head@bureau.example']);
  assert.match(first.text, /Message-ID: <alert-\d+\.mail@bureau\.example>/);
  const body = Buffer.from(first.text.split('\r\n\r\n')[1], 'base64').toString('utf8');
  assert.match(body, /群体性争议/);
  assert.match(body, /collective dispute/);
}, { skip: skip || (smtp ? false : 'python3-aiosmtpd is not installed') });

it('a receiver that fails, hangs or hangs up holds up nothing else, and dead letters may set out again', async () => {
  await until(() => broken.got.length >= 2, 'the second channel');
  for (const mode of ['fail', 'hang', 'close']) {
    broken.mode = mode;
    const [before, began] = [hook.got.length, performance.now()];
    await complain(12);
    assert.ok(performance.now() - began < 2000, `${mode}: the command waited for a channel`);
    await until(() => hook.got.length >= before + 2, `${mode}: the other channel`);
  }
  const dead = async () => (await desks.admin.get('/messages?channel=broken&state=dead')).items;
  for (let i = 0; i < 60 && (await dead()).length < 6; i += 1) await new Promise((resolve) => { setTimeout(resolve, 500); });
  const letters = await dead();
  assert.equal(letters.length, 6, 'two a complaint, given up after three tries');
  for (const letter of letters) assert.equal(letter.attempts, 3);
  const scheduler = await desks.li.get('/scheduler');
  assert.equal(scheduler.dead_letters, 6);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  assert.match(metrics, /^hejie_dead_letters\{channel="broken"\} 6$/m);
  broken.mode = 'ok';
  const before = broken.got.length;
  const again = await desks.admin.ask('POST', `/messages/${letters[0].id}/resend`, { body: {}, headers: { 'Idempotency-Key': newKey() } });
  assert.equal(again.status, 204, again.text);
  await until(() => broken.got.length > before, 'the letter that was sent again');
  assert.equal(broken.got.at(-1).headers['alert-id'], `alert-${letters[0].alert}`);
  const refused = await desks.zhou.ask('POST', `/messages/${letters[1].id}/resend`, { body: {}, headers: { 'Idempotency-Key': newKey() } });
  assert.equal(refused.status, 403);
});

it('kill -9 loses no message and doubles at most one each time', async () => {
  const seen = () => hook.got.map(({ headers }) => headers['alert-id']);
  const doubles = () => seen().length - new Set(seen()).size;
  const rounds = process.env.HEJIE_LONG ? 20 : 3;
  for (let round = 1; round <= rounds; round += 1) {
    const opened = [];
    for (let i = 0; i < 4; i += 1) opened.push((await complain(12)).case_id);
    await new Promise((resolve) => { setTimeout(resolve, 300 * (round % 4)); });
    process.kill(server.pid, 'SIGKILL');
    await until(() => !server.alive(), 'the end of the server');
    await start();
    await until(() => opened.every((id) => hook.got.filter(({ body }) => JSON.parse(body).subject === id).length >= 2), 'all after a kill');
    assert.ok(doubles() <= round, `${doubles()} doubles after ${round} kills`);
  }
});

it('a file of channels that is wrong is told whole, before anything is served', async () => {
  writeFileSync(folder.path('wrong.json'), JSON.stringify({ channels: [
    { id: 'a', kind: 'webhook', url: 'http://example.com/', secret_file: folder.path('none'), retries: 3 },
    { id: 'a', kind: 'pigeon', url: 'https://example.com/' }] }));
  const done = spawnSync(bin, ['serve', '--data', folder.path('other'), '--listen', '127.0.0.1:0', '--channels', folder.path('wrong.json')],
    { encoding: 'utf8', timeout: 30_000 });
  assert.equal(done.status, 2, done.stderr);
  for (const path of ['/channels/0/url', '/channels/0/secret_file', '/channels/0/retries', '/channels/1/kind', '/channels/1/id']) {
    assert.ok(done.stderr.includes(path), `${path} is not told: ${done.stderr}`);
  }
});
