// The built program as tests see it: run a verb, make a data folder with accounts, start a server on a free port.
// HEJIE_BIN is the path of the program; without it the tests that need it skip.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export const bin = process.env.HEJIE_BIN;
export const skip = bin ? false : 'HEJIE_BIN is not set';
export const top = new URL('../../../', import.meta.url).pathname;
export const password = 'Winter-harbor-91-lantern';

// The surroundings must not change what a verb does; only a sanitizer's options pass.
const sanitizers = Object.entries(process.env).filter(([name]) => /^(ASAN|UBSAN|TSAN|LSAN)_OPTIONS$/.test(name));
const env = {
  ...(process.env.HEJIE_CONTROL && { HEJIE_CONTROL: process.env.HEJIE_CONTROL }),  // security_controls.test.mjs
  PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'en_US.UTF-8', TMPDIR: tmpdir(), ...Object.fromEntries(sanitizers),
};

/** One verb to its end. `signal` is set when it crashed. */
export function hejie(args, input = '') {
  return spawnSync(bin, args, { input, encoding: 'utf8', env, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 });
}

/** The same without blocking, so that several can run at once. What does not end by itself ends with a signal. */
export function hejieLater(args, input = '') {
  return new Promise((resolve, reject) => {
    const child = spawn(bin, args, { env, timeout: 30_000, killSignal: 'SIGKILL' });
    const out = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => { out.stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text) => { out.stderr += text; });
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ ...out, status, signal }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'hejie-node-'));
  return { path: (name) => join(folder, name), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** @param accounts {name: [role, ...]}; all with `password`. */
export function addAccounts(data, accounts) {
  for (const [name, roles] of Object.entries(accounts)) {
    const args = ['user', 'add', name, '--data', data, '--password-stdin', ...roles.flatMap((role) => ['--role', role])];
    const done = hejie(args, `${password}\n`);
    assert.equal(done.status, 0, `user add ${name}: ${done.stderr}`);
  }
}

/** @returns {port, url, stop(), alive(), stderr()}; stop() asserts a graceful end. */
export const serve = (data, ...more) => serveBy('http', data, ...more);
/** The same with more in the environment. */
export const serveWith = (more, data, ...flags) => start('http', ['serve', '--data', data, '--listen', '127.0.0.1:0', ...unlimited(flags), ...flags], more);
/** The same with --tls-cert and --tls-key among the flags. */
export const serveTls = (data, ...more) => serveBy('https', data, ...more);

/** A demonstration bureau in a folder of its own; its accounts have `demoPassword`. */
export const demoPassword = 'hejie-demo-2026';
export const demo = (...more) => start('http', ['demo', '--listen', '127.0.0.1:0', ...more]);

// What asks for much is not what most tests are about: the rate is theirs to say.
const unlimited = (more) => (more.includes('--requests-a-second') ? [] : ['--requests-a-second', '0']);
const serveBy = (scheme, data, ...more) => start(scheme, ['serve', '--data', data, '--listen', '127.0.0.1:0', ...unlimited(more), ...more]);

async function start(scheme, args, more = {}) {
  const child = spawn(bin, args,
    { env: { ...env, ...(process.env.NOTIFY_SOCKET && { NOTIFY_SOCKET: process.env.NOTIFY_SOCKET }), ...more } });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
  const ended = new Promise((resolve) => child.on('close', (status, signal) => resolve({ status, signal })));
  const listening = new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = new RegExp(`^listening on (${scheme}://127\\.0\\.0\\.1:(\\d+))$`).exec(line);
      if (found) resolve({ url: found[1], port: Number(found[2]) });
    });
  });
  const first = await Promise.race([listening, ended]);
  assert.ok(first.port, `hejie ${args[0]} did not start: ${JSON.stringify(first)} ${stderr}`);
  return {
    ...first,
    pid: child.pid,
    stderr: () => stderr,
    alive: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      child.kill('SIGTERM');
      const end = await ended;
      assert.deepEqual(end, { status: 0, signal: null }, `the server did not stop cleanly: ${stderr}`);
    },
  };
}
