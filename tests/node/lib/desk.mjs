// Persons at their desks: each logs in once and speaks to one server with a bearer token. Every answer is judged by the
// OpenAPI document before a test sees it.
import assert from 'node:assert/strict';
import { send } from './client.mjs';
import { judge } from './openapi.mjs';
import { password } from './program.mjs';

let keys = 0;
export const newKey = () => `key-${process.pid}-${(keys += 1)}`;

export class Desk {
  constructor(port, name, token) {
    Object.assign(this, { port, name, token });
  }

  static async logIn(port, name, secret = password) {
    const answer = await send(port, 'POST', '/api/v1/session', {
      headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ username: name, password: secret }) });
    judge(answer);
    assert.equal(answer.status, 200, answer.text);
    return new Desk(port, name, answer.json.token);
  }

  /** Any request of this person. `body` may be text, bytes or a value that is written as JSON. */
  async ask(method, target, { body, headers = {} } = {}) {
    const all = { Authorization: `Bearer ${this.token}`, 'Accept-Language': 'en', ...headers };
    const text = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    if (text !== undefined && !('Content-Type' in all)) all['Content-Type'] = 'application/json';
    for (const [name, value] of Object.entries(all)) if (value === null) delete all[name];
    const answer = await send(this.port, method, `/api/v1${target}`, { headers: all, body: text });
    judge(answer);
    return answer;
  }

  async get(target, headers) {
    const answer = await this.ask('GET', target, { headers });
    assert.equal(answer.status, 200, `GET ${target}: ${answer.text}`);
    return answer.json;
  }

  /** Opens a case and expects 201. */
  async open(body) {
    const answer = await this.ask('POST', '/cases', { body, headers: { 'Idempotency-Key': newKey() } });
    assert.equal(answer.status, 201, answer.text);
    assert.equal(answer.headers.location, `/api/v1/cases/${answer.json.case_id}`);
    assert.equal(answer.headers.etag, `"${answer.json.version}"`);
    return answer.json;
  }

  /** Records an event on the newest version of the case; the answer may be of any documented status. */
  async record(id, event, data = {}, { headers = {}, ...more } = {}) {
    const now = await this.ask('GET', `/cases/${id}`);
    assert.equal(now.status, 200, now.text);
    return this.ask('POST', `/cases/${id}/events`, {
      body: { event, data, ...more },
      headers: { 'Idempotency-Key': newKey(), 'If-Match': now.headers.etag, ...headers } });
  }
}
