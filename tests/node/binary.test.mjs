// How the shipped program is built: position independent, read-only relocations, no executable stack, guarded stack and
// checked library calls, and no library taken from beside it. The number at the end of a name is the item of
// docs/security.md it shows.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bin, skip as missing } from './lib/program.mjs';

const read = (...flags) => spawnSync('readelf', ['-W', ...flags, bin], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
const instrumented = bin && readFileSync(bin).includes('__asan_init');
const skip = missing || (read('-h').error ? 'readelf (Debian package binutils) is not installed' : instrumented ? 'built with a sanitizer' : false);

test('the program is built with what the compiler and linker offer against misuse 092', { skip }, () => {
  assert.match(read('-h').stdout, /Type:\s+DYN/, 'position independent');
  const segments = read('-l').stdout;
  assert.match(segments, /GNU_RELRO/);
  assert.match(segments, /GNU_STACK\s+(0x[0-9a-f]+\s+){5}RW\s/, 'no executable stack');
  assert.doesNotMatch(segments, /LOAD\s.*\sRWE\s/);
  const dynamic = read('-d').stdout;
  assert.match(dynamic, /FLAGS_1\).*NOW.*PIE/);
  assert.doesNotMatch(dynamic, /\((RPATH|RUNPATH)\)/);
  const symbols = read('--dyn-syms').stdout;
  assert.match(symbols, /__stack_chk_fail/);
  assert.match(symbols, /__\w+_chk@/, 'calls of the C library check their bounds');
});
