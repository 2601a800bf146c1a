// A hejie server of its own for one test: started on a folder, killed or stopped, started again on the same folder.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from './http.mjs';

export const bin = process.env.HEJIE_BIN;
export const controlBin = process.env.HEJIE_CONTROL_BIN;
export const long = Boolean(process.env.HEJIE_LONG);
export const skip = bin ? false : 'HEJIE_BIN is not set';
export const skipControl = controlBin ? false : 'HEJIE_CONTROL_BIN is not set (the program hejie_control of tests/controls)';

const password = 'correct horse 41';
/** Two persons: who asks for an approval may not give it. */
export const accounts = { desk: ['window', 'inspector'], head: ['inspection_head', 'bureau_head'] };
const startLimitMs = 60_000;

/** A folder that goes away with the test. */
export function scratch(t, where = tmpdir()) {
  const folder = mkdtempSync(join(where, 'hejie-faults-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Settings of the caller's shell must not change the server under test. */
function cleanEnvironment(extra) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HEJIE_')));
  return { ...env, ...extra };
}

let template;
/** A new data folder with the accounts in it; hashing passwords is slow, so they are made once and copied. */
export function newStore(folder) {
  if (!template) {
    template = mkdtempSync(join(tmpdir(), 'hejie-template-'));
    process.on('exit', () => rmSync(template, { recursive: true, force: true }));
    for (const [name, roles] of Object.entries(accounts)) {
      const flags = roles.flatMap((role) => ['--role', role]);
      execFileSync(bin ?? controlBin, ['user', 'add', name, ...flags, '--password-stdin', '--data', template],
        { input: `${password}\n`, stdio: ['pipe', 'ignore', 'inherit'], env: cleanEnvironment({}) });
    }
  }
  mkdirSync(folder, { recursive: true });
  cpSync(template, folder, { recursive: true });
  rmSync(join(folder, 'lock'), { force: true });
  return folder;
}

export class Server {
  /**
   * Starts and waits until the server says it is ready. `startedMs` is the time from spawn to that answer. A `wrapper` is a
   * program that becomes the server or leaves it as the process it was started as.
   */
  static async start(folder, { binary = bin, env = {}, wrapper = [] } = {}) {
    const server = new Server();
    const begin = performance.now();
    server.folder = folder;
    const [program, ...rest] = [...wrapper, binary, 'serve', '--data', folder, '--listen', '127.0.0.1:0', '--requests-a-second', '0'];
    server.child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnvironment(env) });
    server.stderr = '';
    server.child.stderr.on('data', (chunk) => { server.stderr = (server.stderr + chunk).slice(-4000); });
    server.exited = new Promise((done) => {
      server.child.once('exit', (code, signal) => done({ code, signal, at: performance.now() }));
    });
    process.once('exit', server.leave = () => server.child.kill('SIGKILL'));
    server.exited.then(() => process.off('exit', server.leave));
    server.base = await server.#address();
    const client = new Client(server.base);
    const ready = await client.get('/readyz');
    client.close();
    if (ready.status !== 200) throw new Error(`/readyz answered ${ready.status ?? ready.failed}: ${ready.body}`);
    server.head = ready.json.head;
    server.startedMs = performance.now() - begin;
    return server;
  }

  #address() {
    return new Promise((found, failed) => {
      let text = '';
      const limit = setTimeout(() => failed(new Error(`no address after ${startLimitMs} ms: ${this.stderr}`)),
        startLimitMs);
      this.child.stdout.on('data', (chunk) => {
        text += chunk;
        const line = /listening on (\S+)\n/.exec(text);
        if (!line) return;
        clearTimeout(limit);
        found(line[1]);
      });
      this.exited.then(({ code, signal }) => {
        clearTimeout(limit);
        failed(new Error(`the server ended at start with ${signal ?? code}: ${this.stderr}`));
      });
    });
  }

  get pid() { return this.child.pid; }

  /** Sends a signal and waits for the end. @returns {{code, signal, ms}} */
  async end(signal) {
    const begin = performance.now();
    this.child.kill(signal);
    const { code, signal: by, at } = await this.exited;
    return { code, signal: by, ms: at - begin };
  }

  /** A session for each of the accounts: name -> token. It is kept in the store, so it outlives the process. */
  async logIn(names = Object.keys(accounts)) {
    const client = new Client(this.base);
    const tokens = {};
    for (const name of names) {
      const answer = await client.send('POST', '/api/v1/session', { body: { username: name, password } });
      if (answer.status !== 200) throw new Error(`log-in of ${name}: ${answer.status ?? answer.failed} ${answer.body}`);
      tokens[name] = answer.json.token;
    }
    client.close();
    return tokens;
  }
}

/** What `hejie check` says about a folder. */
export function check(folder, binary = bin) {
  try {
    execFileSync(binary, ['check', '--data', folder], { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnvironment({}) });
    return { clean: true };
  } catch (error) {
    return { clean: false, text: `exit ${error.status}: ${`${error.stdout ?? ''}${error.stderr ?? ''}`.slice(0, 300)}` };
  }
}

/** The entries of the log of events in a folder, after `hejie audit verify` found their chain whole. */
export function entriesOf(folder, binary = bin) {
  const out = join(folder, 'events.log');
  const options = { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnvironment({}) };
  execFileSync(binary, ['audit', 'export', '--data', folder, '--out', out], options);
  execFileSync(binary, ['audit', 'verify', out], options);
  return readFileSync(out, 'utf8').trimEnd().split('\n').slice(1, -1);  // between head and end
}
