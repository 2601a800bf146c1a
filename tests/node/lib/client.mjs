// Requests to a server under test: plain ones with node:http, malformed ones as bytes on a socket. Nothing is retried
// and nothing is followed.
import { Agent, request } from 'node:http';
import { connect } from 'node:net';

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/** @returns {status, headers, text, json} of one answer; `json` is undefined when the answer is not JSON. */
export function send(port, method, target, { headers = {}, body } = {}) {
  const bytes = body === undefined ? undefined : Buffer.isBuffer(body) ? body : Buffer.from(body);
  const all = { ...headers };
  if (bytes !== undefined) all['Content-Length'] = bytes.length;
  return new Promise((resolve, reject) => {
    const out = request({ host: '127.0.0.1', port, method, path: target, headers: all, agent }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        const type = answer.headers['content-type'] ?? '';
        const isJson = /^application\/(problem\+)?json/.test(type) && text !== '';
        resolve({ method, target, status: answer.statusCode, headers: answer.headers, text,
          json: isJson ? JSON.parse(text) : undefined });
      });
      answer.on('error', reject);
    });
    out.on('error', reject);
    out.end(bytes);
  });
}

/** Bytes as they are; the answer is read until the server closes. @returns {status, headers, text, json} */
export function sendBytes(port, bytes) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    const parts = [];
    socket.on('data', (part) => parts.push(part));
    socket.on('error', reject);
    socket.on('close', () => {
      const whole = Buffer.concat(parts).toString('utf8');
      const end = whole.indexOf('\r\n\r\n');
      if (end < 0) return reject(new Error(`closed without an answer: ${JSON.stringify(whole)}`));
      const [first, ...lines] = whole.slice(0, end).split('\r\n');
      const headers = Object.fromEntries(lines.map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
      }));
      const text = whole.slice(end + 4);
      const json = /json/.test(headers['content-type'] ?? '') && text !== '' ? JSON.parse(text) : undefined;
      return resolve({ status: Number(first.split(' ')[1]), headers, text, json });
    });
    socket.write(bytes);
  });
}

/** Server-sent events. `next(fits)` waits for the first event that fits; events seen before stay in `seen`. */
export function openStream(port, target, headers) {
  return new Promise((resolve, reject) => {
    const out = request({ host: '127.0.0.1', port, path: target, headers, agent: false }, (answer) => {
      const seen = [];
      const waiting = [];
      let rest = '';
      const settle = () => {
        for (const wait of [...waiting]) {
          const found = seen.find(wait.fits);
          if (!found) continue;
          waiting.splice(waiting.indexOf(wait), 1);
          wait.resolve(found);
        }
      };
      answer.setEncoding('utf8');
      answer.on('data', (text) => {
        rest += text;
        for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
          seen.push(readEvent(rest.slice(0, end)));
          rest = rest.slice(end + 2);
        }
        settle();
      });
      const ended = new Promise((done) => answer.on('close', done));
      answer.on('error', () => {});
      ended.then(() => {
        for (const wait of waiting) wait.reject(new Error(`the stream ended; seen ${JSON.stringify(seen)}`));
      });
      resolve({
        status: answer.statusCode,
        headers: answer.headers,
        seen,
        ended,
        next: (fits) => new Promise((done, fail) => { waiting.push({ fits, resolve: done, reject: fail }); settle(); }),
        close: () => { out.destroy(); return ended; },
      });
    });
    out.on('error', reject);
    out.end();
  });
}

function readEvent(text) {
  const event = { lines: text.split('\n') };
  for (const line of event.lines) {
    const colon = line.indexOf(':');
    if (colon > 0) event[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
  }
  return event;
}

/** Closes what keep-alive holds open, so that a server can stop at once. */
export function hangUp() {
  agent.destroy();
}

/** Bytes as they are, then end of input: what comes back until the server closes. status is undefined without an answer. */
export function sendAndEnd(port, bytes) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    const parts = [];
    socket.on('data', (part) => parts.push(part));
    socket.on('error', (error) => (error.code === 'ECONNRESET' ? undefined : reject(error)));
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      const text = Buffer.concat(parts).toString('utf8');
      const found = /^HTTP\/1\.1 (\d{3}) /.exec(text);
      resolve({ status: found ? Number(found[1]) : undefined, text });
    });
    socket.end(bytes);
  });
}
