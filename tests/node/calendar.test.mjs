// Compares the calendar in the binary with another project's data (npm chinese-days) on every day of 2007-2026.
// Needs HEJIE_BIN, the path of the built program; without it every test here skips.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import chineseDays from 'chinese-days';

const bin = process.env.HEJIE_BIN;
const skip = bin ? false : 'HEJIE_BIN is not set';
const kinds = new Set(['working', 'make_up', 'weekend', 'holiday']);

function daysOf(year) {
  const shown = JSON.parse(execFileSync(bin, ['calendar', 'show', String(year), '--json'], { encoding: 'utf8' }));
  assert.equal(shown.year, year);
  return shown.days;
}

function datesOf(year) {
  const dates = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    dates.push(new Date(at).toISOString().slice(0, 10));
  }
  return dates;
}

// What a day must be by chinese-days. A holiday that falls on a weekend may go under either name: both are off.
function expectedKinds(date) {
  const onWeekend = [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  if (chineseDays.isWorkday(date)) return [onWeekend ? 'make_up' : 'working'];
  return onWeekend ? ['weekend', 'holiday'] : ['holiday'];
}

for (let year = 2007; year <= 2026; year += 1) {
  test(`calendar ${year} agrees with chinese-days`, { skip }, () => {
    const days = daysOf(year);
    assert.deepEqual(days.map((day) => day.date), datesOf(year));
    const differences = [];
    for (const { date, kind } of days) {
      assert.ok(kinds.has(kind), `${date}: unknown kind ${kind}`);
      if (!expectedKinds(date).includes(kind)) differences.push(`${date}: ${kind}, expected ${expectedKinds(date)}`);
    }
    assert.deepEqual(differences, []);
  });
}

// The comparison itself must be able to fail: the make-up Sundays and the lengthened Spring Festival are in it.
test('chinese-days knows the days on which calendars usually disagree', () => {
  assert.deepEqual(expectedKinds('2020-01-19'), ['make_up']);
  assert.deepEqual(expectedKinds('2020-01-31'), ['holiday']);
  assert.deepEqual(expectedKinds('2020-02-03'), ['working']);
  assert.deepEqual(expectedKinds('2026-02-14'), ['make_up']);
});
