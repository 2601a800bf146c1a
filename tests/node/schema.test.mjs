// The schema for editors agrees with what is shipped and refuses what is broken. The reader of the engine is stricter:
// it knows names and references; a schema cannot.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import Ajv2020 from 'ajv/dist/2020.js';

const root = new URL('../../workflows/', import.meta.url).pathname;
const schema = JSON.parse(readFileSync(join(root, 'schema/procedure.schema.json'), 'utf8'));
const ajv = new Ajv2020({ allErrors: false, allowUnionTypes: true, strict: true, strictRequired: false, strictTypes: false });
ajv.addSchema(schema, 'procedure');
const file = ajv.getSchema('procedure');
const whole = ajv.getSchema('procedure#/$defs/whole');

const procedures = readdirSync(join(root, 'cn'), { withFileTypes: true }).filter((entry) => entry.isDirectory());

function filesOf(name) {
  const folder = join(root, 'cn', name);
  return readdirSync(folder)
    .filter((each) => each.endsWith('.json'))
    .sort()
    .map((each) => [each, JSON.parse(readFileSync(join(folder, each), 'utf8'))]);
}

function merged(files) {
  const out = {};
  for (const [, content] of files) {
    for (const [key, value] of Object.entries(content)) {
      const section = typeof value === 'object' && !Array.isArray(value);
      out[key] = section ? { ...out[key], ...value } : value;
    }
  }
  return out;
}

const told = (validate) => validate.errors?.map((error) => `${error.instancePath} ${error.message}`).join('\n');

test('procedures are shipped', () => assert.ok(procedures.length >= 5, `only ${procedures.length}`));

for (const { name } of procedures) {
  test(`${name} follows the schema, file by file and as a whole`, () => {
    const files = filesOf(name);
    for (const [each, content] of files) assert.ok(file(content), `${each}: ${told(file)}`);
    assert.ok(whole(merged(files)), told(whole));
  });
}

const T = { zh: '名', en: 'name' };
const event = { name: T, by: ['clerk'], from: 'filed', to: 'closed' };
const clock = { name: T, kind: 'duty', length: '5wd', starts: [{ event: 'file' }], stops: [{ event: 'accept' }] };

const sound = [
  ['an event in short form', { events: { accept: event } }],
  ['an event with rows', { events: { accept: { name: T, by: 'clerk', rows: [{ from: '*open', to: 'closed' }] } } }],
  ['a clock', { clocks: { A26: clock } }],
  ['a nested condition', { let: { c: { all: [{ fact: 'a', is: true }, { not: { hold: 'h', on: true } }] } } }],
];
for (const [name, content] of sound) test(`taken: ${name}`, () => assert.ok(file(content), told(file)));

const broken = [
  ['an unknown section', { event: {} }],
  ['an unknown key of an event', { events: { accept: { ...event, goto: 'x' } } }],
  ['a text with one half', { events: { accept: { ...event, name: { zh: '名' } } } }],
  ['rows beside the keys of a row', { events: { accept: { ...event, rows: [{ to: 'x' }] } } }],
  ['a state without phase', { states: { filed: { name: T } } }],
  ['an unknown phase', { states: { filed: { name: T, phase: 'ended' } } }],
  ['an id that is not snake_case', { states: { FiledNow: { name: T, phase: 'open' } } }],
  ['a period in words', { clocks: { A26: { ...clock, length: '5 working days' } } }],
  ['a trigger with two causes', { clocks: { A26: { ...clock, starts: [{ event: 'file', state: 'filed' }] } } }],
  ['a condition with two tests', { let: { c: { fact: 'a', is: true, in: [true] } } }],
  ['an unknown form of condition', { let: { c: { script: 'a > b' } } }],
  ['an enum without values', { facts: { track: { type: 'enum', name: T } } }],
  ['values of a bool', { facts: { track: { type: 'bool', name: T, values: { a: T } } } }],
  ['a citation without instrument', { cite: '43' }],
  ['an unknown mode of service', { service: { pigeon: {} } }],
  ['an extension by and to', { clocks: { A26: { ...clock, extends: [{ event: 'e', by: '5d', to: { fact: 'd' } }] } } }],
  ['an unknown star', { events: { accept: { ...event, from: '*final' } } }],
];
for (const [name, content] of broken) test(`refused: ${name}`, () => assert.equal(file(content), false));

test('a whole procedure needs its header', () => {
  assert.ok(file({ version: 1 }));
  assert.equal(whole({ version: 1 }), false);
});

// Overlays: the shipped ones fit, and what the reader refuses in form is refused here too.
const fits = ajv.compile(JSON.parse(readFileSync(join(root, 'schema/overlay.schema.json'), 'utf8')));
const overlays = readdirSync(join(root, 'overlays'));
test('overlays are shipped', () => assert.ok(overlays.length >= 4, overlays.join(' ')));
for (const name of overlays) {
  test(`overlay ${name} follows its schema, and its name is its folder's`, () => {
    const content = JSON.parse(readFileSync(join(root, 'overlays', name, 'overlay.json'), 'utf8'));
    assert.ok(fits(content), told(fits));
    assert.equal(content.overlay, name);
  });
}
const change = { op: 'replace', at: '/inspection/clocks/J14/length', expect: '10d', value: '10wd', cite: 'ZJI:32' };
const overlay = { overlay: 'x', version: 1, level: 'bureau', name: T, valid: { from: '2026-01-01' }, cite: 'BUR:1', changes: [change] };
test('taken: a small overlay', () => assert.ok(fits(overlay), told(fits)));
for (const [name, broken] of [
  ['an overlay without days', { ...overlay, valid: {} }],
  ['an overlay without a citation', { ...overlay, cite: undefined }],
  ['an unknown level', { ...overlay, level: 'street' }],
  ['a replace without expect', { ...overlay, changes: [{ ...change, expect: undefined }] }],
  ['an append with expect', { ...overlay, changes: [{ ...change, op: 'append' }] }],
  ['a removal', { ...overlay, changes: [{ ...change, op: 'remove' }] }],
  ['a change without a citation', { ...overlay, changes: [{ ...change, cite: undefined }] }],
  ['a place that is a procedure', { ...overlay, changes: [{ ...change, at: '/inspection' }] }],
  ['hours that are none', { ...overlay, bureau: { hours: ['8-12'] } }],
])
  test(`refused: ${name}`, () => assert.equal(fits(JSON.parse(JSON.stringify(broken))), false));
