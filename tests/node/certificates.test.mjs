// Certificates change while the server runs: new connections get the new pair, those that are open go on, nobody is refused
// meanwhile, and a pair that cannot be used changes nothing. The number at the end of a name is the item of docs/security.md.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { serveTls, skip as noProgram, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
const skip = noProgram || (spawnSync('openssl', ['version']).status === 0 ? false : 'openssl is not installed');
const [cert, key] = [folder.path('cert.pem'), folder.path('key.pem')];
const rounds = process.env.HEJIE_LONG ? 20 : 6;
const requests = process.env.HEJIE_LONG ? 10_000 : 1_000;
const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
let server;

/** A pair of files of that common name. */
function pair(name) {
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', `/CN=${name}`,
    '-keyout', folder.path(`${name}.key`), '-out', folder.path(`${name}.pem`)]);
  assert.equal(made.status, 0, String(made.stderr));
  return [readFileSync(folder.path(`${name}.pem`)), readFileSync(folder.path(`${name}.key`))];
}

/** Files are replaced as operators should: by renaming new ones over them. */
function put(path, bytes) {
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}
function install([certificate, privateKey]) {
  put(cert, certificate);
  put(key, privateKey);
}

const shown = () => new Promise((resolve, reject) => {
  const socket = tls.connect({ host: '127.0.0.1', port: server.port, rejectUnauthorized: false }, () => {
    resolve(socket.getPeerCertificate().subject.CN);
    socket.destroy();
  });
  socket.on('error', reject);
});

const ask = (by) => new Promise((resolve, reject) => {
  const out = request({ host: '127.0.0.1', port: server.port, path: '/healthz', rejectUnauthorized: false, agent: by }, (answer) => {
    answer.resume().on('end', () => resolve(answer.statusCode));
  });
  out.on('error', reject);
  out.end();
});

async function until(fits, what) {
  for (let i = 0; i < 200; i += 1) {
    if (await fits()) return;
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
  assert.fail(what);
}

before(async () => {
  if (skip) return;
  install(pair('first'));
  server = await serveTls(folder.path('data'), '--tls-cert', cert, '--tls-key', key);
});

after(async () => {
  agent.destroy();
  if (server?.alive()) await server.stop();
  folder.remove();
});

test('a new certificate is served after SIGHUP, and no request fails meanwhile 069', { skip, timeout: 120_000 }, async () => {
  assert.equal(await shown(), 'first');
  let sent = 0;
  const outcomes = new Set();
  const errors = [];
  let stop = false;
  const pairs = [pair('second'), pair('third')];
  const keeps = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  const run = async (by) => {
    while (!stop || sent < requests) {
      sent += 1;
      await ask(by).then((status) => outcomes.add(status), (error) => errors.push(String(error)));
    }
  };
  const all = [run(keeps), run(false), run(false), run(false)];
  for (let round = 0; round < rounds; round += 1) {
    install(pairs[round % 2]);
    process.kill(server.pid, 'SIGHUP');
    await until(async () => (await shown()) === ['second', 'third'][round % 2], `round ${round}: the new certificate is not served`);
  }
  stop = true;
  await Promise.all(all);
  keeps.destroy();
  assert.deepEqual([errors, [...outcomes]], [[], [200]], `${sent} requests`);
});

test('a pair that cannot be used is told in the log and changes nothing 069', { skip, timeout: 60_000 }, async () => {
  install(pair('good'));
  process.kill(server.pid, 'SIGHUP');
  await until(async () => (await shown()) === 'good', 'the good pair is served');
  assert.equal(await ask(agent), 200);
  const told = () => server.stderr().split('\n').filter((line) => line.includes('certificate_not_reloaded')).length;
  const [other, otherKey] = pair('other');
  const wrong = [['nothing', ''], [other, readFileSync(folder.path('good.key'))], [readFileSync(folder.path('good.pem')), otherKey]];
  for (const [i, broken] of wrong.entries()) {
    install(broken);
    process.kill(server.pid, 'SIGHUP');
    await until(() => told() === i + 1, `${i}: nothing in the log`);
    assert.equal(await shown(), 'good');
    assert.equal(await ask(agent), 200, 'an open connection goes on');
  }
  assert.doesNotMatch(server.stderr(), /PRIVATE KEY/);
  install([other, otherKey]);
  process.kill(server.pid, 'SIGHUP');
  await until(async () => (await shown()) === 'other', 'the server still listens to the signal');
});
