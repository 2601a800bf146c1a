// The published schema of the settings file and the program agree: the same keys, the same defaults, and the same answer
// to every file tried.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';
import { hejie, skip, temporaryFolder, top } from './lib/program.mjs';

const text = readFileSync(`${top}docs/schema/config.schema.json`, 'utf8');
const schema = JSON.parse(text);
const fits = new Ajv2020({ strict: true }).compile(schema);
const folder = temporaryFolder();
after(() => folder.remove());

/** What `--print-config` says of a file: {name: [value, source]}, or null when the file is refused. */
function printed(content) {
  const args = ['serve', '--print-config'];
  if (content !== undefined) {
    const path = folder.path('config.json');
    writeFileSync(path, JSON.stringify(content));
    args.push('--config', path);
  }
  const done = hejie(args);
  if (done.status === 2) return null;
  assert.equal(done.status, 0, done.stderr);
  return Object.fromEntries(done.stdout.trim().split('\n').map((line) => {
    const [, name, value, source] = /^(\w+) = (.*) {2}\((.*)\)$/.exec(line);
    return [name, [value, source]];
  }));
}

test('the program prints the schema it was built with', { skip }, () => {
  assert.equal(hejie(['serve', '--config-schema']).stdout, text);
});

test('every setting is in the schema with its default, and the schema has no other', { skip }, () => {
  const settings = printed();
  assert.deepEqual(Object.keys(settings).sort(), Object.keys(schema.properties).sort());
  for (const [name, property] of Object.entries(schema.properties)) {
    const wanted = property.default ?? '';
    assert.equal(settings[name][0], Array.isArray(wanted) ? wanted.join(',') : String(wanted), name);
    assert.equal(settings[name][1], 'default', name);
    assert.ok(property.description, name);
  }
});

const sound = {
  'nothing': {},
  'every key': {
    data: '/tmp/x', listen: ['127.0.0.1:0', '[::1]:0'], tls_cert: 'c', tls_key: 'k', client_ca: 'a', behind_proxy: ['10.0.0.0/8'], admin_allow: ['10.1.0.0/16'], profile: 'dengbao3',
    crypto: 'sm', second_factor: 'required', heads_file: 'h', heads_key_file: 'k',
    workflows: 'w', overlay: [], region: '330106', unit: '某区', threads: 2, connections: 1, idle_minutes: 1440,
  },
  'a list of one as a text': { listen: '127.0.0.1:9' },
};
const wrong = {
  'an unknown key': { color: 1 },
  'a secret as a value': { tls_key_value: 'x' },
  'a number for a text': { data: 5 },
  'a text for a number': { threads: '64' },
  'a fraction': { threads: 2.5 },
  'a number too small': { threads: 1 },
  'a number too large': { connections: 100001 },
  'minutes out of range': { idle_minutes: 0 },
  'true for a number': { idle_minutes: true },
  'null': { unit: null },
  'an unknown profile': { profile: 'none' },
  'an unknown choice of algorithms': { crypto: 'md5' },
  'a number in a list': { listen: [8080] },
  'a list for a text': { data: ['a'] },
  'an object for a list': { overlay: {} },
  'a list as the file': [],
  'a text as the file': 'data',
};

for (const [name, content] of Object.entries(sound)) {
  test(`taken by both: ${name}`, { skip }, () => {
    assert.ok(fits(content), JSON.stringify(fits.errors));
    const settings = printed(content);
    assert.ok(settings);
    for (const key of Object.keys(content)) assert.match(settings[key][1], /^file /, key);
  });
}
for (const [name, content] of Object.entries(wrong)) {
  test(`refused by both: ${name}`, { skip }, () => {
    assert.equal(fits(content), false);
    assert.equal(printed(content), null);
  });
}
