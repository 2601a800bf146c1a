// Secrets where others might look: command line, environment, log, settings, free memory; and what guessing passwords may cost
// everybody else. The number at the end of a name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { after, test } from 'node:test';
import { hangUp, send } from './lib/client.mjs';
import { Desk } from './lib/desk.mjs';
import { addAccounts, hejie, password, serve, serveTls, skip, temporaryFolder, top } from './lib/program.mjs';

const folder = temporaryFolder();
after(() => {
  hangUp();
  folder.remove();
});
const it = (name, body, more = {}) => test(name, { skip, ...more }, body);
const json = { 'Content-Type': 'application/json' };
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** RFC 6238 with node's own HMAC. */
function code(secret) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

// ---- where others look (075) -----------------------------------------------------------------------------------------

it('no secret stands in the command line, the environment, the log, the settings or the metrics 075', async () => {
  const data = folder.path('looked');
  const webhookKey = Buffer.alloc(32, 9).toString('base64');
  const secrets = { password, wrong: 'Wrong-guess-4711-harbor', fresh: 'Another-lantern-82-quay', webhook: webhookKey, mail: 'mail-secret-8812-reed' };
  writeFileSync(folder.path('hook.key'), `whsec_${webhookKey}\n`, { mode: 0o600 });
  writeFileSync(folder.path('mail.password'), `${secrets.mail}\n`, { mode: 0o600 });
  writeFileSync(folder.path('channels.json'), JSON.stringify({ channels: [
    { id: 'hook', kind: 'webhook', url: 'http://127.0.0.1:9/', local: true, secret_file: folder.path('hook.key'), retry_seconds: [0] },
    { id: 'mail', kind: 'mail', url: 'smtp://127.0.0.1:9', local: true, from: 'a@bureau.example', user: 'hejie', password_file: folder.path('mail.password'), addresses: { inspector: ['b@bureau.example'] }, retry_seconds: [0] }] }));
  writeFileSync(folder.path('settings.json'), JSON.stringify({ channels: folder.path('channels.json') }));
  addAccounts(data, { an: ['security_admin'], wu: ['window'], shen: ['audit_admin'] });
  const server = await serve(data, '--config', folder.path('settings.json'));
  try {
    const wu = await Desk.logIn(server.port, 'wu');
    const an = await Desk.logIn(server.port, 'an');
    const shen = await Desk.logIn(server.port, 'shen');
    Object.assign(secrets, { session: wu.token });
    await send(server.port, 'POST', '/api/v1/session', { headers: json, body: JSON.stringify({ username: 'wu', password: secrets.wrong }) });
    await send(server.port, 'POST', '/api/v1/session', { headers: json, body: `{"username":"wu","password":"${secrets.wrong}",}` });
    await pause(1500);  // channels begin with what comes after them
    await wu.open({ workflow: 'inspection', data: { matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 12, summary: '工资未付',
      parties: [{ role: 'complainant', kind: 'worker', name: '甲某' }, { role: 'respondent', kind: 'employer', name: '示例公司' }] } });
    secrets.totp = (await wu.ask('POST', '/me/second-factor', { body: {} })).json.secret;
    const taken = await wu.ask('PUT', '/me/second-factor', { body: { code: code(secrets.totp) } });
    [secrets.recovery] = taken.json.recovery_codes;
    secrets.token = (await wu.ask('POST', '/me/tokens', { body: { label: 'x', scopes: ['read'], days: 1 } })).json.token;
    const id = (await an.get('/accounts')).items.find((each) => each.username === 'wu').id;
    secrets.reset = (await an.ask('POST', `/accounts/${id}/reset`, { body: {} })).json.token;
    assert.equal((await send(server.port, 'POST', '/api/v1/password', { headers: json, body: JSON.stringify({ code: secrets.reset, password: secrets.fresh }) })).status, 204);
    await pause(2500);  // both channels fail and say so
    for (const line of readFileSync(`${data}/private.key`, 'utf8').match(/[0-9a-f]{64}/g)) secrets[`key ${line.slice(0, 4)}`] = line;
    secrets.signing = readFileSync(`${data}/log_key.pem`, 'utf8').split('\n')[1];
    const places = {
      'command line': readFileSync(`/proc/${server.pid}/cmdline`, 'utf8'),
      environment: readFileSync(`/proc/${server.pid}/environ`, 'utf8'),
      log: server.stderr(),
      metrics: (await send(server.port, 'GET', '/metrics')).text,
      settings: hejie(['serve', '--config', folder.path('settings.json'), '--print-config']).stdout,
      'access log': (await shen.ask('GET', '/access-log?limit=500')).text,
    };
    assert.match(places.log, /log_in|session/, 'the log tells of what was done');
    for (const [place, text] of Object.entries(places)) {
      for (const [what, secret] of Object.entries(secrets)) {
        assert.ok(secret.length > 9, `${what} is there: ${secret}`);
        assert.ok(!text.includes(secret), `${what} stands in the ${place}`);
      }
      assert.doesNotMatch(text, /(password|secret)["']?\s*[=:]\s*["']?[^\s"',}]/i, place);
    }
  } finally {
    hangUp();
    await server.stop();
  }
});

test('settings and channels take secrets as paths of files alone 075', () => {
  const schema = (name) => JSON.parse(readFileSync(`${top}docs/schema/${name}.schema.json`, 'utf8'));
  const names = [...Object.keys(schema('config').properties), ...Object.keys(schema('channels').properties.channels.items.properties)];
  const secret = names.filter((name) => /password|secret|token|(^|_)key(_|$)|credential|header/.test(name));
  assert.deepEqual(secret.sort(), ['headers_file', 'heads_key_file', 'password_file', 'secret_file', 'tls_key']);
  assert.match(schema('config').properties.tls_key.description, /^Path of/);
});

// ---- memory that is free again (076) ---------------------------------------------------------------------------------

/** How often the words stand in memory the process may write; null where it may not be read. */
function inMemory(pid, words) {
  const found = Object.fromEntries(words.map((word) => [word, 0]));
  let memory;
  try {
    memory = openSync(`/proc/${pid}/mem`, 'r');
  } catch {
    return null;
  }
  let read = 0;
  const longest = Math.max(...words.map((word) => word.length));
  const chunk = Buffer.alloc(4 << 20);
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const range = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line);
    if (!range) continue;
    const end = BigInt(`0x${range[2]}`);
    for (let at = BigInt(`0x${range[1]}`); at < end; at += BigInt(chunk.length - longest)) {
      const size = Math.min(chunk.length, Number(end - at));
      let got = 0;
      try {
        got = readSync(memory, chunk, 0, size, at);
      } catch { /* a page that is not there */ }
      read += got;
      const part = chunk.subarray(0, got);
      for (const word of words) for (let from = part.indexOf(word); from >= 0; from = part.indexOf(word, from + 1)) found[word] += 1;
    }
  }
  closeSync(memory);
  return read > 0 ? found : null;
}

const ask = (by, port, method, path, body) => new Promise((resolve, reject) => {
  const text = JSON.stringify(body);
  const out = by({ host: '127.0.0.1', port, method, path: `/api/v1${path}`, agent: false, rejectUnauthorized: false,
    headers: { ...json, 'Content-Length': Buffer.byteLength(text) } }, (answer) => {
    let all = '';
    answer.setEncoding('utf8').on('data', (part) => { all += part; }).on('end', () => resolve({ status: answer.statusCode, text: all }));
  });
  out.on('error', reject);
  out.end(text);
});

/** Log-ins, right and wrong, short passwords and long ones, in one packet and in several; then a search. */
async function searched(server, by, long) {
  const short = 'UniqPw!7781';
  const words = { long, short, wrong: `Guess-nobody-made-${process.pid}-reed`, chunked: `Chunked-${process.pid}-lantern-of-the-harbor`, padded: `Padded-${process.pid}-quay-of-lanterns` };
  assert.equal((await ask(by, server.port, 'POST', '/session', { username: 'long', password: words.long })).status, 200);
  assert.equal((await ask(by, server.port, 'POST', '/session', { username: 'short', password: words.short })).status, 200);
  assert.equal((await ask(by, server.port, 'POST', '/session', { username: 'long', password: words.wrong })).status, 401);
  assert.equal((await ask(by, server.port, 'POST', '/session', { username: 'long', password: words.padded, otp: 'x'.repeat(60) })).status, 401);
  assert.ok((await ask(by, server.port, 'POST', '/session', { username: 'long', password: words.padded, none: 'y'.repeat(20_000) })).status >= 400);
  const inParts = await new Promise((resolve, reject) => {
    const out = by({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/api/v1/session', agent: false, rejectUnauthorized: false, headers: json },
      (answer) => answer.resume().on('end', () => resolve(answer.statusCode)));
    out.on('error', reject);
    const text = JSON.stringify({ username: 'long', password: words.chunked });
    out.write(text.slice(0, 45));
    setTimeout(() => out.end(text.slice(45)), 100);
  });
  assert.equal(inParts, 401);
  await pause(1000);
  return inMemory(server.pid, Object.values(words));
}

for (const scheme of ['http', 'https']) {
  it(`a password that was typed is not in memory a second later, over ${scheme} 076`, async (t) => {
    const data = folder.path(`memory-${scheme}`);
    const long = `Unique-lantern-${process.pid}-of-the-second-harbor`;
    for (const [name, secret] of [['long', long], ['short', 'UniqPw!7781']]) {
      const made = hejie(['user', 'add', name, '--data', data, '--role', 'clerk', '--password-stdin'], `${secret}\n`);
      assert.equal(made.status, 0, made.stderr);
    }
    const [cert, key] = [folder.path('cert.pem'), folder.path('key.pem')];
    if (scheme === 'https') {
      const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-keyout', key, '-out', cert]);
      if (made.status !== 0) return t.skip('openssl is not installed');
    }
    const server = scheme === 'http' ? await serve(data) : await serveTls(data, '--tls-cert', cert, '--tls-key', key);
    try {
      const found = await searched(server, scheme === 'http' ? request : secureRequest, long);
      if (found === null) return t.skip('the memory of another process may not be read here');
      assert.deepEqual(found, Object.fromEntries(Object.keys(found).map((word) => [word, 0])));
      // The search itself: what is there is found.
      const there = inMemory(server.pid, ['/api/v1', '"log_in"', 'UniqPw!7781']);
      assert.ok(there['/api/v1'] > 0);
      return undefined;
    } finally {
      await server.stop();
    }
  });
}

// ---- hashing is bounded (013) ----------------------------------------------------------------------------------------

const kib = (pid, name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]);

it('many log-ins at once: others are answered, memory is bounded, who is too many is told when to come back 013', async () => {
  const data = folder.path('hashing');
  addAccounts(data, { zhao: ['inspector'], wu: ['clerk'] });
  const server = await serve(data);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const logIn = () => new Promise((resolve, reject) => {
    const text = JSON.stringify({ username: 'wu', password });
    const began = performance.now();
    const out = request({ host: '127.0.0.1', port: server.port, method: 'POST', path: '/api/v1/session', agent, headers: { ...json, 'Content-Length': text.length } },
      (answer) => answer.resume().on('end', () => resolve([answer.statusCode, answer.headers['retry-after'], performance.now() - began])));
    out.on('error', reject);
    out.end(text);
  });
  try {
    const zhao = await Desk.logIn(server.port, 'zhao');
    const times = async (count) => {
      const all = [];
      for (let i = 0; i < count; i += 1) {
        const began = performance.now();
        assert.equal((await zhao.ask('GET', '/cases')).status, 200);
        all.push(performance.now() - began);
      }
      return all.sort((a, b) => a - b);
    };
    await Promise.all([logIn(), logIn()]);  // the first hashes have been made
    const alone = await times(100);
    const before = kib(server.pid, 'VmRSS');
    const outcomes = [];
    let over = false;
    const guessing = Array.from({ length: 64 }, async () => {
      while (!over) outcomes.push(await logIn());
    });
    await pause(500);
    const crowded = await times(100);
    over = true;
    await Promise.all(guessing);
    const grown = kib(server.pid, 'VmHWM') - before;
    const [served, turned] = [outcomes.filter(([status]) => status === 200), outcomes.filter(([status]) => status === 429)];
    assert.equal(served.length + turned.length, outcomes.length, JSON.stringify([...new Set(outcomes.map(([status]) => status))]));
    assert.ok(served.length > 2 && turned.length > 0, `${served.length} served, ${turned.length} turned away`);
    for (const [, wait] of turned) assert.match(wait ?? '', /^[1-9]\d*$/);
    // Two hashes of 64 MiB, and room for what 64 connections take.
    assert.ok(grown < (2 * 64 + 64) * 1024, `${grown} KiB more`);
    // Two hashes take two cores, which slows everything; but nobody else waits in the line of those who log in.
    const inLine = served.map(([, , ms]) => ms).sort((a, b) => a - b)[Math.floor(served.length / 2)];
    const [slow, quick] = [crowded[89], alone[89]];
    assert.ok(slow < inLine / 2, `${slow} ms beside log-ins, ${quick} ms alone, a log-in ${inLine} ms`);
  } finally {
    agent.destroy();
    hangUp();
    await server.stop();
  }
}, { timeout: 120_000 });
