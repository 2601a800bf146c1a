// A protection that is taken away must be missed by the tests of its items, and by no other: hejie_control (tests/controls)
// leaves out the one that HEJIE_CONTROL names. Short form: each fault against the file that shows its items; HEJIE_LONG=1:
// against all five files.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { controlBin, long, skipControl } from './lib/faults/server.mjs';

const files = ['accounts', 'audit', 'privacy', 'rates', 'wire'];

/** fault: [file, the tests that must fail; each names its items] */
const protections = {};

/** Titles of the tests of a file that fail under a fault; '' = none. */
function failing(file, fault) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--test', '--test-reporter=tap', new URL(`${file}.test.mjs`, import.meta.url).pathname], {
      env: { ...process.env, HEJIE_BIN: controlBin, HEJIE_CONTROL: fault, NODE_TEST_CONTEXT: '' }, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
    child.on('error', reject);
    child.on('close', () => {
      const lines = out.split('\n').map((line) => /^ *(not ok|ok) \d+ - (.*?)(?: # .*)?$/.exec(line)).filter(Boolean);
      const titles = lines.filter((line) => !line[2].endsWith('.mjs'));
      if (titles.length === 0) reject(new Error(`${file} under ${fault} ran no test: ${out.slice(0, 500)}`));
      else resolve(titles.filter((line) => line[1] === 'not ok').map((line) => line[2]).sort());
    });
  });
}

const options = { skip: skipControl, timeout: 900_000 };

for (const file of files) {
  test(`${file}: the control without a fault passes`, options, async () => assert.deepEqual(await failing(file, ''), []));
}

for (const [fault, [own, titles]] of Object.entries(protections)) {
  for (const file of long ? files : [own]) {
    test(`${fault} in ${file}`, options, async () => {
      assert.deepEqual(await failing(file, fault), file === own ? [...titles].sort() : []);
    });
  }
}
