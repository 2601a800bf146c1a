// docs/adopt.md is true: each command in it is run on a copy of the shipped example, and gives the day it says.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { bin, skip } from './lib/program.mjs';

const top = new URL('../../', import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'hejie-adopt-'));
after(() => rmSync(folder, { recursive: true, force: true }));

mkdirSync(join(folder, 'bureau'));
const file = join(folder, 'bureau/district.json');
cpSync(join(top, 'workflows/overlays/example-district/overlay.json'), file);
symlinkSync(join(top, 'examples'), join(folder, 'examples'));

const run = (line) => spawnSync(bin, line.split(/\s+/), { cwd: folder, encoding: 'utf8', env: { ...process.env, LANG: 'en_US.UTF-8' } });
const page = readFileSync(join(top, 'docs/adopt.md'), 'utf8');
const commands = [...page.matchAll(/^hejie (.*?)(?:\s+# (.*))?$/gm)].map(([, line, says]) => ({ line, says }));

test('the page has its commands', () => assert.ok(commands.length >= 7, `${commands.length}`));
for (const { line, says } of commands) {
  const verb = line.split(' ')[0];
  if (verb === 'demo' || verb === 'serve') continue; // servers: below
  test(`hejie ${line}`, { skip }, () => {
    const done = run(line);
    assert.equal(done.status, 0, done.stdout + done.stderr);
    const day = says?.match(/\d{4}-\d{2}-\d{2}/)?.[0];
    if (verb === 'due') assert.equal(JSON.parse(run(`${line} --json`).stdout).due, day);
    if (verb === 'verify') assert.match(done.stdout, /23 procedures checked, 0 errors, 0 warnings|检查 23 个程序，0 个错误，0 个警告/);
    if (verb === 'replay') assert.match(done.stdout, /0 failed/);
  });
}

test('serve takes the file, remembers it, and check counts by it', { skip }, () => {
  const data = join(folder, 'data');
  const printed = run(`serve --data ${data} --overlay bureau/district.json --print-config`);
  assert.match(printed.stdout, /overlay = bureau\/district\.json {2}\(flag\)/);
  const wrong = run(`serve --data ${data} --overlay bureau/none.json --listen 127.0.0.1:0`);
  assert.equal(wrong.status, 3, wrong.stderr);
});

test('a finding names the file and the place', { skip }, () => {
  const broken = join(folder, 'bureau/broken.json');
  writeFileSync(broken, readFileSync(file, 'utf8').replace('"expect": "3wd"', '"expect": "4wd"'));
  const done = run('verify --lang en --overlay bureau/broken.json');
  assert.equal(done.status, 1, done.stdout + done.stderr);
  assert.match(done.stdout, /bureau\/broken\.json#\/changes\/1\/expect: error overlay_expect/);
});
