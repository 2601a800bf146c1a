// Every text of the pages in both languages, read from the sources: {zh: '…', en: '…'}.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const source = new URL('../../web/src/', import.meta.url).pathname;
const han = /\p{Script=Han}/u;
// The same in both languages, or without words of its own.
const alike = new Set(['{date}', '{what}', '{by} · {on}', '{who}', '{before} → {after}', 'DEMO', '{name}（{date}）', '{name}：{state}', '{target}%']);

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? files(join(folder, entry.name)) : /\.(ts|vue)$/.test(entry.name) ? [join(folder, entry.name)] : []);
}
const kText = /\{\s*zh:\s*(['"`])((?:\\.|(?!\1).)*)\1,\s*en:\s*(['"`])((?:\\.|(?!\3).)*)\3,?\s*\}/gs;
const all = files(source).filter((file) => !file.endsWith('schema.d.ts'))
  .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(kText)].map((found) => ({ file: file.slice(source.length), zh: found[2], en: found[4] })));

test('there are texts to look at', () => assert.ok(all.length > 200, `${all.length}`));

test('Chinese has Han characters, English has none, and they differ', () => {
  const wrong = all.filter(({ zh, en }) => !alike.has(zh) && (!han.test(zh) || han.test(en) || zh === en || !en.trim()));
  assert.deepEqual(wrong, []);
});

test('both languages use the same values', () => {
  const names = (text) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((found) => found[1]))].sort().join();
  // A value may be left out where the language does not need it; one that is not given may not be used.
  const wrong = all.filter(({ zh, en }) => names(zh) !== names(en) && !names(zh).includes(names(en)) && !names(en).includes(names(zh)));
  assert.deepEqual(wrong, []);
});

test('a sentence that two pages say stands in one place', () => {
  // A label of a word or two may repeat; what is longer would drift apart.
  const kLabel = 8;
  const places = new Map();
  for (const { file, zh, en } of all.filter((one) => !one.file.endsWith('/page.ts') && one.zh.length > kLabel)) {
    const key = `${zh} | ${en}`;
    places.set(key, new Set([...(places.get(key) ?? []), file]));
  }
  const wrong = [...places].filter(([, files_of]) => files_of.size > 1).map(([text, files_of]) => `${text}: ${[...files_of].join(', ')}`);
  assert.deepEqual(wrong, []);
});

test('no text stands outside the tables: templates hold no Han characters', () => {
  const wrong = files(source).filter((file) => file.endsWith('.vue')).flatMap((file) => {
    const template = /<template>([\s\S]*)<\/template>/.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
    const bare = template.replace(/<[^>]*lang="zh-CN"[^>]*>[^<]*/g, '').replace(/aria-label="中文 \/ English"/, '').replace(/'、'|[（）：]/g, '').replace(/`[^`]*`/g, '');
    return han.test(bare) ? [`${file.slice(source.length)}: ${bare.match(/.{0,20}\p{Script=Han}+.{0,20}/u)[0]}`] : [];
  });
  assert.deepEqual(wrong, []);
});

test('colors stand in the token file only', () => {
  const wrong = files(source).filter((file) => /#[0-9a-f]{3,8}\b(?=[\s;,)'"])/i.test(readFileSync(file, 'utf8').replace(/url\("#[^"]*"\)|href="#[^"]*"/g, '')));
  assert.deepEqual(wrong.map((file) => file.slice(source.length)), []);
});

test('nothing is kept in the browser, no page holds raw markup or inline style', () => {
  const wrong = files(source).filter((file) => /localStorage|sessionStorage|indexedDB|document\.cookie|v-html|\sstyle="/.test(readFileSync(file, 'utf8')));
  assert.deepEqual(wrong.map((file) => file.slice(source.length)), []);
});

// ---- password managers and pasting -----------------------------------------------------------------------------------

const inputs = files(source).filter((file) => file.endsWith('.vue')).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/<(?:input|textarea)\b((?:"[^"]*"|[^>"])*)>/g)].map(([, attributes]) => ({ file: file.slice(source.length), attributes })));
const value_of = (input, name) => new RegExp(`(?:^|\\s):?${name}="([^"]*)"`).exec(input.attributes)?.[1];

test('password managers know the fields of log-in, password and one-time code 006', () => {
  const kinds = inputs.map((input) => value_of(input, 'autocomplete'));
  for (const kind of ['username', 'current-password', 'new-password', 'one-time-code']) assert.ok(kinds.includes(kind), `no field says ${kind}`);
  const passwords = inputs.filter((input) => /password/.test(value_of(input, 'type') ?? ''));
  assert.ok(passwords.length >= 4, `${passwords.length} fields for passwords`);
  for (const input of passwords) {
    assert.match(value_of(input, 'autocomplete') ?? '', /^(current|new)-password$/, input.file);
    assert.doesNotMatch(input.attributes, /maxlength|readonly|inputmode/, input.file);
  }
  const log_in = inputs.filter(({ file }) => file.endsWith('LogInForm.vue')).map((input) => value_of(input, 'autocomplete'));
  assert.deepEqual(log_in, ['username', 'current-password', 'one-time-code'], 'name before password, in one form');
});

test('nothing keeps anybody from pasting 006', () => {
  const wrong = files(source).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const refused = /@(paste|copy|cut|drop|beforeinput|contextmenu)\.(prevent|stop)|onpaste|addEventListener\(\s*['"](paste|copy|beforeinput)/.test(text);
    return refused ? [file.slice(source.length)] : [];
  });
  assert.deepEqual(wrong, []);
  // A list of workers is taken from the clipboard; nothing else listens to it.
  const listens = files(source).filter((file) => /@paste/.test(readFileSync(file, 'utf8'))).map((file) => file.slice(source.length));
  assert.deepEqual(listens, ['pages/intake/OtherWorkers.vue']);
});
