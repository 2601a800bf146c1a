// The page docs/api.md does what it says: its commands run as they stand, on a server with its three accounts.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { addAccounts, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const curl = spawnSync('curl', ['--version']).status === 0;

function bash(script) {
  return new Promise((resolve) => {
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script]);
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (part) => { out.stdout += part; });
    child.stderr.on('data', (part) => { out.stderr += part; });
    child.on('close', (code) => resolve({ ...out, code }));
  });
}

test('docs/api.md: a complaint is received, asked for and filed', { skip: skip || (curl ? false : 'there is no curl') }, async () => {
  const page = readFileSync(join(top, 'docs/api.md'), 'utf8');
  const blocks = [...page.matchAll(/```sh\n([^]*?)```/g)].map((match) => match[1]);
  assert.ok(blocks.length >= 5);
  const folder = temporaryFolder();
  addAccounts(folder.path('data'), { zhou: ['window'], zhao: ['inspector'], sun: ['inspection_head'] });
  const server = await serve(folder.path('data'));
  try {
    const script = blocks.map((block) => `${block}\necho\n`).join('').replace('127.0.0.1:8080', `127.0.0.1:${server.port}`);
    const done = await bash(script);
    assert.equal(done.code, 0, done.stdout + done.stderr);
    assert.match(done.stdout, /"dry_run":true/);
    assert.match(done.stdout, /"proposal":\{"seq":\d+,"approver_roles":\["inspection_head"\]\}/);
    assert.match(done.stdout, /"state":"filed"/);
    assert.doesNotMatch(done.stdout, /\/problems\//);
  } finally {
    await server.stop();
    folder.remove();
  }
});
