// The life of an account through the pages: made, first password by a code, a second factor, log-in with it, a token, disabled.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { open_browser, open_bureau, sit_down, skip, to_desk } from './lib/bureau.mjs';

const kFirst = 'Winter-harbor-91-lantern';
let bureau;
let browser;
const desks = [];
before(async () => {
  if (skip) return;
  bureau = await open_bureau();
  browser = await open_browser();
});
after(async () => {
  await browser?.close();
  await bureau?.close();
});
async function sit(account = '') {
  const desk = await sit_down(browser, bureau.url);
  desks.push(desk);
  if (account) await to_desk(desk, account);
  return desk;
}
/** RFC 6238; `step` counts from now. Passwords and codes go by the real time, whatever day the demonstration shows. */
function otp_of(secret, step) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/\s/g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + step));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
async function type_log_in(page, name, password) {
  await page.goto(`${bureau.url}/login`);
  await page.fill('#account', name);
  await page.fill('#password', password);
  await page.keyboard.press('Enter');
}

describe('accounts', { skip }, () => {
  let code = '';
  let secret = '';
  test('the security administrator makes an account and hands over a code that is shown once', async () => {
    const { page } = await sit('security_admin');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.waitForSelector('tbody tr');
    await page.click('.doors .primary');
    await page.fill('dialog input >> nth=0', 'test.clerk');
    await page.fill('dialog input >> nth=1', '测试书记员');
    await page.check('dialog input[value=clerk]');
    await page.click('dialog .primary');
    await page.waitForSelector('tr:has-text("test.clerk")');
    await page.click('tr:has-text("test.clerk") .acts button >> nth=1');
    await page.click('dialog .danger');
    code = await page.textContent('dialog .code');
    await page.keyboard.press('Escape');
    await page.click('tr:has-text("test.clerk") .acts button >> nth=1');
    assert.equal(await page.locator('dialog .code').count(), 0);
  });

  test('the person sets a password with it, once, and a weak one is refused in words', async () => {
    const { page } = await sit();
    await page.goto(`${bureau.url}/login`);
    await page.click('a[href="/password"]');
    const set = async (password) => {
      await page.waitForSelector('form input >> nth=2');
      const [first, second, third] = await page.locator('form input').all();
      await first.fill(code);
      await second.fill(password);
      await third.fill(password);
      await page.click('form .primary');
    };
    await set('123');
    await page.waitForSelector('form [role=alert]');
    assert.match(await page.textContent('form [role=alert]'), /密码|字/);
    await set(kFirst);
    await page.waitForSelector('form a.primary');
    await page.goto(`${bureau.url}/password`);
    await set(`${kFirst}-again`);
    await page.waitForSelector('form [role=alert]');
  });

  test('a second factor is set up with a first code, and the log-in asks for it from then on', async () => {
    const { page } = await sit();
    await type_log_in(page, 'test.clerk', kFirst);
    await page.waitForURL('**/desk');
    await page.click('.who > button');
    await page.click('.menu a[href="/account"]');
    await page.click('section[aria-label="动态口令"] .outline');
    secret = await page.textContent('.secret');
    await page.fill('#factor-otp', otp_of(secret, -1));
    await page.click('section[aria-label="动态口令"] .primary');
    await page.waitForSelector('.codes li');
    assert.equal(await page.locator('.codes li').count(), 10);

    const other = await sit();
    await type_log_in(other.page, 'test.clerk', kFirst);
    await other.page.waitForSelector('#otp');
    assert.match(await other.page.textContent('#log-in-wrong'), /动态口令/);
    assert.equal(await other.page.evaluate(() => document.activeElement.id), 'otp');
    await other.page.fill('#otp', '000000');
    await other.page.keyboard.press('Enter');
    await other.page.waitForFunction(() => /不正确/.test(document.querySelector('#log-in-wrong').textContent));
    await other.page.fill('#otp', otp_of(secret, 0));
    await other.page.keyboard.press('Enter');
    await other.page.waitForURL('**/desk');
  });

  test('a token for a program is shown once, works, and is ended', async () => {
    const desk = await sit('mediator');
    const { page, url } = desk;
    await page.goto(`${url}/account`);
    await page.fill('section[aria-label="登录和令牌"] form input >> nth=0', '测试程序');
    await page.click('section[aria-label="登录和令牌"] form button');
    const token = await page.textContent('code');
    const with_token = () => fetch(`${url}/api/v1/cases?limit=1`, { headers: { authorization: `Bearer ${token}` } }).then((answer) => answer.status);
    assert.equal(await with_token(), 200);
    await page.click('tr:has-text("测试程序") button');
    await page.waitForSelector('tr:has-text("测试程序")', { state: 'detached' });
    assert.equal(await with_token(), 401);
  });

  test('a certificate is bound where the server asks for one, and unbound; elsewhere nothing is said of it 014', async () => {
    const desk = await sit('archivist');
    const { page, url } = desk;
    await page.goto(`${url}/account`);
    await page.waitForSelector('tbody tr');
    assert.equal(await page.locator('section[aria-label="证书"]').count(), 0, 'this one has no TLS');
    // What a server with client_ca says, first without a certificate, then with one that is past its time, then a good one.
    const print = 'ab'.repeat(32);
    const own = { asked: true, bound: null, shown: null, fault: null };
    const sent = [];
    await page.route('**/me/certificate', (route) => {
      const method = route.request().method();
      if (method === 'GET') return route.fulfill({ status: 200, contentType: 'application/json', body: JSON.stringify(own) });
      sent.push([method, route.request().postDataJSON()]);
      own.bound = method === 'PUT' ? print : null;
      return route.fulfill({ status: 204 });
    });
    await page.reload();
    await page.waitForSelector('section[aria-label="证书"] >> text=没有出示证书');
    assert.equal(await page.locator('section[aria-label="证书"] button').count(), 0);
    Object.assign(own, { shown: print, fault: 'expired' });
    await page.reload();
    await page.waitForSelector('section[aria-label="证书"] .amber');
    assert.equal(await page.locator('section[aria-label="证书"] button').count(), 0);
    own.fault = null;
    await page.reload();
    await page.fill('#certificate-password', 'hejie-demo-2026');
    await page.click('section[aria-label="证书"] .outline');
    await page.waitForSelector('section[aria-label="证书"] .danger');
    assert.equal(await page.textContent('section[aria-label="证书"] .print'), Array(32).fill('ab').join(':'));
    await page.click('section[aria-label="证书"] .danger');
    await page.waitForSelector('#certificate-password');
    assert.deepEqual(sent, [['PUT', { password: 'hejie-demo-2026' }], ['DELETE', null]]);
  });

  test('what wants a fresh log-in asks for it over the page, and may be left undone', async () => {
    const desk = await sit('inspector');
    const { page, url } = desk;
    await page.goto(`${url}/account`);
    await page.waitForSelector('tbody tr');
    // What the server says of a log-in older than a quarter of an hour.
    let old = true;
    const problem = { status: 403, code: 'reauth', title: '请重新登录后再改', detail: '请重新登录后再改' };
    await page.route('**/me/second-factor', (route) => (old ? route.fulfill({ status: 403, contentType: 'application/problem+json', body: JSON.stringify(problem) }) : route.continue()));
    page.on('request', (request) => { if (request.url().endsWith('/session') && request.method() === 'POST') old = false; });
    await page.click('section[aria-label="动态口令"] .outline');
    await page.waitForSelector('dialog[open] #password');
    await page.keyboard.press('Escape');
    await page.waitForSelector('section[aria-label="动态口令"] [role=alert]');
    await page.click('section[aria-label="动态口令"] .outline');
    await page.fill('dialog #password', 'hejie-demo-2026');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.secret');
  });

  test('a disabled account is out at once; the others only look, and clerks do not see the place', async () => {
    const { page } = await sit('security_admin');
    await page.goto(`${bureau.url}/accounts`);
    await page.click('tr:has-text("test.clerk") .acts button >> nth=0');
    await page.check('dialog .off input');
    await page.click('dialog .primary');
    await page.waitForSelector('tr:has-text("test.clerk") b');
    const gone = await sit();
    await type_log_in(gone.page, 'test.clerk', kFirst);
    await gone.page.waitForFunction(() => document.querySelector('#log-in-wrong')?.textContent.trim());
    assert.ok(gone.page.url().endsWith('/login'));

    const audit = await sit('audit_admin');
    await audit.page.goto(`${bureau.url}/accounts`);
    await audit.page.waitForSelector('tbody tr');
    assert.equal(await audit.page.locator('.acts button').count(), await audit.page.locator('tbody tr').count(), 'sessions, and nothing else');
    assert.equal(await audit.page.locator('.doors .primary').count(), 0);
    const clerk = await sit('clerk');
    assert.equal(await clerk.page.locator('.rail a[href="/accounts"]').count(), 0);
    await clerk.page.goto(`${bureau.url}/accounts`);
    await clerk.page.waitForSelector('[role=alert]');
    for (const desk of desks) assert.deepEqual(desk.complaints, []);
  });
});
