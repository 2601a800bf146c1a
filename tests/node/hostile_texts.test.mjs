// Texts that mean something to some other program - encoded twice, formats, fields of templates, members that a script would take
// for its own - are texts here: taken once, kept as they came, shown as they came. Clauses 1.1.1, 1.3.7, 1.3.10, 15.3.6 of ASVS.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { hangUp, send } from './lib/client.mjs';
import { Desk, newKey } from './lib/desk.mjs';
import { addAccounts, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const script = JSON.parse(readFileSync(join(top, 'examples/02_sc_02.json'), 'utf8'));
const folder = temporaryFolder();
let server;
let zhou;
let li;

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), { zhou: ['window'], zhao: ['inspector'], li: ['bureau_head'], feng: ['security_admin'] });
  server = await serve(folder.path('data'));
  [zhou, li] = [await Desk.logIn(server.port, 'zhou'), await Desk.logIn(server.port, 'li')];
});

after(async () => {
  hangUp();
  if (server) await server.stop();
  folder.remove();
});

const it = (name, body) => test(name, { skip }, body);
const head = async () => (await send(server.port, 'GET', '/readyz')).json.head;
const renamed = (name) => ({ ...script.steps[0].data, parties: script.steps[0].data.parties.map((one) => (one.kind === 'worker' ? one : { ...one, name })) });
const open = (name) => zhou.open({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: renamed(name) });
const employer_of = async (id) => (await li.get(`/cases/${id}`)).parties.find((one) => one.kind === 'employer').name;

it('what was encoded twice is decoded once', async () => {
  const id = (await open('甲%2e%2e公司')).case_id;
  assert.equal(await employer_of(id), '甲%2e%2e公司');
  // In addresses: %2563 is the text %63, not c.
  for (const twice of [`%2563${id.slice(1)}`, `%252e%252e%252f${id}`, `${id}%2500`, `%25%36%33${id.slice(1)}`]) {
    const answer = await li.ask('GET', `/cases/${twice}`);
    assert.equal(answer.status, 404, `${twice}: ${answer.text}`);
  }
  const found = async (q) => (await li.get(`/employers?q=${q}`)).items.map((one) => one.name);
  assert.deepEqual(await found(encodeURIComponent('%2e%2e公司')), ['甲%2e%2e公司']);
  assert.deepEqual(await found(encodeURIComponent(encodeURIComponent('甲'))), [], 'the words are the text %E7%94%B2');
  assert.deepEqual((await li.get('/employers', { 'Search-Words': `UTF-8''${encodeURIComponent('%2e%2e公司')}` })).items.map((one) => one.name), ['甲%2e%2e公司']);
  // In JSON: an escaped escape is a backslash and letters.
  const escaped = JSON.stringify({ workflow: 'inspection', event: 'receive_complaint', on_behalf_of: 'complainant', data: renamed('乙\\u003cb\\u003e公司') });
  const made = await zhou.ask('POST', '/cases', { body: escaped, headers: { 'Idempotency-Key': newKey() } });
  assert.equal(made.status, 201, made.text);
  assert.equal(await employer_of(made.json.case_id), '乙\\u003cb\\u003e公司');
});

it('a party named like a format or a field is a name', async () => {
  for (const name of ['%s%n%x{}{0}{:>99}公司', '{{案号}}{{被投诉人.名称}}公司', '${jndi:ldap://x}公司', '<%= 7*7 %>{{7*7}}公司']) {
    const id = (await open(name)).case_id;
    assert.equal(await employer_of(id), name);
    const { documents } = await li.get(`/cases/${id}`);
    const paper = documents.find((one) => one.document === 'complaint_form') ?? documents[0];
    const page = await li.ask('GET', `/cases/${id}/papers/${paper.document}-${paper.copy}/page?draft=true`);
    assert.equal(page.status, 200, page.text);
    const plain = page.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    assert.ok(plain.includes(name), `${name} stands on the paper as it is: ${plain.slice(0, 3000)}`);
  }
  const answer = await send(server.port, 'POST', '/api/v1/session', { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username: '%s%n{}%p', password: 'x'.repeat(12) }) });
  assert.equal(answer.status, 401);
  assert.ok(server.alive());
});

it('members that scripts take for their own are unknown members, and plain data where data is free', async () => {
  const stored = await head();
  for (const member of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
    const body = `{"workflow":"inspection","event":"receive_complaint","on_behalf_of":"complainant","${member}":{"roles":["bureau_head"]},"data":{}}`;
    const answer = await zhou.ask('POST', '/cases', { body, headers: { 'Idempotency-Key': newKey() } });
    assert.equal(answer.status, 422, answer.text);
    assert.ok(answer.json.findings.some((one) => one.path === `/${member}`), `${member}: ${answer.text}`);
    const inner = await zhou.ask('POST', '/cases', { body: `{"workflow":"inspection","event":"receive_complaint","on_behalf_of":"complainant","data":{"${member}":{"a":1}}}`, headers: { 'Idempotency-Key': newKey() } });
    assert.equal(inner.status, 422, inner.text);
    assert.ok(inner.json.findings.some((one) => one.path === `/data/${member}`), `${member}: ${inner.text}`);
    const account = await zhou.ask('POST', '/session', { body: `{"username":"zhou","password":"x","${member}":{}}` });
    assert.equal(account.status, 422, account.text);
  }
  assert.equal(await head(), stored, 'nothing is stored');
  // A person's own settings are free: they come back as they went in, and mean nothing.
  const settings = '{"__proto__":{"roles":["bureau_head"]},"constructor":{"prototype":{"x":1}}}';
  const kept = await zhou.ask('PUT', '/me/preferences', { body: settings });
  if (kept.status < 300) {
    const back = (await zhou.ask('GET', '/me/preferences')).text;
    assert.deepEqual(Object.keys(JSON.parse(back)).sort(), ['__proto__', 'constructor']);
  } else {
    assert.equal(kept.status, 422, kept.text);
  }
  assert.equal({}.roles, undefined);
  assert.deepEqual((await zhou.get('/session')).roles, ['window']);
});

it('words searched for may stand in a header, then in no address', async () => {
  const name = '钱塘某某印染公司';
  const id = (await open(name)).case_id;
  const header = (words) => ({ 'Search-Words': `UTF-8''${encodeURIComponent(words)}` });
  assert.deepEqual((await li.get('/cases', header('某某印染'))).items.map((one) => one.id), [id]);
  assert.deepEqual((await li.get('/cases', header('无此单位'))).items, []);
  for (const bad of ['某某', 'x', "GBK''%C4%B3", "UTF-8''%ff", "UTF-8''%00"]) {
    const answer = await li.ask('GET', '/cases', { headers: { 'Search-Words': Buffer.from(bad).toString('latin1') } });
    assert.equal(answer.status, 400, `${bad}: ${answer.text}`);
    assert.ok(answer.json.findings.some((one) => one.path === 'Search-Words'), answer.text);
  }
  const both = await li.ask('GET', '/employers?q=a', { headers: header('某某') });
  assert.equal(both.status, 400, both.text);
});
