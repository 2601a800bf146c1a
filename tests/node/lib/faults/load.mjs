// Clients that bring in one story after the other, each on a connection of its own, until the server is gone.
import { Client } from './http.mjs';
import { Ledger } from './ledger.mjs';
import { Story } from './story.mjs';

/** The same numbers each time for the same seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function seedOf(t, fixed) {
  const seed = Number(process.env.HEJIE_SEED ?? fixed);
  t.diagnostic(`seed ${seed} (HEJIE_SEED)`);
  return seed;
}

/** One desk: keeps its story and its unanswered command over the deaths of the server. */
class Desk {
  constructor(ledger, options) {
    this.ledger = ledger;
    this.options = options;
    this.story = null;
    this.pending = null;
  }

  /** Sends commands until the connection fails or `done()`. */
  async work(server, tokens, done, told) {
    const client = new Client(server.base);
    while (this.pending || !done()) {
      if (!this.pending && (!this.story || this.story.ended)) this.story = new Story(this.options);
      const command = this.pending ?? this.story.next();
      const answer = await client.send('POST', command.path,
        { token: tokens[command.account], key: command.key, ifMatch: command.ifMatch, body: command.body });
      const over = this.ledger.settle(command, answer);
      this.pending = over ? null : command;
      if (over && answer.status > 299) this.story = null;  // counted as unexpected; do not lean on it
      if (answer.failed || answer.status === 503) break;
      if (over) told();
    }
    client.close();
  }
}

export class Load {
  constructor(desks, options) {
    this.ledger = new Ledger();
    this.desks = Array.from({ length: desks }, () => new Desk(this.ledger, options));
  }

  /** Starts all desks. @returns a promise that ends when each is cut off or `done()`; `told` is called at each answer */
  run(server, tokens, done = () => false, told = () => {}) {
    return Promise.all(this.desks.map((desk) => desk.work(server, tokens, done, told)));
  }

  /** Sends again what is still unanswered, and nothing else. */
  finish(server, tokens) { return this.run(server, tokens, () => true); }
}
