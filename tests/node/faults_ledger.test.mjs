// The comparison that the fault tests rest on, tried on stores that are wrong in a known way: it must see each of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeFiring } from './lib/faults/clock.mjs';
import { Ledger, compare, noFaults, faultsOf } from './lib/faults/ledger.mjs';

const act = (seq, version, event) => ({ seq, version, event: { act: 'done', event, by: { role: 'inspector' } } });
const passed = (seq, version) => ({ seq, version, event: { occurrence: 'clock_started' } });

/** Two cases: an opening that starts a clock and a summons; an opening. */
function wholeStore() {
  return {
    head: 5,
    cases: [
      { id: 'a', version: 3, number: '甲〔2026〕1号', history: [act(1, 1, 'open'), passed(2, 2), act(5, 3, 'summon')] },
      { id: 'b', version: 2, number: '甲〔2026〕2号', history: [act(3, 1, 'open'), passed(4, 2)] },
    ],
  };
}

function fullLedger() {
  const ledger = new Ledger();
  const told = (event, case_id, version, seq) =>
    ledger.acknowledged.push({ command: { event, key: `k${seq}`, story: { number: seq } }, case_id, version, seq });
  told('open', 'a', 2, 1);
  told('open', 'b', 2, 3);
  told('summon', 'a', 3, 5);
  return ledger;
}

function kinds(change) {
  const store = wholeStore();
  const ledger = fullLedger();
  change(store, ledger);
  const found = compare(ledger, store);
  return Object.entries(faultsOf(found)).flatMap(([kind, list]) => (list.length > 0 ? [kind] : []));
}

test('a store that holds what was promised has no findings', () => {
  assert.deepEqual(faultsOf(compare(fullLedger(), wholeStore())), noFaults);
});

const cases = [
  ['the last event is gone', ['lost'], (store) => {
    store.cases[0].history.pop();
    store.cases[0].version = 2;
    store.head = 4;
  }],
  ['a case is gone', ['lost', 'broken'], (store) => { store.cases.pop(); }],
  ['another event stands where one was promised', ['lost'], (store) => { store.cases[0].history[2].event.event = 'serve'; }],
  ['an event is nobody\'s', ['doubled'], (store) => {
    store.cases[1].history.push(act(6, 3, 'summon'));
    store.cases[1].version = 3;
    store.head = 6;
  }],
  ['two commands were answered with one event', ['doubled'], (store, ledger) => {
    ledger.acknowledged.push({ ...ledger.acknowledged[2], command: { ...ledger.acknowledged[2].command, key: 'other' } });
  }],
  ['a derived event of a promised version is gone', ['lost', 'broken'], (store) => {
    store.cases[1].history.pop();
    store.cases[1].version = 1;
  }],
  ['a number is left out', ['broken'], (store) => { store.cases[1].number = '甲〔2026〕3号'; }],
  ['the version is not the number of events', ['broken'], (store) => { store.cases[0].version = 4; }],
  ['the head is ahead of the events', ['broken'], (store) => { store.head = 6; }],
  ['an answer was unexpected', ['broken'], (store, ledger) => { ledger.unexpected.push('summon: 500'); }],
];

for (const [name, expected, change] of cases) {
  test(`seen: ${name}`, () => { assert.deepEqual(kinds(change), expected); });
}

const clock = (label, due, status = 'running') => ({ case: 'a', label, due, status });
const breach = (label, what = 'clock_breached') => ({ case: 'a', label, what, on: '2026-03-02' });
const firing = (clocks, occurrences, alerts = []) => judgeFiring(clocks, { occurrences, alerts }, '2026-07-06');

test('clocks that fired once each, and those with no reason to, have no findings', () => {
  const clocks = [clock('J07', '2026-05-01'), clock('J08', '2026-07-06'), clock('J09', '2026-05-01', 'stopped'), clock('P01', '2026-05-01')];
  const started = { ...breach('J07'), what: 'clock_started' };
  assert.deepEqual(firing(clocks, [started, breach('J07')], ['x', 'y']), { due: 1, ended: 1, wrong: [], twice: [] });
});

const firings = [
  ['a due clock did not fire', [clock('J07', '2026-05-01')], [], []],
  ['a due clock fired twice', [clock('J07', '2026-05-01')], [breach('J07'), breach('J07', 'clock_expired')], []],
  ['a clock fired that was not due', [clock('J08', '2026-07-06')], [breach('J08')], []],
  ['a clock fired that had stopped', [clock('J09', '2026-05-01', 'stopped')], [breach('J09')], []],
  ['an alert was told twice', [], [], ['x', 'x']],
];
for (const [name, clocks, occurrences, alerts] of firings) {
  test(`seen: ${name}`, () => {
    const { wrong, twice } = firing(clocks, occurrences, alerts);
    assert.equal(wrong.length + twice.length, 1);
  });
}
