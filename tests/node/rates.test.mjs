// How much one account may ask for: the budget, what is said beyond it, and that it comes back. The number at the end of
// a name is the item of docs/security.md it shows.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { hangUp } from './lib/client.mjs';
import { Desk } from './lib/desk.mjs';
import { addAccounts, serve, skip, temporaryFolder } from './lib/program.mjs';

const folder = temporaryFolder();
let server;

before(async () => {
  if (skip) return;
  addAccounts(folder.path('data'), { zhou: ['window'], li: ['inspector'] });
  server = await serve(folder.path('data'), '--requests-a-second', '20');
});

after(async () => {
  await server?.stop();
  hangUp();
  folder.remove();
});

test('beyond the budget 429 with Retry-After and RateLimit; others are served; it recovers 060', { skip }, async () => {
  const zhou = await Desk.logIn(server.port, 'zhou');
  const li = await Desk.logIn(server.port, 'li');
  const answers = await Promise.all(Array.from({ length: 200 }, () => zhou.ask('GET', '/cases')));
  const good = answers.filter((answer) => answer.status === 200);
  const refused = answers.filter((answer) => answer.status === 429);
  assert.equal(good.length + refused.length, 200);
  assert.ok(good.length >= 60, `a burst of three seconds is served: ${good.length}`);
  assert.ok(refused.length >= 40, `and not 200: ${refused.length}`);
  for (const answer of refused) {
    assert.equal(answer.headers['retry-after'], '1');
    assert.equal(answer.headers['ratelimit-limit'], '60');
    assert.equal(answer.headers['ratelimit-remaining'], '0');
    assert.equal(answer.json.code, 'too_many_requests');
  }
  assert.equal(good[0].headers['ratelimit-limit'], '60');
  assert.equal((await li.ask('GET', '/cases')).status, 200, 'another account is not shut out');
  await wait(1100);
  assert.equal((await zhou.ask('GET', '/cases')).status, 200);
});
