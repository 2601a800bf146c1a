// A small HTTP client over one connection: an answer, or the reason why there was none. Never throws, never retries.
import http from 'node:http';

const answerLimitMs = 60_000;

export class Client {
  /** @param connections how many requests may be on their way at once, each on a connection of its own */
  constructor(base, connections = 1) {
    this.base = new URL(base);
    this.agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  }

  get(path, token) { return this.send('GET', path, { token }); }

  /** @returns {Promise<{status, headers, body, json}|{failed}>} `failed`: no whole answer came */
  send(method, path, { token, key, ifMatch, body, more = {} } = {}) {
    const asIs = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const text = asIs ? body : JSON.stringify(body);
    const headers = { 'Accept-Language': 'en' };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (key) headers['Idempotency-Key'] = key;
    if (ifMatch !== undefined) headers['If-Match'] = `"${ifMatch}"`;
    if (text !== undefined) {
      headers['Content-Type'] = 'application/json';
      headers['Content-Length'] = Buffer.byteLength(text);
    }
    Object.assign(headers, more);
    return new Promise((done) => {
      const request = http.request({ host: this.base.hostname, port: this.base.port, method, path, headers,
        agent: this.agent, timeout: answerLimitMs });
      request.on('response', (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', (error) => done({ failed: error.code ?? error.message }));
        response.on('close', () => {
          if (!response.complete) return done({ failed: 'cut' });
          return done(toAnswer(response, Buffer.concat(chunks).toString('utf8')));
        });
      });
      request.on('timeout', () => request.destroy(Object.assign(new Error('no answer'), { code: 'NO_ANSWER' })));
      request.on('error', (error) => done({ failed: error.code ?? error.message }));
      request.end(text);
    });
  }

  close() { this.agent.destroy(); }
}

function toAnswer(response, body) {
  const answer = { status: response.statusCode, headers: response.headers, body };
  if (/json/.test(response.headers['content-type'] ?? '')) answer.json = JSON.parse(body);
  return answer;
}
