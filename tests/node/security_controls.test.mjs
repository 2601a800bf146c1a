// A protection that is taken away must be missed by the tests of its items, and by no other: hejie_control (tests/controls)
// leaves out the one that HEJIE_CONTROL names. Short form: each fault against the file that shows its items; HEJIE_LONG=1:
// against all files.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { controlBin, long, skipControl } from './lib/faults/server.mjs';

const files = ['accounts', 'administrators', 'audit', 'evidence', 'integrity', 'labels', 'outgoing', 'privacy', 'rates', 'refusals', 'secrets', 'wire'];

/** fault: [file, the tests that must fail; each names its items; {other files: theirs}, where a refusal is a step of the test] */
const protections = {
  no_session_asked: ['accounts', ['without a session everything but the open addresses is 401 038',
    'roles change at once, disabling ends sessions and keeps the account 024', 'a token does what its scopes say and nothing about accounts 049',
    'the second factor is offered, proved, asked for and removed 014', "own sessions are listed and ended, no other's 025",
    'a password of one\'s own is changed with the old one 018'],
  { evidence: ['who may not is told before a byte is taken 052'],
    integrity: ['changed while the server runs: refused, on record, shown, everybody else works on 084'],
    refusals: ['sessions that are none, tokens that may not, other sites 082',
      'a flood of refusals is a handful of entries, and nothing typed stands in any of them 082'] }],
  token_may_all: ['accounts', ['a token does what its scopes say and nothing about accounts 049']],
  factor_not_demanded: ['accounts', ['where a second factor is demanded nothing else goes before it 014']],
  no_lock_out: ['accounts', ['five wrong passwords: 429 with Retry-After, others still log in 011']],
  no_second_factor: ['accounts', ['the second factor is offered, proved, asked for and removed 014']],
  own_roles: ['accounts', ['nobody gives roles to themselves 043']],
  disabled_goes_on: ['accounts', ['roles change at once, disabling ends sessions and keeps the account 024']],
  administrators_read: ['accounts', ['every role at every address of the matrix 038', 'administrators see no case, not even that there is one 044'],
    { evidence: ['who may not is told before a byte is taken 052'],
      privacy: ['numbers are in no answer but the one that says why it is asked 081', 'what is held of a person is corrected, and the copy shows what holds now 079',
        'a person gets a copy of all that is held of them, others masked, and the log says so 079'],
      refusals: ['authority that is refused is on record: who, what, which case, why and the request 082'] }],
  any_site_writes: ['wire', ['no write by cookie from another site, whatever the address 028'],
    { refusals: ['sessions that are none, tokens that may not, other sites 082'] }],
  version_told: ['wire', ['the server does not tell its version 089']],
  any_site_reads: ['wire', ['other sites may read nothing 031']],
  no_content_policy: ['wire', ['no answer lets scripts or styles stand inside it 032']],
  no_safe_headers: ['wire', ['every answer keeps a browser safe, refusals too 033']],
  plain_allowed_later: ['wire', ['TLS 1.2 and 1.3 with forward secrecy alone, strict transport, nothing in the clear 034 and 065 and 066 and 067 and 027']],
  // Without the cipher a changed key changes nothing either: what the key is worth is missed as well.
  values_plain: ['privacy', ['nothing of a person stands in a file, a backup or the log of the server 071 and 081',
    'keys lie outside the store, are changed, and a store knows its own 074']],
  key_for_all: ['privacy', ['keys lie outside the store, are changed, and a store knows its own 074']],
  reveal_not_logged: ['privacy', ['numbers are in no answer but the one that says why it is asked 081',
    'a person gets a copy of all that is held of them, others masked, and the log says so 079']],
  erased_early: ['privacy', ['what the law keeps is not erased 080']],
  reads_not_logged: ['audit', ['reads of files and log-ins are in the access log, newest first 082'],
    { evidence: ['who read a file stands in the access log 053'] }],
  older_copy_starts: ['audit', ['hejie check tells the head and finds an older copy 085']],
  administrators_anywhere: ['administrators', ['administrators are served from the networks set for them alone, everybody else from anywhere 019',
    'behind a proxy the address that the proxy saw counts, and nothing else in the header 019']],
  stale_log_in: ['administrators', ['accounts, roles and units of others are changed after a fresh log-in alone 018']],
  codes_unread: ['integrity', ['changed while the server runs: refused, on record, shown, everybody else works on 084',
    'changed between two starts: each way is named by hejie check and gives nothing 084',
    'rows put back together with their codes: no start, hejie check names it, taken only on record 085',
    'removed together with its code while the server runs: found within the minute, nobody new is let in 085',
    'rules of labels that were changed between two starts are on record and shown 048']],
  no_clearance: ['labels', ['what the mediator wrote down is there for mediators, heads of the bureau and the archive alone 040']],
  // What goes where it must not is also seen by whom it reaches.
  any_address_called: ['outgoing', ['no inner address where the operator did not allow it 054',
    'a file of channels with inner or metadata addresses is refused, in whatever form 054', 'what is sent goes only where certificate, name and authority hold 068']],
  any_certificate: ['outgoing', ['what is sent goes only where certificate, name and authority hold 068']],
  redirects_followed: ['outgoing', ['no redirect is followed 054']],
  others_unmasked: ['privacy', ['a person gets a copy of all that is held of them, others masked, and the log says so 079']],
  secrets_stay: ['secrets', ['a password that was typed is not in memory a second later, over http 076', 'a password that was typed is not in memory a second later, over https 076']],
  names_as_given: ['evidence', ['names are shown, never paths: nothing lies outside the store 051']],
  any_size: ['evidence', ['size, type by the first bytes, what an archive unpacks to 052', 'who may not is told before a byte is taken 052',
    'who breaks off leaves nothing; chunks without a length are counted 052']],
  archives_unread: ['evidence', ['size, type by the first bytes, what an archive unpacks to 052']],
  files_shown: ['evidence', ['it is saved, not shown: attachment, nosniff, sandbox, the name encoded 053']],
  refusals_not_logged: ['refusals', ['authority that is refused is on record: who, what, which case, why and the request 082',
    'sessions that are none, tokens that may not, other sites 082', 'attempts against form, at every layer, and against the order of business 082',
    'a flood of refusals is a handful of entries, and nothing typed stands in any of them 082']],
  no_rates: ['rates', ['beyond the budget 429 with Retry-After and RateLimit; others are served; it recovers 060']],
};

/** Titles of the tests of a file that fail under a fault; '' = none. */
function failing(file, fault) {
  return new Promise((resolve, reject) => {
    // Without the mark by which Node.js knows a test file that runs itself: it would run no others.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const child = spawn(process.execPath, ['--test', '--test-reporter=tap', new URL(`${file}.test.mjs`, import.meta.url).pathname], {
      env: { ...env, HEJIE_BIN: controlBin, HEJIE_CONTROL: fault }, stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
    child.on('error', reject);
    child.on('close', () => {
      const lines = out.split('\n').map((line) => /^ *(not ok|ok) \d+ - (.*?)(?: # .*)?$/.exec(line)).filter(Boolean);
      const titles = lines.filter((line) => !line[2].endsWith('.mjs') && line[2] !== file);  // nor a suite named as its file
      if (titles.length === 0) reject(new Error(`${file} under ${fault} ran no test: ${out.slice(0, 500)}`));
      else resolve(titles.filter((line) => line[1] === 'not ok').map((line) => line[2]).sort());
    });
  });
}

const options = { skip: skipControl, timeout: 900_000 };

for (const file of files) {
  test(`${file}: the control without a fault passes`, options, async () => assert.deepEqual(await failing(file, ''), []));
}

for (const [fault, [own, titles, elsewhere = {}]] of Object.entries(protections)) {
  const missed = { ...elsewhere, [own]: titles };
  for (const file of long ? files : [own]) {
    test(`${fault} in ${file}`, options, async () => {
      assert.deepEqual(await failing(file, fault), [...missed[file] ?? []].sort());
    });
  }
}
