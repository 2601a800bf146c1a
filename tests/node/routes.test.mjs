// The server's table of routes (api/route_table.cpp) and the OpenAPI document name the same operations with the same query
// parameters, and the document is what its script writes. Reads the source: needs no program.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { document, operations } from './lib/openapi.mjs';
import { top } from './lib/program.mjs';

const source = readFileSync(join(top, 'api/route_table.cpp'), 'utf8');
const casesQuery = /kCasesQuery =\s*"([^"]*)"/.exec(source)[1];

// Route{"GET", "/cases/{id}", Access::session, at_root, keyed, "query names", handler, "operation"}
const row = /Route\{"(\w+)",\s*"([^"]+)",\s*Access::(\w+),\s*(true|false),\s*(true|false),\s*(?:"([^"]*)"|kCasesQuery),\s*(\w+),\s*"(\w+)"\}/g;
const routes = [...source.matchAll(row)].map(([, method, path, access, atRoot, keyed, query, handler, operation]) => ({
  method: method.toLowerCase(), path: `/api/v1${path}`, access, atRoot: atRoot === 'true', keyed: keyed === 'true', handler,
  query: (query ?? casesQuery).split(' ').filter(Boolean).sort(), operation }));

const named = (operation, place) => (operation.parameters ?? []).filter((each) => each.in === place);

test('every row of the table is read by this test', () => {
  assert.equal(routes.length, source.split('Route{"').length - 1);
  assert.ok(routes.length > 30);
});

test('the table and the document name the same operations', () => {
  const text = (method, path, id) => `${method} ${path} ${id}`;
  const inSource = routes.map((each) => text(each.method, each.path, each.operation)).sort();
  const inDocument = operations.map((each) => text(each.method, each.path, each.operation.operationId)).sort();
  assert.deepEqual(inDocument, inSource);
  assert.equal(new Set(inSource).size, inSource.length, 'no row twice');
});

for (const { method, path, operation } of operations) {
  const route = routes.find((each) => each.method === method && each.path === path);
  test(`${method} ${path}: parameters, session and statuses agree`, () => {
    assert.deepEqual(named(operation, 'query').map((each) => each.name).sort(), route.query);
    assert.deepEqual(named(operation, 'path').map((each) => each.name), [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]));
    assert.equal(operation.security?.length === 0, route.access === 'open', 'security: [] exactly for open addresses');
    if (route.keyed) assert.ok(named(operation, 'header').some((each) => each.name === 'Idempotency-Key' && each.required));
    const statuses = Object.keys(operation.responses).map(Number);
    assert.ok(statuses.includes(400));
    assert.ok(statuses.some((status) => status < 300));
    if (route.access === 'session') for (const status of [401, 403]) assert.ok(statuses.includes(status), `${status}`);
    if (['post', 'put'].includes(method)) for (const status of [413, 415, 422]) assert.ok(statuses.includes(status), `${status}`);
    assert.ok(!statuses.includes(500), 'a bug is not documented');
  });
}

test('objects in answers are closed: additionalProperties is false, or a schema, or said to be opaque', () => {
  const open = [];
  const walk = (node, where) => {
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'object' && node.additionalProperties === undefined) open.push(where);
    for (const [key, value] of Object.entries(node)) walk(value, `${where}/${key}`);
  };
  const requests = new Set(operations.map((each) => each.operation.requestBody?.content['application/json']?.schema.$ref).filter(Boolean));
  for (const [name, schema] of Object.entries(document.components.schemas)) {
    if (!requests.has(`#/components/schemas/${name}`)) walk(schema, name);
  }
  assert.deepEqual(open, ['OpenApi', 'OpenApi/properties/info', 'OpenApi/properties/paths']);
});

test('every schema of the document is used', () => {
  const text = JSON.stringify(document);
  for (const name of Object.keys(document.components.schemas)) {
    assert.ok(text.includes(`"#/components/schemas/${name}"`), `${name} is never used`);
  }
});

test('the document is what its script writes', () => {
  const done = spawnSync('python3', ['-B', join(top, 'scripts/data/make_openapi.py'), '--check'], { encoding: 'utf8' });
  assert.equal(done.status, 0, done.stderr);
});
