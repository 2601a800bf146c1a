// Prints the festivals' days of the traditional calendar, 2007-2100, as the "festivals" list of
// workflows/calendars/cn/statutory.json. The days come from tyme4ts; lunar-javascript must agree on all of them, and
// chinese-days and ICU (Intl) are told where they differ. Run where the three packages are installed:
//   npm install tyme4ts@1.5.2 lunar-javascript@1.7.7 chinese-days@1.5.7 && node lunar_table.mjs > festivals.json
// With --check FILE it compares a statutory.json with the computation instead, and exits 1 on a difference.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { LunarDay, SolarTerm } from 'tyme4ts';

const require = createRequire(import.meta.url);
const { Lunar, Solar } = require('lunar-javascript');
const firstYear = 2007;
const lastYear = 2100;
const pad = (n) => String(n).padStart(2, '0');
const iso = (y, m, d) => `${y}-${pad(m)}-${pad(d)}`;

function byTyme(year) {
  const lunar = (month, day) => {
    const solar = LunarDay.fromYmd(year, month, day).getSolarDay();
    return iso(solar.getYear(), solar.getMonth(), solar.getDay());
  };
  const term = SolarTerm.fromName(year, '清明').getJulianDay().getSolarDay();
  return {
    year,
    spring_festival: lunar(1, 1),
    qingming: iso(term.getYear(), term.getMonth(), term.getDay()),
    dragon_boat: lunar(5, 5),
    mid_autumn: lunar(8, 15),
  };
}

function byLunar(year) {
  const lunar = (month, day) => Lunar.fromYmd(year, month, day).getSolar().toYmd();
  const term = Solar.fromYmd(year, 4, 1).getLunar().getJieQiTable()['清明'];
  return {
    year,
    spring_festival: lunar(1, 1),
    qingming: term.toYmd(),
    dragon_boat: lunar(5, 5),
    mid_autumn: lunar(8, 15),
  };
}

const icuFormat = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' });
function byIcu(date) {
  return icuFormat.format(new Date(`${date}T04:00:00Z`)).replace(/\s/g, '');
}

async function chineseDaysQingming(year) {
  try {
    const { default: days } = await import('chinese-days');
    return days.getSolarTermDate(year, 4, 'pure_brightness');
  } catch {
    return undefined;
  }
}

const table = [];
let disagreements = 0;
for (let year = firstYear; year <= lastYear; year += 1) {
  const row = byTyme(year);
  const second = byLunar(year);
  for (const key of Object.keys(row)) {
    if (row[key] !== second[key]) {
      disagreements += 1;
      console.error(`${year} ${key}: tyme4ts ${row[key]}, lunar-javascript ${second[key]}`);
    }
  }
  for (const [key, want] of [['spring_festival', '1/1'], ['dragon_boat', '5/5'], ['mid_autumn', '8/15']]) {
    if (byIcu(row[key]) !== want) console.error(`note: ${year} ${key} ${row[key]}: ICU calls it ${byIcu(row[key])}`);
  }
  const qingming = await chineseDaysQingming(year);
  if (qingming !== undefined && qingming !== row.qingming) {
    console.error(`note: ${year} qingming ${row.qingming}: chinese-days says ${qingming}`);
  }
  table.push(row);
}
if (process.argv[2] === '--check') {
  const kept = JSON.parse(readFileSync(process.argv[3], 'utf8')).festivals;
  if (JSON.stringify(kept) !== JSON.stringify(table)) {
    console.error(`${process.argv[3]}: the festivals differ from the computed table`);
    disagreements += 1;
  }
} else {
  console.log(JSON.stringify(table, null, 1));
}
if (disagreements > 0) process.exit(1);
