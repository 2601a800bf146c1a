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
