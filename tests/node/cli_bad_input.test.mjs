// Bad arguments and bad files, a table for each verb: exit 2 (or 3 where the file or folder cannot be used), a message
// on stderr that names what is wrong, never a crash, and nothing stored.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { addAccounts, hejie, hejieLater, password, serve, skip, temporaryFolder, top } from './lib/program.mjs';

const folder = temporaryFolder();
const at = folder.path;
const example = join(top, 'examples/02_sc_02.json');
const script = () => JSON.parse(readFileSync(example, 'utf8'));
const notice = { id: 'local_1', authority: 'Test', number: '1', published: '2026-11-01', years: [2032], off: [], work: [] };
let kept;

/** What a store holds, as its own verbs tell it. */
function contents(data = at('data')) {
  const told = (args) => {
    const done = hejie([...args, '--data', data]);
    assert.equal(done.status, 0, `${args}: ${done.stderr}`);
    return done.stdout;
  };
  return { events: told(['export', 'events']), cases: told(['export', 'cases']), users: told(['user', 'list', '--json']) };
}

function file(name, content) {
  writeFileSync(at(name), typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return at(name);
}

before(() => {
  if (skip) return;
  addAccounts(at('data'), { ann: ['inspector'] });
  const done = hejie(['import', example, '--data', at('data')]);
  assert.equal(done.status, 0, done.stdout + done.stderr);
  const copied = hejie(['backup', at('sound.backup'), '--data', at('data')]);
  assert.equal(copied.status, 0, copied.stderr);
  kept = contents();
  assert.ok(kept.events.split('\n').length > 10);
});

after(() => folder.remove());

const it = (name, body) => test(name, { skip }, body);

/**
 * @param rows [name, arguments, {input, codes, tells}]; codes default [2]; tells: what stderr must name
 * @param where 'stderr', or 'all' for verbs whose findings are their answer
 * @param lanes how many run at once; one where they take the lock of a folder
 */
async function table(rows, { where = 'stderr', lanes = 3 } = {}) {
  const faults = [];
  const queue = [...rows];
  const worker = async () => {
    for (let row = queue.shift(); row; row = queue.shift()) {
      const [name, args, { input = '', codes = [2], tells } = {}] = row;
      const done = await hejieLater(args, input);
      const text = where === 'all' ? done.stdout + done.stderr : done.stderr;
      const what = `${name}: hejie ${args.join(' ').slice(0, 300)}\n  exit ${done.status} ${done.signal ?? ''}\n  ${done.stderr.slice(0, 500)}\n  ${done.stdout.slice(0, 300)}`;
      if (done.signal !== null || !codes.includes(done.status)) faults.push(`wrong end: ${what}`);
      else if (text.trim() === '') faults.push(`silent: ${what}`);
      else if (tells && !tells.test(text)) faults.push(`does not name ${tells}: ${what}`);
      else if (/terminate called|std::|CHECK|Assertion|\.cpp:/.test(done.stderr)) faults.push(`speaks of its insides: ${what}`);
    }
  };
  await Promise.all(Array.from({ length: lanes }, worker));
  assert.deepEqual(faults, [], faults.join('\n'));
}

function nothingStored() {
  assert.deepEqual(contents(), kept);
}

const json = { codes: [2, 3] };

/** Files that are no JSON object of ours, whatever the verb wants. */
function badFiles() {
  mkdirSync(at('folder'), { recursive: true });
  return [
    ['a file that is not there', at('missing.json'), /missing\.json/],
    ['a folder', at('folder'), /folder/],
    ['an empty file', file('empty.json', '')],
    ['white space', file('blank.json', ' \n\t')],
    ['broken JSON', file('broken.json', '{"title": ')],
    ['a list', file('list.json', '[]')],
    ['a text', file('text.json', '"x"')],
    ['null', file('null.json', 'null')],
    ['a number', file('number.json', '7')],
    ['an unknown key', file('unknown.json', '{"color": "red"}')],
    ['a key twice', file('twice.json', '{"a":1,"a":2}')],
    ['bad UTF-8', file('utf8.json', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]))],
    ['a NUL', file('nul.json', Buffer.from('{"a":"\u0000"}'))],
    ['a byte order mark', file('bom.json', '\uFEFF{}')],
    ['half a surrogate pair', file('surrogate.json', '{"a":"\\ud800"}')],
    ['too deep', file('deep.json', '['.repeat(100_000))],
    ['a huge number', file('huge.json', `{"a":${'9'.repeat(400)}}`)],
    ['random bytes', file('random.bin', Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919 + (i >> 3) * 104729) & 255)))],
    ['a store', at('data/hejie.db')],
  ].filter(([, path]) => path !== at('data/hejie.db') || existsSync(path));
}

it('no verb, an unknown verb', () => table([
  ['nothing', []],
  ['unknown', ['frobnicate'], { tells: /frobnicate/ }],
  ['a flag as verb', ['--data'], { tells: /--data/ }],
  ['an empty verb', ['']],
]));

it('every verb: unknown flags, missing values, too many arguments', async () => {
  const list = hejie(['--help']).stdout;
  const verbs = [...list.matchAll(/^ {2}(\w+) {2,}\S/gm)].map((found) => found[1]);
  for (const verb of ['serve', 'due', 'verify', 'replay', 'import', 'diagram', 'user', 'calendar', 'export', 'backup', 'restore', 'check', 'demo']) {
    assert.ok(verbs.includes(verb), `no verb ${verb}`);
  }
  const rows = verbs.flatMap((verb) => [
    [`${verb} --no-such-flag`, [verb, '--no-such-flag'], { tells: /no-such-flag|YEAR|FILE|SUBCOMMAND|subcommand|required/i }],
    [`${verb} --no-such-flag=1`, [verb, '--no-such-flag=1']],
  ]);
  await table(rows);
});

it('due', () => table([
  ['nothing', ['due'], { tells: /from/ }],
  ['no period', ['due', '--from', '2026-01-05'], { tells: /period|rule/ }],
  ['no such day', ['due', '--from', '2026-02-30', '--period', '5wd'], { tells: /from/ }],
  ['a day in words', ['due', '--from', 'tomorrow', '--period', '5wd'], { tells: /from/ }],
  ['before the calendar', ['due', '--from', '1850-01-01', '--period', '5wd'], { tells: /from|1850/ }],
  ['after the calendar', ['due', '--from', '2099-12-30', '--period', '5000wd'], { codes: [2] }],
  ['a period without unit', ['due', '--from', '2026-01-05', '--period', '5'], { tells: /period/ }],
  ['an unknown unit', ['due', '--from', '2026-01-05', '--period', '5lightyears'], { tells: /period/ }],
  ['a negative period', ['due', '--from', '2026-01-05', '--period', '-5wd']],
  ['a fraction', ['due', '--from', '2026-01-05', '--period', '1.5d'], { tells: /period/ }],
  ['a number without end', ['due', '--from', '2026-01-05', '--period', '99999999999999999999wd'], { tells: /period/ }],
  ['an empty period', ['due', '--from', '2026-01-05', '--period', '']],
  ['hours from a day', ['due', '--from', '2026-01-05', '--period', '24h'], { tells: /from/ }],
  ['days from an instant', ['due', '--from', '2026-01-05T10:30:00+08:00', '--period', '5wd'], { tells: /from/ }],
  ['an unknown rule', ['due', '--from', '2026-01-05', '--rule', 'Z99'], { tells: /Z99|rule/ }],
  ['a rule without number', ['due', '--from', '2026-01-05', '--rule', 'J12'], { tells: /J12|period/ }],
  ['an unknown roll', ['due', '--from', '2026-01-05', '--period', '5d', '--roll', 'sideways'], { tells: /roll/ }],
  ['an interval backwards', ['due', '--from', '2026-01-05', '--period', '5wd', '--exclude', '2026-01-09..2026-01-07'], { tells: /exclude/ }],
  ['half an interval', ['due', '--from', '2026-01-05', '--period', '5wd', '--exclude', '2026-01-09'], { tells: /exclude/ }],
  ['exclude with backward', ['due', '--from', '2026-01-05', '--period', '5wd', '--backward', '--exclude', '2026-01-09..2026-01-10'], { tells: /exclude|backward/ }],
  ['an extension that is no period', ['due', '--from', '2026-01-05', '--period', '5wd', '--extend', 'long'], { tells: /extend/ }],
  ['an unknown calendar', ['due', '--from', '2026-01-05', '--period', '5wd', '--calendar', 'mars'], { tells: /mars|calendar/ }],
  ['an unknown overlay', ['due', '--from', '2026-01-05', '--rule', 'A26', '--overlay', 'atlantis'], { tells: /atlantis|overlay/ }],
  ['NUL-like bytes', ['due', '--from', '\u0001', '--period', '\u0002']],
  ['a folder that is not there', ['due', '--from', '2026-01-05', '--period', '5wd', '--workflows', at('nowhere')], { codes: [2, 3], tells: /nowhere/ }],
  ['batch with another option', ['due', '--batch', '--from', '2026-01-05'], { tells: /batch/ }],
  ['an unknown language', ['due', '--from', '2026-01-05', '--period', '5wd', '--lang', 'la'], { tells: /lang/ }],
]));

it('due --batch: a bad line answers with what and where, the rest go on, exit 1', async () => {
  const bad = [
    ['not JSON', 'hello'], ['half', '{"id":1,'], ['a list', '[]'], ['null', 'null'], ['nothing known', '{}'],
    ['an unknown key', '{"id":2,"from":"2026-01-05","period":"5wd","color":1}'], ['a key twice', '{"id":1,"id":2}'],
    ['no such day', '{"id":3,"from":"2026-02-30","period":"5wd"}'], ['a wrong type', '{"id":4,"from":7,"period":[]}'],
    ['before the calendar', '{"id":5,"from":"1800-01-01","period":"5wd"}'], ['an unknown rule', '{"id":6,"from":"2026-01-05","rule":"Z99"}'],
    ['an interval backwards', '{"id":7,"from":"2026-01-05","period":"5wd","exclude":[["2026-01-09","2026-01-07"]]}'],
    ['one day as interval', '{"id":8,"from":"2026-01-05","period":"5wd","exclude":["2026-01-09"]}'],
    ['half a surrogate pair', '{"id":"\\ud800"}'], ['NUL', '{"id":"\\u0000"}'], ['deep', '['.repeat(5000)],
    ['over 64 KiB', `{"id":"${'x'.repeat(70_000)}"}`], ['a huge number', `{"id":${'9'.repeat(60)}}`], ['bad UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ];
  const good = Buffer.from('{"id":"ok","from":"2020-01-20","period":"10wd"}');
  const newline = Buffer.from('\n');
  const input = Buffer.concat([good, newline, ...bad.flatMap(([, line]) => [Buffer.from(line), newline, good, newline])]);
  const done = await hejieLater(['due', '--batch'], input);
  assert.equal(done.signal, null);
  assert.equal(done.status, 1, done.stderr);
  const answers = done.stdout.trimEnd().split('\n').map((line) => JSON.parse(line));
  assert.equal(answers.length, 2 * bad.length + 1, 'one answer a line, in order');
  answers.forEach((answer, i) => {
    if (i % 2 === 0) {
      assert.equal(answer.due, '2020-02-11');
      return;
    }
    const name = bad[(i - 1) / 2][0];
    assert.equal(answer.line, i + 1, name);
    assert.ok(answer.error, `${name}: ${JSON.stringify(answer)}`);
    assert.equal(typeof answer.error.path, 'string', name);
    assert.ok(answer.error.code && answer.error.zh && answer.error.en, `${name}: ${JSON.stringify(answer)}`);
    assert.equal(answer.due, undefined);
  });
});

it('verify', async () => {
  const broken = (name, change) => {
    const folderOf = at(`proc_${name}`);
    mkdirSync(folderOf, { recursive: true });
    for (const each of readdirSync(join(top, 'workflows/cn/talk'))) {
      const text = readFileSync(join(top, 'workflows/cn/talk', each), 'utf8');
      writeFileSync(join(folderOf, each), each === 'procedure.json' ? change(text) : text);
    }
    return folderOf;
  };
  const rows = badFiles().map(([name, path, tells]) => [name, ['verify', path], { codes: [1, 2, 3], tells }]);
  if (existsSync(join(top, 'workflows/cn/talk/procedure.json'))) {
    rows.push(['a cut file', ['verify', broken('cut', (text) => text.slice(0, -5))], { codes: [1], tells: /procedure\.json/ }]);
    rows.push(['an unknown section', ['verify', broken('section', (text) => text.replace('{', '{"eventz":{},'))], { codes: [1], tells: /eventz/ }]);
  }
  rows.push(['an unknown set', ['verify', '--workflows', at('nowhere')], { codes: [2, 3], tells: /nowhere/ }]);
  rows.push(['an empty set', ['verify', '--workflows', at('folder')], { codes: [1, 2, 3] }]);
  await table(rows, { where: 'all' });
});

/** Scripts of which one thing is wrong: the message names the place. */
function badScripts() {
  const change = (name, spoil) => {
    const story = script();
    spoil(story);
    return file(`script_${name}.json`, story);
  };
  return [
    ['no steps', change('steps', (s) => { delete s.steps; }), /steps/],
    ['no title', change('title', (s) => { delete s.title; }), /title/],
    ['half a title', change('half', (s) => { delete s.title.en; }), /title|en/],
    ['an unknown workflow', change('workflow', (s) => { s.workflow = 'astrology'; }), /astrology|workflow/],
    ['an unknown key', change('key', (s) => { s.color = 1; }), /color/],
    ['an unknown key of a step', change('stepkey', (s) => { s.steps[0].color = 1; }), /color/],
    ['an unknown key of expect', change('expect', (s) => { s.steps[0].expect.color = 1; }), /color/],
    ['a step without expectation', change('noexpect', (s) => { delete s.steps[0].expect; }), /expect|steps\/0/],
    ['no such day', change('day', (s) => { s.steps[0].on = '2018-02-30'; }), /steps\/0\/on|2018-02-30/],
    ['no such hour', change('hour', (s) => { s.steps[0].at = '25:00'; }), /steps\/0\/at|25:00/],
    ['by nobody', change('by', (s) => { delete s.steps[0].by; }), /by/],
    ['by a number', change('number', (s) => { s.steps[0].by = 7; }), /by/],
    ['steps out of order', change('order', (s) => { s.steps[2].on = '2017-01-01'; }), /steps\/2|2017/],
    ['data that is a list', change('data', (s) => { s.steps[0].data = []; }), /data/],
    ['steps that are a text', change('stepstext', (s) => { s.steps = 'x'; }), /steps/],
    ['no steps in the list', change('nosteps', (s) => { s.steps = []; }), /steps/],
  ];
}

it('replay', () => table([
  ['nothing', ['replay'], { tells: /FILE/ }],
  ...badFiles().map(([name, path, tells]) => [name, ['replay', path], { ...json, tells: tells ?? new RegExp(path.split('/').at(-1)) }]),
  ...badScripts().map(([name, path, tells]) => [name, ['replay', path], { codes: [2], tells }]),
  ['an unknown set', ['replay', example, '--workflows', at('nowhere')], { codes: [2, 3], tells: /nowhere/ }],
]));

it('import stores nothing of a bad script', async () => {
  await table([
    ['nothing', ['import'], { tells: /FILE|--data/ }],
    ['no folder', ['import', example], { tells: /--data/ }],
    ...badFiles().map(([name, path, tells]) => [name, ['import', path, '--data', at('data')], { ...json, tells: tells ?? new RegExp(path.split('/').at(-1)) }]),
    ...badScripts().map(([name, path, tells]) => [name, ['import', path, '--data', at('data')], { codes: [2], tells }]),
    ['a file as folder', ['import', example, '--data', file('plain', 'x')], { codes: [2, 3], tells: /plain/ }],
  ], { lanes: 1 });
  nothingStored();
});

it('diagram', () => table([
  ['nothing', ['diagram'], { tells: /WORKFLOW/ }],
  ['an unknown procedure', ['diagram', 'astrology'], { tells: /astrology/ }],
  ['a path', ['diagram', '../../etc/passwd'], { tells: /passwd/ }],
  ['an unknown format', ['diagram', 'inspection', '--format', 'gif'], { tells: /gif|format/ }],
  ['two procedures', ['diagram', 'inspection', 'mediation'], { tells: /mediation/ }],
  ['an unknown set', ['diagram', 'inspection', '--workflows', at('nowhere')], { codes: [2, 3], tells: /nowhere/ }],
]));

it('user', async () => {
  const add = (name, ...more) => ['user', 'add', name, '--data', at('data'), '--password-stdin', ...more];
  const sound = { input: `${password}\n` };
  await table([
    ['nothing', ['user']],
    ['an unknown act', ['user', 'promote', 'ann'], { tells: /promote|subcommand/i }],
    ['no name', ['user', 'add', '--role', 'clerk', '--data', at('data')], { tells: /NAME/ }],
    ['no role', add('bob'), { ...sound, tells: /role/ }],
    ['no folder', ['user', 'add', 'bob', '--role', 'clerk'], { tells: /--data/ }],
    ['an unknown role', add('bob', '--role', 'king'), { ...sound, tells: /king|role/ }],
    ['a role of the system', add('bob', '--role', 'clock'), { ...sound, tells: /clock|role/ }],
    ['a known name', add('ann', '--role', 'clerk'), { ...sound, tells: /name is taken/ }],
    ['an empty name', add('', '--role', 'clerk'), { ...sound }],
    ['a name with a line break', add('a\nb', '--role', 'clerk'), { ...sound }],
    ['a name without end', add('x'.repeat(5000), '--role', 'clerk'), { ...sound }],
    ['no password', add('bob', '--role', 'clerk'), { input: '', tells: /password/i }],
    ['a short password', add('bob', '--role', 'clerk'), { input: 'abc\n', tells: /password/i }],
    ['the name as password', add('bob-the-builder', '--role', 'clerk'), { input: 'bob-the-builder\n', tells: /password/i }],
    ['a password without end', add('bob', '--role', 'clerk'), { input: `${'x'.repeat(100_000)}\n`, tells: /password/i }],
    ['disable nobody', ['user', 'disable', 'nobody', '--data', at('data')], { codes: [2, 3], tells: /account|nobody/ }],
    ['reset nobody', ['user', 'reset', 'nobody', '--data', at('data'), '--password-stdin'], { ...sound, codes: [2, 3], tells: /account|nobody/ }],
    ['reset to a short password', ['user', 'reset', 'ann', '--data', at('data'), '--password-stdin'], { input: 'abc\n', tells: /password/i }],
    ['a file as folder', ['user', 'list', '--data', file('plain', 'x')], { codes: [2, 3], tells: /plain/ }],
  ], { lanes: 1 });
  nothingStored();
});

it('calendar', async () => {
  const load = (path) => ['calendar', 'load', path, '--data', at('data')];
  const change = (name, spoil) => {
    const one = structuredClone(notice);
    spoil(one);
    return load(file(`notice_${name}.json`, one));
  };
  await table([
    ['nothing', ['calendar']],
    ['an unknown act', ['calendar', 'burn'], { tells: /burn|show|load/ }],
    ['no year', ['calendar', 'show'], { tells: /YEAR/ }],
    ['a year in words', ['calendar', 'show', 'next'], { tells: /next|YEAR/ }],
    ['a year too early', ['calendar', 'show', '1066'], { tells: /YEAR/ }],
    ['a year too late', ['calendar', 'show', '9999'], { tells: /YEAR/ }],
    ['a number without end', ['calendar', 'show', '99999999999999999999']],
    ['a negative year', ['calendar', 'show', '-1']],
    ['an unknown overlay', ['calendar', 'show', '2026', '--overlay', 'atlantis'], { codes: [2, 3], tells: /atlantis|overlay/ }],
    ['no such day', ['calendar', 'show', '2026', '--as-known', '2026-02-30'], { tells: /as-known|as_known|2026-02-30/ }],
    ['no file', ['calendar', 'load', '--data', at('data')], { tells: /FILE/ }],
    ['no folder', ['calendar', 'load', file('notice.json', notice)], { tells: /--data/ }],
    ...badFiles().map(([name, path, tells]) => [name, load(path), { ...json, tells }]),
    ['no id', change('id', (n) => { delete n.id; }), { tells: /id/ }],
    ['a number as id', change('idn', (n) => { n.id = 7; }), { tells: /id/ }],
    ['an id in use', change('known', (n) => { n.id = 'cn_2026'; }), { tells: /cn_2026/ }],
    ['no such day published', change('published', (n) => { n.published = '2026-02-30'; }), { tells: /published/ }],
    ['an unknown key', change('key', (n) => { n.color = 1; }), { tells: /color/ }],
    ['a day off without name', change('off', (n) => { n.off = [{ date: '2032-01-02' }]; }), { tells: /off/ }],
    ['off and work at once', change('both', (n) => { n.off = [{ date: '2032-01-03', name: '元旦', statutory: false }]; n.work = ['2032-01-03']; }), { tells: /2032-01-03|work|off/ }],
    ['replaces what is not there', change('replaces', (n) => { n.replaces = 'nothing'; }), { tells: /replaces|nothing/ }],
  ], { lanes: 1 });
  nothingStored();
});

it('export', async () => {
  await table([
    ['nothing', ['export'], { tells: /WHAT/ }],
    ['an unknown table', ['export', 'passwords', '--data', at('data')], { tells: /passwords/ }],
    ['no folder', ['export', 'cases'], { tells: /--data/ }],
    ['an unknown format', ['export', 'cases', '--data', at('data'), '--format', 'xlsx'], { tells: /xlsx|format/ }],
    ['a table as xes', ['export', 'cases', '--data', at('data'), '--format', 'xes'], { tells: /xes/ }],
    ['xes as csv', ['export', 'xes', '--data', at('data'), '--format', 'csv'], { tells: /xes/ }],
    ['since in words', ['export', 'events', '--data', at('data'), '--since', 'yesterday'], { tells: /since|yesterday/ }],
    ['since below zero', ['export', 'events', '--data', at('data'), '--since', '-1'], { tells: /since/ }],
    ['since without end', ['export', 'events', '--data', at('data'), '--since', '99999999999999999999'], { tells: /since/ }],
    ['unmask without reason', ['export', 'cases', '--data', at('data'), '--unmask'], { tells: /reason/ }],
    ['a file that is there', ['export', 'cases', '--data', at('data'), '--out', file('there.jsonl', 'mine')], { tells: /there\.jsonl/ }],
    ['a folder that is not there', ['export', 'cases', '--data', at('data'), '--out', at('no/such/place')], { codes: [3], tells: /no\/such/ }],
    ['a store that is not there', ['export', 'cases', '--data', at('nowhere')], { codes: [3], tells: /nowhere/ }],
    ['a file as store', ['export', 'cases', '--data', file('plain', 'x')], { codes: [3], tells: /plain/ }],
  ]);
  assert.equal(readFileSync(at('there.jsonl'), 'utf8'), 'mine', 'never overwrites');
  assert.ok(!existsSync(at('nowhere')), 'reading makes no folder');
});

it('backup, restore, check', async () => {
  const sound = readFileSync(at('sound.backup'));
  const cut = file('cut.backup', sound.subarray(0, sound.length >> 1));
  const flipped = Buffer.from(sound);
  for (let i = 5000; i < flipped.length; i += 4096) flipped[i] ^= 0xff;
  mkdirSync(at('damaged'), { recursive: true });
  writeFileSync(at('damaged/hejie.db'), flipped);
  await table([
    ['backup: nothing', ['backup'], { tells: /FILE/ }],
    ['backup: no folder', ['backup', at('b1')], { tells: /--data/ }],
    ['backup: a file that is there', ['backup', file('b2', 'mine'), '--data', at('data')], { codes: [2, 3], tells: /b2/ }],
    ['backup: a store that is not there', ['backup', at('b3'), '--data', at('nowhere')], { codes: [3], tells: /nowhere/ }],
    ['backup: a place that is not there', ['backup', at('no/such/b4'), '--data', at('data')], { codes: [3], tells: /no\/such/ }],
    ['backup: a folder as file', ['backup', at('folder'), '--data', at('data')], { codes: [2, 3], tells: /folder/ }],
    ['restore: nothing', ['restore'], { tells: /FILE/ }],
    ['restore: no folder', ['restore', at('sound.backup')], { tells: /--data/ }],
    ['restore: a file that is not there', ['restore', at('b9'), '--data', at('r1')], { codes: [2, 3], tells: /b9/ }],
    ['restore: not a backup', ['restore', example, '--data', at('r2')], { codes: [2, 3], tells: /02_sc_02/ }],
    ['restore: an empty file', ['restore', file('empty.backup', ''), '--data', at('r3')], { codes: [2, 3], tells: /empty\.backup/ }],
    ['restore: half a backup', ['restore', cut, '--data', at('r4')], { codes: [2, 3], tells: /cut\.backup/ }],
    ['restore: a damaged backup', ['restore', file('flipped.backup', flipped), '--data', at('r5')], { codes: [2, 3], tells: /flipped\.backup/ }],
    ['restore: over a store', ['restore', at('sound.backup'), '--data', at('data')], { codes: [2, 3], tells: /data/ }],
    ['check: nothing', ['check'], { tells: /--data/ }],
    ['check: a store that is not there', ['check', '--data', at('nowhere')], { codes: [3], tells: /nowhere/ }],
    ['check: a folder without store', ['check', '--data', at('folder')], { codes: [3], tells: /folder/ }],
  ]);
  for (const name of ['r1', 'r2', 'r3', 'r4', 'r5']) {
    const left = existsSync(at(name)) ? readdirSync(at(name)) : [];
    assert.deepEqual(left.filter((each) => each.endsWith('.db')), [], `${name}: nothing is put in place`);
  }
  assert.equal(readFileSync(at('b2'), 'utf8'), 'mine');
  const damaged = await hejieLater(['check', '--data', at('damaged')]);
  assert.equal(damaged.signal, null);
  assert.ok([1, 3].includes(damaged.status), `${damaged.status} ${damaged.stdout} ${damaged.stderr}`);
  nothingStored();
});

it('serve refuses to start, and says why', async () => {
  const start = (...more) => ['serve', '--data', at('data'), '--listen', '127.0.0.1:0', ...more];
  const config = (name, content) => start('--config', file(`config_${name}.json`, content));
  await table([
    ['no folder', ['serve', '--listen', '127.0.0.1:0'], { tells: /--data/ }],
    ['a file as folder', ['serve', '--data', file('plain', 'x'), '--listen', '127.0.0.1:0'], { codes: [2, 3], tells: /plain/ }],
    ['no port', ['serve', '--data', at('data'), '--listen', '127.0.0.1'], { tells: /listen/ }],
    ['a port in words', ['serve', '--data', at('data'), '--listen', '127.0.0.1:http'], { tells: /listen/ }],
    ['a port too high', ['serve', '--data', at('data'), '--listen', '127.0.0.1:65536'], { tells: /listen/ }],
    ['a name as address', ['serve', '--data', at('data'), '--listen', 'example.test:0'], { tells: /listen|example\.test/ }],
    ['plain HTTP for everybody', ['serve', '--data', at('data'), '--listen', '0.0.0.0:0'], { tells: /tls-cert|behind-proxy/ }],
    ['an address that looks like loopback', ['serve', '--data', at('data'), '--listen', '127.evil:0'], { codes: [2, 3], tells: /127\.evil/ }],
    ['a certificate without key', start('--tls-cert', at('c.pem')), { tells: /tls-key/ }],
    ['a certificate that is not there', start('--tls-cert', at('c.pem'), '--tls-key', at('k.pem')), { codes: [2, 3], tells: /certificate|c\.pem/ }],
    ['a certificate that is none', start('--tls-cert', file('x.pem', 'x'), '--tls-key', file('y.pem', 'y')), { codes: [2, 3], tells: /certificate|x\.pem/ }],
    ['a proxy that is no network', start('--behind-proxy', 'everyone'), { tells: /behind-proxy|everyone/ }],
    ['a proxy with too many bits', start('--behind-proxy', '10.0.0.0/40'), { tells: /behind-proxy|10\.0\.0\.0/ }],
    ['an unknown profile', start('--profile', 'casual'), { tells: /profile/ }],
    ['an unknown overlay', start('--overlay', 'atlantis'), { codes: [2, 3], tells: /atlantis/ }],
    ['an unknown set', start('--workflows', at('nowhere')), { codes: [2, 3], tells: /nowhere/ }],
    ...badFiles().map(([name, path, tells]) => [`config: ${name}`, start('--config', path), { ...json, tells }]),
    ['config: an unknown key', config('key', { color: 1 }), { tells: /color/ }],
    ['config: a wrong type', config('type', { threads: [] }), { tells: /threads/ }],
    ['config: out of range', config('range', { threads: 0 }), { tells: /threads/ }],
  ], { lanes: 1 });
  nothingStored();
});

it('a folder that a server holds is not opened a second time; restore over it is refused', async () => {
  // A store of its own: in the other a clock of 2018 would run out as soon as a server looks.
  addAccounts(at('held'), { ann: ['inspector'] });
  const before_ = contents(at('held'));
  const server = await serve(at('held'));
  try {
    await table([
      ['serve', ['serve', '--data', at('held'), '--listen', '127.0.0.1:0'], { codes: [3], tells: /held/ }],
      ['restore', ['restore', at('sound.backup'), '--data', at('held')], { codes: [2, 3] }],
      ['the same port', ['serve', '--data', at('other'), '--listen', `127.0.0.1:${server.port}`], { codes: [3], tells: new RegExp(`${server.port}`) }],
      ['user through the server', ['user', 'add', 'ann', '--role', 'clerk', '--data', at('held'), '--password-stdin'], { input: `${password}\n`, tells: /name is taken/ }],
      ['import through the server', ['import', at('missing.json'), '--data', at('held')], { codes: [2, 3], tells: /missing\.json/ }],
      ['calendar through the server', ['calendar', 'load', file('notice_bad.json', { id: 7 }), '--data', at('held')], { tells: /id/ }],
    ]);
    assert.ok(server.alive());
  } finally {
    await server.stop();
  }
  assert.deepEqual(contents(at('held')), before_);
});

it('demo', () => table([
  ['an instant in words', ['demo', '--now', 'soon', '--listen', '127.0.0.1:0'], { tells: /now/ }],
  ['a speed below zero', ['demo', '--speed', '-1', '--listen', '127.0.0.1:0'], { tells: /speed/ }],
  ['a speed in words', ['demo', '--speed', 'fast', '--listen', '127.0.0.1:0'], { tells: /speed/ }],
  ['cases below zero', ['demo', '--generate', '-5', '--listen', '127.0.0.1:0'], { tells: /generate/ }],
  ['plain HTTP for everybody', ['demo', '--listen', '0.0.0.0:0'], { tells: /loopback|tls|behind-proxy/ }],
  ['no port', ['demo', '--listen', '127.0.0.1'], { tells: /listen/ }],
  ['a real store', ['demo', '--data', at('data'), '--listen', '127.0.0.1:0'], { codes: [2, 3], tells: /demonstration|demo/ }],
  ['an unknown set', ['demo', '--workflows', at('nowhere'), '--listen', '127.0.0.1:0'], { codes: [2, 3], tells: /nowhere/ }],
]));
