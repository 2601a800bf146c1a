// Where a server writes: its data folder and standard error, nowhere else; no system log, no temporary files left, no core.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { send } from './lib/client.mjs';
import { hangUp } from './lib/client.mjs';
import { Desk } from './lib/desk.mjs';
import { addAccounts, bin, serve, skip, temporaryFolder } from './lib/program.mjs';

const strace = spawnSync('strace', ['-V']).status === 0;

test('logs go to standard error and the store, watched call by call', { skip: skip || (strace ? false : 'strace is not installed'), timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const [data, home, temporary, work, calls] = ['data', 'home', 'tmp', 'work', 'calls'].map(folder.path);
  for (const each of [home, temporary, work]) mkdirSync(each);
  addAccounts(data, { zhao: ['inspector'] });
  const child = spawn('strace', ['-f', '-qq', '-e', 'trace=open,openat,creat,connect,rename,renameat,renameat2,mkdir,mknod', '-o', calls, bin, 'serve', '--data', data, '--listen', '127.0.0.1:0'],
    { cwd: work, env: { PATH: process.env.PATH, HOME: home, TMPDIR: temporary, LANG: 'en_US.UTF-8' } });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
  const ended = new Promise((resolve) => { child.on('close', resolve); });
  const port = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => { const found = /^listening on \S+:(\d+)$/.exec(line); if (found) resolve(Number(found[1])); });
    ended.then(() => resolve(0));
  });
  assert.ok(port, stderr);
  const zhao = await Desk.logIn(port, 'zhao');
  await zhao.get('/cases');
  assert.equal((await zhao.ask('GET', '/accounts')).status, 403);
  assert.equal((await send(port, 'POST', '/api/v1/session', { headers: { 'Content-Type': 'application/json' }, body: '{' })).status, 400);
  hangUp();
  await new Promise((resolve) => { setTimeout(resolve, 1500); });
  const [server] = readFileSync(calls, 'utf8').match(/^\d+/);
  process.kill(Number(server), 'SIGTERM');
  await ended;
  const lines = readFileSync(calls, 'utf8').split('\n');
  const written = lines.filter((line) => /\b(open|openat|creat)\(/.test(line) && /O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE|creat\(/.test(line) && !/= -1 /.test(line))
    .map((line) => /"([^"]*)"/.exec(line)?.[1] ?? line);
  const made = lines.filter((line) => /\b(rename\w*|mkdir|mknod)\(/.test(line) && !/= -1 /.test(line)).flatMap((line) => [...line.matchAll(/"([^"]*)"/g)].map((one) => one[1]));
  assert.ok(written.some((path) => path.startsWith(data)), 'the watch sees the store being written');
  assert.deepEqual([...written, ...made].filter((path) => !path.startsWith(`${data}/`) && path !== data && path !== '/dev/null'), []);
  assert.deepEqual(lines.filter((line) => /connect\(.*AF_UNIX/.test(line) && /log|journal|syslog/.test(line)), [], 'no system log');
  for (const each of [home, temporary, work]) assert.deepEqual(readdirSync(each), []);
  const known = /^(hejie\.db|heads\.log|log_key|private\.key|control|lock|evidence|templates)|\.(db|db-wal|db-shm|sock|lock|pem|key|log)$/;
  assert.deepEqual(readdirSync(data).filter((name) => !known.test(name)), []);
  for (const line of stderr.trim().split('\n').filter(Boolean)) assert.doesNotThrow(() => JSON.parse(line), line);
  assert.match(stderr, /"status":403/);
  folder.remove();
});

test('no core is written, whatever started the program 078', { skip, timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  addAccounts(folder.path('data'), { zhao: ['inspector'] });
  const server = await serve(folder.path('data'));
  try {
    const limits = readFileSync(`/proc/${server.pid}/limits`, 'utf8');
    assert.match(limits, /^Max core file size\s+0\s+0\s/m);
  } finally {
    await server.stop();
    folder.remove();
  }
});
