// SIGTERM at any moment of the first seconds: while the demonstration is filled, while the sockets open, while the first
// requests come. It ends by itself, in time and with 0, and leaves no folder behind.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { summary } from './lib/faults/figures.mjs';
import { randomFrom, seedOf } from './lib/faults/load.mjs';
import { bin, newStore, scratch, skip } from './lib/faults/server.mjs';

const stops = 20;
const spreadMs = 3000;
const barMs = 10_000;
const sigterm = 1n << 14n;

/** From here on the program has taken the signal into its own hands; before, the kernel ends it. */
async function blocksSignals(child) {
  while (child.exitCode === null && child.signalCode === null) {
    const mask = /^SigBlk:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
    if (mask && (BigInt(`0x${mask[1]}`) & sigterm) !== 0n) return;
    await wait(1);
  }
}

/** @returns how it ended, and how long that took */
async function stopAfter(args, env, ms) {
  const child = spawn(bin, [...args, '--listen', '127.0.0.1:0'], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let stderr = '';
  let listening = false;
  child.stderr.on('data', (chunk) => { stderr += chunk; });
  child.stdout.on('data', (chunk) => { listening ||= String(chunk).includes('listening on'); });
  const ended = new Promise((done) => { child.once('close', (code, signal) => done({ code, signal })); });
  await blocksSignals(child);
  await wait(ms);
  const begin = performance.now();
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), 6 * barMs);
  const end = await ended;
  clearTimeout(late);
  return { ...end, ms: performance.now() - begin, stderr, listening };
}

async function stopOften(t, name, makeArgs, env = process.env) {
  const random = randomFrom(seedOf(t, 20260329));
  const times = [];
  let listening = 0;
  for (let i = 0; i < stops; i += 1) {
    // Half of them in the first tenth, where everything is being set up.
    const end = await stopAfter(makeArgs(i), env, random() * (i % 2 === 0 ? spreadMs : spreadMs / 10));
    assert.deepEqual({ code: end.code, signal: end.signal }, { code: 0, signal: null }, `stop ${i}: ${end.stderr}`);
    times.push(end.ms);
    listening += end.listening ? 1 : 0;
  }
  t.diagnostic(`${name}: ${stops} stops, ${listening} of them after it listened; ${summary(times)} (bar ${barMs} ms)`);
  assert.ok(times.every((ms) => ms <= barMs), `a stop took ${summary(times)}`);
}

test('a demonstration stopped early ends with 0 and leaves nothing', { skip, timeout: 900_000 }, async (t) => {
  const here = mkdtempSync(join(tmpdir(), 'hejie-early-'));
  t.after(() => rmSync(here, { recursive: true, force: true }));
  const place = join(here, 'tmp');
  mkdirSync(place);
  await stopOften(t, 'demo', () => ['demo'], { ...process.env, TMPDIR: place });
  assert.deepEqual(readdirSync(place), []);
});

test('a server stopped early ends with 0', { skip, timeout: 900_000 }, async (t) => {
  const here = scratch(t);
  await stopOften(t, 'serve', (i) => ['serve', '--data', newStore(join(here, String(i)))]);
});
