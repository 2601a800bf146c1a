// A demonstration bureau on a free port and Chromium in front of it. HEJIE_BIN is the program, HEJIE_CHROMIUM the browser
// (default /usr/bin/chromium); HEJIE_URL takes a server that runs already. What is not there makes the tests skip and say why.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

export const kPassword = 'hejie-demo-2026';
export const kNow = '2026-11-17T02:00:00Z';
const browser_path = process.env.HEJIE_CHROMIUM ?? '/usr/bin/chromium';
const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

function reason() {
  if (!process.env.HEJIE_BIN && !process.env.HEJIE_URL) return 'HEJIE_BIN is not set';
  if (!existsSync(browser_path)) return `there is no browser at ${browser_path}`;
  const tried = spawnSync(browser_path, ['--version'], { encoding: 'utf8', timeout: 30_000 });
  return tried.status === 0 ? false : `${browser_path} does not run: ${tried.stderr}`;
}
export const skip = reason();
if (skip && process.env.HEJIE_NEED_BROWSER) throw new Error(`the pages cannot be looked at: ${skip}`);
if (skip) console.error(`THE PAGES ARE NOT LOOKED AT: ${skip}`);

export async function open_bureau(...more) {
  if (process.env.HEJIE_URL) return { url: process.env.HEJIE_URL, close: async () => {} };
  const child = spawn(process.env.HEJIE_BIN, ['demo', '--listen', '127.0.0.1:0', '--now', kNow, '--speed', '0', ...more]);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => { stderr += text; });
  const ended = new Promise((resolve) => child.on('close', resolve));
  const url = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /^listening on (http:\S+)$/.exec(line);
      if (found) resolve(found[1]);
    });
    void ended.then(() => resolve(''));
  });
  assert.ok(url, `hejie demo did not start: ${stderr}`);
  return { url, async close() { child.kill('SIGTERM'); await ended; } };
}

export const open_browser = () =>
  chromium.launch({ executablePath: browser_path, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] });

/** One person at one browser: page, and what must stay empty: requests elsewhere, policy violations, errors of scripts. */
export async function sit_down(browser, url, { language = 'zh', size = [1440, 900], scale = 1, touch = false } = {}) {
  const context = await browser.newContext({
    viewport: { width: size[0], height: size[1] }, deviceScaleFactor: scale, locale: language === 'zh' ? 'zh-CN' : 'en-US', reducedMotion: 'reduce',
    hasTouch: touch, isMobile: touch, acceptDownloads: true,
  });
  // A machine that builds beside the tests is slow; what never comes still fails.
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const complaints = [];
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(`${url}/`) && !to.startsWith('data:') && !to.startsWith(`blob:${url}/`)) complaints.push(`request elsewhere: ${to}`);
  });
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`script error: ${error.message}`));
  return { context, page, complaints, url, language };
}

export async function log_in(desk, account) {
  const { page, url } = desk;
  await page.goto(`${url}/login`);
  await page.fill('#account', account);
  await page.fill('#password', kPassword);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/desk');
  await page.waitForSelector('h1');
}

// One log-in an account and server: a password takes the server half a second on purpose.
const sessions = new Map();
/** The account's session as it stands after an earlier log-in; goes nowhere yet. */
export async function enter(desk, account) {
  const known = `${desk.url} ${account}`;
  if (!sessions.has(known)) {
    sessions.set(known, (async () => {
      const answer = await desk.context.request.post(`${desk.url}/api/v1/session`, { data: { username: account, password: kPassword } });
      assert.equal(answer.status(), 200, await answer.text());
      return desk.context.cookies();
    })());
  }
  await desk.context.addCookies(await sessions.get(known));
}
/** The desk of the account, without typing a password when it has done so before. */
export async function to_desk(desk, account) {
  await enter(desk, account);
  await desk.page.goto(`${desk.url}/desk`);
  await desk.page.waitForSelector('h1');
}

/** What the page's own session may ask of the API. */
export async function ask(desk, path, options = {}) {
  // Before the first page there is only the session.
  if (desk.page.url() === 'about:blank') {
    assert.ok(!options.method, 'a page sends what it writes');
    const answer = await desk.context.request.get(`${desk.url}/api/v1${path}`);
    return { status: answer.status(), body: await answer.json() };
  }
  return desk.page.evaluate(
    async ([to, more]) => {
      const answer = await fetch(`/api/v1${to}`, { headers: { 'content-type': 'application/json', ...more.headers }, ...more.rest });
      return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
    },
    [path, { headers: options.headers ?? {}, rest: options.method ? { method: options.method, body: JSON.stringify(options.body) } : {} }],
  );
}

/** Fills the form that asks for a recusal: whose act it is, and the answer that the definition asks. */
export async function ask_recusal(page) {
  await page.waitForSelector('#event-party');
  await page.selectOption('#event-party', { index: 1 });
  await page.click('.segments label >> nth=1');
}

/** A half-done intake of the same account is kept on the server: the next person starts with an empty one. */
export async function start_afresh(page) {
  await page.waitForSelector('.steps .now');
  await page.click('.hj-head .doors .hj-button');
  await page.waitForSelector('#intake-told');
}
/** Intake, step 1: unpaid wages in the person's words. */
export async function tell(page) {
  await start_afresh(page);
  await page.waitForSelector('#intake-told');
  await page.fill('#intake-told', '做了三个月，公司一直没发工资');
  await page.click('.chip.hint');
  await page.waitForSelector('aside .way');
}
/** Step 2: the two sides; both numbers have right check digits. */
export async function name_sides(page) {
  await page.waitForSelector('#worker-name');
  await page.fill('#worker-name', '测试甲');
  await page.fill('#worker-id', '11010519491231002X');
  await page.fill('#employer-name', '测试纺织厂');
  await page.fill('#employer-code', '91350100M000100Y43');
}

/** axe's findings on what is shown now, as "rule: selector" lines. */
export async function axe(page) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axe_source);
  const found = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] } }));
  return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')} ${node.failureSummary.split('\n').slice(1, 2).join('')}`));
}

/** Texts that the language shown should not hold: in English Han outside lang="zh…", in Chinese words of English sentences. */
export function strange_texts(page, language) {
  return page.evaluate((shown) => {
    const out = [];
    const han = /\p{Script=Han}/u;
    // Keys, accounts, names of the product and of carriers stand in both languages.
    const known = /^(EN|English|Hejie|DEMO|Enter|Esc|Ctrl|EMS|WCAG|J|K|W|O|A|D|P|G|X|hejie-demo-2026)$/;
    const foreign = (text, element) => {
      const lang = element.closest('[lang]')?.getAttribute('lang') ?? '';
      if (shown === 'en') return han.test(text) && !lang.startsWith('zh');
      // Identifiers (account names, keys, codes) are the same in every language, and say so to the browser.
      if (lang.startsWith('en') || element.closest('.hj-key, .demo ul, .menu, [translate=no]')) return false;
      const words = text.match(/[A-Za-z]{3,}/g) ?? [];
      return words.some((word) => !known.test(word) && !/^[a-z]+_[a-z_]+$/.test(word)) && !han.test(text);
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const text = node.textContent.trim();
      const element = node.parentElement;
      if (text && element && !['SCRIPT', 'STYLE'].includes(element.tagName) && foreign(text, element)) out.push(text);
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt]')) {
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) {
        const text = element.getAttribute(name);
        if (text && text !== '中文 / English' && foreign(text, element)) out.push(`${name}=${text}`);
      }
    }
    return out;
  }, language);
}

/** What holds of every page, whatever it shows. */
export async function look_at(desk) {
  const { page, language } = desk;
  assert.deepEqual(await axe(page), [], 'axe');
  assert.deepEqual(await strange_texts(page, language), [], 'language');
  assert.equal(await page.evaluate(() => document.documentElement.lang), language === 'zh' ? 'zh-CN' : 'en');
  assert.deepEqual(desk.complaints, []);
  assert.deepEqual(await storage(page), { local: 0, session: 0, cookies: '', databases: 0, caches: 0 });
}

export function storage(page) {
  return page.evaluate(async () => ({
    local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
    databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  }));
}
