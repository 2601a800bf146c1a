// The program as a service: it tells the manager when it is ready, alive and stopping; the unit says what the program does.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { bin, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const unit = readFileSync(join(top, 'packaging/hejie.service'), 'utf8');

/** What arrives at a datagram socket, line by line; Node.js has none of that kind. */
const listener = `
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
print("bound", flush=True)
while True:
    print(s.recv(4096).decode().replace("\\n", ";"), flush=True)
`;

test('ready, alive, stopping are told to the manager', { skip, timeout: 60_000 }, async () => {
  const folder = temporaryFolder();
  const path = folder.path('notify');
  const python = spawn('python3', ['-c', listener, path]);
  const told = [];
  const waiting = [];
  createInterface({ input: python.stdout }).on('line', (line) => {
    told.push(line);
    for (const check of waiting) check();
  });
  const saw = (word) => new Promise((done) => {
    const check = () => { if (told.includes(word)) done(); };
    waiting.push(check);
    check();
  });
  await saw('bound');
  process.env.NOTIFY_SOCKET = path;
  try {
    const server = await serve(folder.path('data'));
    await saw('READY=1');
    await saw('WATCHDOG=1');
    await server.stop();
    await saw('STOPPING=1');
    assert.ok(told.indexOf('READY=1') < told.indexOf('STOPPING=1'));
  } finally {
    delete process.env.NOTIFY_SOCKET;
    python.kill();
    folder.remove();
  }
});

test('the unit restarts what failed on purpose and nothing that needs a person', () => {
  for (const line of ['Type=notify', 'Restart=on-failure', 'RestartPreventExitStatus=2 3', 'User=hejie', 'ProtectSystem=strict',
    'NoNewPrivileges=yes', 'LimitCORE=0']) assert.ok(unit.split('\n').includes(line), line);
  assert.ok(Number(/^WatchdogSec=(\d+)$/m.exec(unit)[1]) >= 10, 'the program speaks once a second');
});

test('its command line is one that the program takes', { skip }, () => {
  const [, , ...args] = /^ExecStart=(.*)$/m.exec(unit)[1].split(' ');
  const config = join(top, 'packaging/hejie.json');
  const done = spawnSync(bin, ['serve', ...args.map((arg) => (arg.endsWith('hejie.json') ? config : arg)), '--print-config'], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
  assert.match(done.stdout, /^data = \/var\/lib\/hejie {2}\(flag\)$/m);
  assert.match(done.stdout, /^listen = 127\.0\.0\.1:8080 {2}\(file /m);
});
