// The OpenAPI document as a judge: finds the operation of a request and holds an answer against the schema of its
// status and content type. An undocumented status or content type is an error; a schema without
// additionalProperties: false on its objects is refused when the document is loaded.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { top } from './program.mjs';

export const document = JSON.parse(readFileSync(join(top, 'docs/openapi/openapi.json'), 'utf8'));

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, allowUnionTypes: true });
addFormats(ajv);
ajv.addVocabulary(['openapi', 'info', 'servers', 'security', 'paths', 'components']);
ajv.addSchema({ $id: 'openapi', ...document });

const methods = ['get', 'put', 'post', 'delete', 'patch'];

/** [{path, method, operation}] in the order of the document. */
export const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  methods.filter((method) => item[method]).map((method) => ({ path, method, operation: item[method] })));

function escape(token) {
  return encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'));
}

export function schemaOf(reference) {
  return reference.split('/').slice(1).reduce((node, key) => node[key.replaceAll('~1', '/').replaceAll('~0', '~')], document);
}

const compiled = new Map();
export function validator(path, method, status, type) {
  const pointer = ['paths', path, method, 'responses', String(status), 'content', type, 'schema'].map(escape).join('/');
  if (!compiled.has(pointer)) compiled.set(pointer, ajv.compile({ $ref: `openapi#/${pointer}` }));
  return compiled.get(pointer);
}

/** The documented operation of a request; undefined when there is none. Paths at the root stand for those under /api/v1. */
export function operationOf(method, target) {
  let path = target.split('?')[0];
  if (!path.startsWith('/api/v1')) path = `/api/v1${path}`;
  const parts = path.split('/');
  const fits = Object.keys(document.paths).filter((template) => {
    const want = template.split('/');
    return want.length === parts.length && want.every((part, i) => (part.startsWith('{') ? parts[i] !== '' : part === parts[i]));
  });
  const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
  const found = fits.find((template) => document.paths[template][wanted]);
  return found && { path: found, method: wanted, operation: document.paths[found][wanted] };
}

/** Throws when the answer is not what the document says. An address or method it does not know: 404, 405 or 400. */
export function judge(answer) {
  const { method, target, status, headers } = answer;
  const where = `${method} ${target} -> ${status}`;
  assert.ok(headers['x-request-id'], `${where}: no X-Request-Id`);
  const type = (headers['content-type'] ?? '').split(';')[0];
  const known = operationOf(method, target);
  if (!known) {
    assert.ok([400, 404, 405].includes(status), `${where}: no such operation in the document`);
    judgeProblem(answer, where);
    return;
  }
  const response = known.operation.responses[String(status)];
  assert.ok(response, `${where}: status is not documented: ${answer.text.slice(0, 400)}`);
  if (status >= 400) judgeProblem(answer, where);
  if (!response.content || method === 'HEAD') {
    assert.equal(answer.text, '', `${where}: content where none is documented`);
    return;
  }
  assert.ok(response.content[type], `${where}: content type ${type} is not documented`);
  if (!type.includes('json')) return;
  const validate = validator(known.path, known.method, status, type);
  assert.ok(validate(answer.json), `${where}: ${told(validate)}\n${answer.text.slice(0, 2000)}`);
}

function judgeProblem(answer, where) {
  if (answer.method === 'HEAD') return;
  assert.equal((answer.headers['content-type'] ?? '').split(';')[0], 'application/problem+json', where);
  assert.equal(answer.json.status, answer.status, where);
  // A stored answer is repeated byte for byte, with the id of the request that got it first.
  if (!answer.headers['idempotency-replayed']) assert.equal(answer.json.request_id, answer.headers['x-request-id'], where);
  const validate = ajv.getSchema('openapi#/components/schemas/Problem');
  assert.ok(validate(answer.json), `${where}: ${told(validate)}\n${answer.text.slice(0, 2000)}`);
}

function told(validate) {
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`).join('\n');
}
