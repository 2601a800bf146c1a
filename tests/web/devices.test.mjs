// Every page on the screens people have, and on paper: nothing scrolls sideways, every button can be reached and pressed, on
// a tablet with a finger; printed, there is no navigation and no table is cut.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { enter, open_browser, open_bureau, sit_down, skip } from './lib/bureau.mjs';
import { address_of, examples_of, kOpenPages, kPages, move_to } from './lib/places.mjs';

let bureau;
let browser;
let examples;
before(async () => {
  if (skip) return;
  bureau = await open_bureau();
  browser = await open_browser();
  const desk = await sit_down(browser, bureau.url);
  await enter(desk, 'clerk');
  examples = await examples_of(desk);
  await desk.context.close();
});
after(async () => {
  await browser?.close();
  await bureau?.close();
});

/** Who looks at what: a page is seen by somebody whose page it is. */
const kVisits = [
  ['bureau_head', ['/desk', '/cases', '/reports', '/special-reports', '/bulletins', '/control', '/messages', '/wall', '/scheduler', '/calendar', '/employers', '/employers/:id']],
  ['clerk', ['/desk', '/written-reviews', '/cases/:id', '/cases/:id/act', '/cases/:id/why/:label', '/cases/:id/papers/:paper', '/cases/:id/archive', '/intake', '/account']],
  ['legal_reviewer', ['/definitions/:id?']],
  ['security_admin', ['/accounts']],
  ['audit_admin', ['/access-log']],
];
async function start_at({ page, url }) {
  await page.goto(`${url}/nowhere`);
  await page.waitForSelector('.nothing');
}
const sign_of = (path) => kPages.find((page) => page.path === path).sign;

/** What stands outside the window, and what a click would not reach. `finger`: buttons must be large enough for one. */
const misfits = (page, finger) => page.evaluate(async (touch) => {
  const out = [];
  const name = (one) => `<${one.tagName.toLowerCase()} class="${one.className}"> ${(one.textContent || one.getAttribute('aria-label') || '').trim().slice(0, 30)}`;
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    const wide = [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > width + 1 && !one.closest('.scroll, .hj-hidden'));
    out.push(`the page is ${document.documentElement.scrollWidth - width} px too wide: ${wide.slice(0, 4).map(name).join(' | ')}`);
  }
  const shown = (one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && one.checkVisibility({ visibilityProperty: true }) && !one.closest('.hj-hidden, .skip, [aria-hidden=true]');
  };
  for (const one of [...document.querySelectorAll('a[href], button, select, input, textarea, summary')].filter(shown)) {
    if (one.disabled || one.type === 'radio' || one.type === 'checkbox' || one.closest('svg')) continue;
    one.scrollIntoView({ block: 'center', inline: 'nearest' });
    // A link over two lines has its box between them.
    const box = one.getClientRects()[0];
    const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (!at || !(one.contains(at) || at.contains(one))) out.push(`cannot be pressed: ${name(one)}${at ? ` under ${name(at)}` : ''}`);
    if (touch && one.matches('.hj-button, .hj-input, select, .rail a') && box.height < 43.5) out.push(`${box.height} px high: ${name(one)}`);
  }
  scrollTo(0, 0);
  return [...new Set(out)];
}, finger);

const screens = [['laptop', [1280, 720], false], ['tablet', [1024, 768], true], ['tablet upright', [820, 1180], true]];
for (const [device, size, finger] of screens) {
  describe(`${device}, ${size.join('x')}`, { skip, concurrency: 2 }, () => {
    for (const language of ['zh', 'en']) {
      for (const [account, paths] of kVisits) {
        test(`pages of ${account} (${language})`, async () => {
          const desk = await sit_down(browser, bureau.url, { language, size, touch: finger });
          try {
            await enter(desk, account);
            const wrong = {};
            await start_at(desk);
            for (const path of paths) {
              await move_to(desk.page, address_of(path, examples));
              await desk.page.waitForSelector(sign_of(path));
              const found = await misfits(desk.page, finger);
              if (found.length) wrong[path] = found;
            }
            assert.deepEqual(wrong, {});
          } finally {
            await desk.context.close();
          }
        });
      }
      test(`before the log-in (${language})`, async () => {
        const desk = await sit_down(browser, bureau.url, { language, size, touch: finger });
        try {
          for (const path of kOpenPages) {
            await desk.page.goto(`${desk.url}${path}`);
            await desk.page.waitForSelector('form');
            assert.deepEqual(await misfits(desk.page, finger), [], path);
          }
        } finally {
          await desk.context.close();
        }
      });
    }
  });
}

// A4 upright with Chromium's margins of 1 cm, at 96 dots an inch.
const kPaper = [718, 1046];
const on_paper = (page) => page.evaluate((width) => {
  const out = [];
  const name = (one) => `<${one.tagName.toLowerCase()} class="${one.className}"> ${(one.textContent || '').trim().slice(0, 30)}`;
  for (const one of document.querySelectorAll('header.bar, .rail, .skip, .hj-noprint, .hj-button')) {
    if (one.checkVisibility()) out.push(`printed: ${name(one)}`);
  }
  for (const one of document.querySelectorAll('main table, main dl, main pre, main .hj-card, main svg')) {
    if (one.closest('.hj-hidden') || one.matches('.hj-hidden')) continue;
    const box = one.getBoundingClientRect();
    if (box.width && box.right > width + 1) out.push(`cut by ${Math.round(box.right - width)} px: ${name(one)}`);
  }
  for (const one of document.querySelectorAll('main *')) {
    if (one.scrollWidth > one.clientWidth + 1 && ['auto', 'scroll', 'hidden'].includes(getComputedStyle(one).overflowX) && one.clientWidth > 1 && one.querySelector('table, dl')) {
      out.push(`hides ${one.scrollWidth - one.clientWidth} px: ${name(one)}`);
    }
  }
  if (!document.querySelector('main')?.innerText.trim()) out.push('an empty sheet');
  return out;
}, kPaper[0]);

describe('printed', { skip, concurrency: 2 }, () => {
  for (const language of ['zh', 'en']) {
    for (const [account, paths] of kVisits) {
      test(`pages of ${account} (${language})`, async (t) => {
        const desk = await sit_down(browser, bureau.url, { language, size: kPaper });
        try {
          await enter(desk, account);
          const wrong = {};
          await start_at(desk);
          // The wall is a screen; intake is a conversation.
          for (const path of paths.filter((one) => !['/wall', '/intake'].includes(one))) {
            await move_to(desk.page, address_of(path, examples));
            await desk.page.waitForSelector(sign_of(path));
            await desk.page.emulateMedia({ media: 'print' });
            const found = await on_paper(desk.page);
            const sheets = (await desk.page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
            if (!sheets) found.push('no sheet of paper');
            t.diagnostic(`${path}: ${sheets} sheets`);
            if (found.length) wrong[path] = found;
            await desk.page.emulateMedia({ media: 'screen' });
          }
          assert.deepEqual(wrong, {});
        } finally {
          await desk.context.close();
        }
      });
    }
  }
});
