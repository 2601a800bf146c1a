// Requests that are wrong on purpose, drawn from a seeded source: each is a sound request with one thing spoiled.
// `bad: true` says that no server may accept it; the others are odd, and only must not hurt.

/** mulberry32: small, good enough to draw tests, the same everywhere. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  return { below, pick: (list) => list[below(list.length)] };
}

const deep = (n, open, close) => open.repeat(n) + close.repeat(n);

// Values of every wrong kind. Strings and numbers at the edges of what parsers and databases take.
const values = [null, true, 0, -1, 2 ** 31, -(2 ** 53), 9007199254740993n, '', ' ', 'x'.repeat(70_000), '\u202e',
  '𠀀😀', 'e\u0301', "'; DROP TABLE event; --", '%s%n%x', '../../etc/passwd', '2026-02-30', '9999-12-31', '0000-00-00', '-1', 'NaN',
  [], {}, [[]], [null], ['x', 1], { '': '' }, { __proto__: null, constructor: 1 }, { zh: 1 }, Array(300).fill(0)];

function write(value) {
  return JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `@@${each}@@` : each))?.replace(/"@@(-?\d+)@@"/g, '$1');
}

/** [holder, key] of every place in a value. */
function places(value, found = []) {
  if (value === null || typeof value !== 'object') return found;
  for (const key of Object.keys(value)) {
    found.push([value, key]);
    places(value[key], found);
  }
  return found;
}

// Texts that are not JSON as the server reads it: all must be refused.
const unreadable = [
  ['cut', (text) => text.slice(0, -1)],
  ['trailing comma', (text) => text.replace(/\}$/, ',}')],
  ['two values', (text) => `${text}${text}`],
  ['single quotes', (text) => (text === '{}' ? "{'k':1}" : text.replaceAll('"', "'"))],
  ['a comment', (text) => `/* */${text}`],
  ['byte order mark', (text) => `\uFEFF${text}`],
  ['bad UTF-8', (text) => Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from(',"k":"\xc3\x28"}', 'latin1')])],
  ['raw NUL', (text) => Buffer.from(`${text}\u0000`)],
  ['escaped NUL', (text) => text.replace(/\}$/, text === '{}' ? '"k":"\\u0000"}' : ',"k":"\\u0000"}')],
  ['half a surrogate pair', (text) => text.replace(/\}$/, text === '{}' ? '"k":"\\udc00"}' : ',"k":"\\ud800"}')],
  ['a key twice', (text) => text.replace(/\}$/, text === '{}' ? '"k":1,"k":1}' : ',"k":1,"k":1}')],
  ['deep objects', () => `{"k":${deep(5000, '[', ']')}}`],
  ['deeper than 64', () => `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`],
  ['a huge number', (text) => text.replace(/\}$/, text === '{}' ? '"k":1e999}' : ',"k":1e999}')],
  ['a fraction', (text) => text.replace(/\}$/, text === '{}' ? '"k":0.5}' : ',"k":0.5}')],
  ['Infinity', () => '{"k":Infinity}'],
  ['nothing', () => ''],
  ['not JSON', () => 'workflow=inspection'],
  ['an array', () => '[]'],
  ['a text', () => '"x"'],
  ['null', () => 'null'],
];

function spoilBody(random, base) {
  const body = structuredClone(base);
  const text = write(body);
  switch (random.below(5)) {
    case 0: {
      const [name, change] = random.pick(unreadable);
      return { name: `body: ${name}`, body: change(text), bad: true };
    }
    case 1: {
      body[random.pick(['color', 'Event', '__proto__x', '', ' workflow', 'a'.repeat(3000)])] = random.pick(values);
      return { name: 'body: a member nobody knows', body: write(body), unknown: true };
    }
    case 2: {
      const all = places(body);
      if (all.length === 0) return { name: 'body: empty list', body: '[]', bad: true };
      const [holder, key] = random.pick(all);
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      return { name: `body: without ${key}`, body: write(body) };
    }
    default: {
      const all = places(body);
      if (all.length === 0) return { name: 'body: empty list', body: '[]', bad: true };
      const [holder, key] = random.pick(all);
      holder[key] = random.pick(values);
      return { name: `body: ${key} = ${String(write(holder[key])).slice(0, 40)}`, body: write(body) };
    }
  }
}

const ids = ['x', '0', '-1', '99999999999999999999', 'c_', 'c_01m81jmm4r', '..', '...', '%2e%2e%2f', '%25', "'%20OR%201=1", 'a'.repeat(128),
  'a'.repeat(129), 'a'.repeat(4000), '%F0%9F%98%80', '%E2%80%AE', 'null', '%22', '*'];
const unreadableIds = ['%', '%zz', '%00', '%0a', '%ff', '%c0%80', '%ed%a0%80'];

const queryValues = ['', 'x', '-1', '0', '501', '1e9', 'true', 'TRUE', '2026-02-30', '9999-99-99', '%F0%9F%98%80', "'%20OR%201", '%25', '*',
  'a'.repeat(3000), '%E2%80%AE'];
const headers = [
  ['If-Match', ['*', '1', 'W/"1"', '"x"', '"-1"', '"1","2"', `"${'9'.repeat(18)}"`, '""', 'x'.repeat(3000)]],
  ['Idempotency-Key', ['', ' ', 'a b', 'é', 'x'.repeat(129), 'x'.repeat(5000), '\t']],
  ['Content-Type', ['text/plain', 'application/xml', 'application/json; charset=latin1', 'a'.repeat(3000), '', ';;;']],
  ['Accept-Language', ['xx', 'en;q=9', 'zh;q=x', ','.repeat(2000), 'é']],
  ['Accept', ['text/csv', 'image/png', '', '*/*;q=0', 'a'.repeat(3000)]],
  ['Cookie', ['hejie_session=', 'hejie_session=x; hejie_session=y', ';;;', '='.repeat(500)]],
  ['Authorization', ['Bearer', 'Bearer ', 'Basic eDp5', `Bearer ${'f'.repeat(64)}`, 'x'.repeat(4000)]],
  ['Origin', ['null', 'http://evil.example']],
  ['Expect', ['200-ok']],
  ['X-Forwarded-For', ['8.8.8.8', 'x'.repeat(2000)]],
  ['Range', ['bytes=0-1']],
  ['If-None-Match', ['*']],
];

/**
 * One spoiled request of an operation.
 * @param base {method, path (template), parameters {name: value}, query [names], body?, headers}
 * @returns {name, method, target, headers, body, bad}: bad means 4xx is the only right answer
 */
export function spoil(random, base, { onlyBad = false } = {}) {
  for (;;) {
    const one = draw(random, base);
    if (one && (!onlyBad || one.bad)) return one;
  }
}

function fill(path, parameters) {
  return path.replaceAll(/\{(\w+)\}/g, (_, name) => parameters[name]);
}

function draw(random, base) {
  const sound = { method: base.method.toUpperCase(), target: fill(base.path, base.parameters), headers: { ...base.headers },
    body: base.body === undefined ? undefined : write(base.body), bad: false };
  const names = Object.keys(base.parameters).filter((name) => base.path.includes(`{${name}}`));
  const way = base.body === undefined ? random.below(6) : random.below(12);
  switch (way) {
    case 0: {
      if (names.length === 0) return undefined;
      const broken = random.below(3) === 0;
      const id = random.pick(broken ? unreadableIds : ids);
      return { ...sound, name: `path: ${id.slice(0, 40)}`, bad: broken,
        target: fill(base.path, { ...base.parameters, [random.pick(names)]: id }) };
    }
    case 1: {
      const method = random.pick(['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'MKCOL', 'POST', 'GET']);
      if (method === sound.method) return undefined;
      // Another documented method of the same address is a request of its own, with its own mutations.
      return { ...sound, name: `method: ${method}`, method, body: undefined, otherMethod: true };
    }
    case 2: {
      const name = random.pick(['color', 'limit[]', '%00', '', 'LIMIT', 'a'.repeat(200), '%ff', '__proto__']);
      const target = `${sound.target}?${name}=1`;
      return { ...sound, name: `query: ${name.slice(0, 20)}`, target, bad: true };
    }
    case 3: {
      if (base.query.length === 0) return undefined;
      const name = random.pick(base.query);
      const value = random.pick(queryValues);
      const repeat = random.below(4) === 0 ? `&${name}=${random.pick(queryValues)}` : '';
      return { ...sound, name: `query: ${name}=${value.slice(0, 20)}`, target: `${sound.target}?${name}=${value}${repeat}` };
    }
    case 4: {
      const [name, list] = random.pick(headers);
      const value = random.pick(list);
      return { ...sound, name: `header: ${name}: ${value.slice(0, 20)}`, headers: { ...sound.headers, [name]: value } };
    }
    case 5: {
      if (sound.body === undefined) return { ...sound, name: 'a body where none is expected', body: '{"a":1}', bad: true };
      const name = random.pick(Object.keys(sound.headers));
      const less = { ...sound.headers };
      delete less[name];
      return { ...sound, name: `without ${name}`, headers: less };
    }
    default:
      return { ...sound, ...spoilBody(random, base.body) };
  }
}

/** The bytes of a request with one to four of them changed, put in, or taken out. */
export function spoilBytes(random, bytes) {
  const out = [...bytes];
  for (let n = 1 + random.below(4); n > 0; n -= 1) {
    const at = random.below(out.length);
    const byte = random.pick([0, 9, 10, 13, 32, 34, 58, 127, 128, 255, 1 + random.below(255)]);
    const way = random.below(4);
    if (way === 0) out.splice(at, 1);
    else if (way === 1) out.splice(at, 0, byte);
    else if (way === 2) out.splice(at, random.below(40));
    else out[at] = byte;
  }
  return Buffer.from(out);
}
