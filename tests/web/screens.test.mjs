// The pictures of docs/screens, made from a demonstration bureau with 300 synthetic cases: HEJIE_SCREENS=1 writes them anew,
// otherwise only their being there and their size is looked at.
import assert from 'node:assert/strict';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { ask, ask_recusal, name_sides, open_browser, open_bureau, sit_down, skip, tell, to_desk } from './lib/bureau.mjs';

const folder = new URL('../../docs/screens/', import.meta.url).pathname;
const kMost = 200 * 1024;
/** A case with a hearing, of an employer with a name where there is one. */
async function first_case(desk) {
  const { items } = (await ask(desk, '/cases?workflow=arbitration&state=scheduled&open=true&limit=50')).body;
  return (items.find((item) => item.employer_name) ?? items[0]).id;
}
// name, account, size, how to get there
const screens = [
  ['desk', 'clerk', [1440, 900], async ({ page }) => { await page.waitForSelector('.row.at .strip'); }],
  ['case', 'clerk', [1440, 900], async (desk) => { await desk.page.goto(`${desk.url}/cases/${await first_case(desk)}`); await desk.page.waitForSelector('.timeline svg'); }],
  ['event', 'clerk', [1440, 900], async (desk) => {
    await desk.page.goto(`${desk.url}/cases/${await first_case(desk)}/act?event=request_recusal`);
    await ask_recusal(desk.page);
    await desk.page.waitForSelector('.mark.done');
  }],
  ['why', 'clerk', [1440, 900], async (desk) => { await desk.page.goto(`${desk.url}/cases/${await first_case(desk)}/why/A26`); await desk.page.waitForSelector('.calendar'); }],
  ['intake', 'window', [1440, 900], async ({ page, url }) => {
    await page.goto(`${url}/intake`);
    await tell(page);
    await page.keyboard.press('Control+Enter');
    await name_sides(page);
    await page.waitForSelector('.good');
  }],
  ['cases', 'clerk', [1280, 720], async ({ page, url }) => { await page.goto(`${url}/cases`); await page.waitForSelector('tbody tr'); }],
  ['employer', 'inspection_head', [1280, 720], async (desk) => {
    const { items } = (await ask(desk, '/employers?limit=200')).body;
    const [{ id: most }] = items.filter((one) => one.name).sort((a, b) => b.cases - a.cases);
    await desk.page.goto(`${desk.url}/employers/${most}`);
    await desk.page.waitForSelector('.figures');
  }],
  ['calendar', 'clerk', [1440, 900], async ({ page, url }) => { await page.goto(`${url}/calendar`); await page.waitForSelector('.day.chosen'); }],
  ['procedures', 'legal_reviewer', [1280, 720], async ({ page, url }) => { await page.goto(`${url}/definitions/mediation`); await page.waitForSelector('#d-clocks tbody'); }],
  ['statistics', 'bureau_head', [1280, 720], async ({ page, url }) => { await page.goto(`${url}/reports?report=on_time&group=workflow`); await page.waitForSelector('.chart canvas'); await page.waitForTimeout(500); }],
  ['special-reports', 'duty_officer', [1280, 720], async ({ page, url }) => { await page.goto(`${url}/special-reports`); await page.waitForSelector('.event tbody tr'); }],
  ['wall', 'bureau_head', [1920, 1080], async ({ page, url }) => { await page.goto(`${url}/wall`); await page.waitForSelector('.chart canvas'); await page.waitForTimeout(500); }],
  ['system', 'system_admin', [1280, 720], async ({ page, url }) => { await page.goto(`${url}/scheduler`); await page.waitForSelector('.verdict'); }],
];

if (process.env.HEJIE_SCREENS && !skip) {
  let bureau;
  let browser;
  before(async () => {
    mkdirSync(folder, { recursive: true });
    bureau = await open_bureau('--generate', '300');
    browser = await open_browser();
  });
  after(async () => {
    await browser?.close();
    await bureau?.close();
  });
  describe('pictures', () => {
    for (const [name, account, size, go] of screens) {
      test(`${name}.png`, async () => {
        const desk = await sit_down(browser, bureau.url, { size, scale: size[0] > 1900 ? 0.5 : 0.65 });
        try {
          await to_desk(desk, account);
          await go(desk);
          await desk.page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined);
          writeFileSync(`${folder}${name}.png`, await desk.page.screenshot());
          assert.deepEqual(desk.complaints, []);
        } finally {
          await desk.context.close();
        }
      });
    }
  });
}

describe('docs/screens', () => {
  for (const [name] of screens) {
    test(`${name}.png is there and small`, () => assert.ok(statSync(`${folder}${name}.png`).size < kMost));
  }
});
