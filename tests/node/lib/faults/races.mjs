// Commands sent by many at the same moment: same key, or same version of one case.
import { Client } from './http.mjs';
import { Ledger, inFlight } from './ledger.mjs';
import { Server } from './server.mjs';
import { Story, bureauToday, openingBody } from './story.mjs';

export class Races {
  constructor(server, tokens, atOnce) {
    this.server = server;
    this.tokens = tokens;
    this.atOnce = atOnce;
    this.client = new Client(server.base, atOnce);
    this.ledger = new Ledger();
    this.answered = [];  // {command, body} of each success
    this.marks = 0;
  }

  async close() {
    this.client.close();
    await this.server.end('SIGTERM');
  }

  async restart() {
    this.client.close();
    this.server = await Server.start(this.server.folder);
    this.client = new Client(this.server.base, this.atOnce);
  }

  once(command) {
    return this.client.send('POST', command.path,
      { token: this.tokens[command.account], key: command.key, ifMatch: command.ifMatch, body: command.body });
  }

  together(commands) { return Promise.all(commands.map((command) => this.once(command))); }

  /**
   * The same command from all at once; who is told that it is still running asks again. `waited` counts those, `hurried`
   * those of them that were not told when.
   */
  async sameKey(command) {
    let waited = 0;
    let hurried = 0;
    const answers = await Promise.all(Array.from({ length: this.atOnce }, async () => {
      for (;;) {
        const answer = await this.once(command);
        if (!inFlight(answer)) return answer;
        waited += 1;
        if (!answer.headers['retry-after']) hurried += 1;
      }
    }));
    return Object.assign(answers, { waited, hurried });
  }

  opening(key) {
    this.marks += 1;
    const body = JSON.stringify(openingBody(this.marks));
    return { key, account: 'desk', path: '/api/v1/cases', body, event: 'receive_complaint', story: this.#story() };
  }

  /** A command that adds one event to a case and moves nothing else. */
  summons(key, { id, version }) {
    this.marks += 1;
    const appear_on = new Date(Date.parse(`${bureauToday()}T00:00:00Z`) + (1 + (this.marks % 900)) * 86_400_000);
    const body = JSON.stringify({ event: 'summon', data: { appear_on: appear_on.toISOString().slice(0, 10) } });
    return { key, account: 'desk', path: `/api/v1/cases/${id}/events`, body, ifMatch: version, event: 'summon',
      story: this.#story() };
  }

  /** A valid body of the same kind that says something else. */
  otherBody({ event }) {
    return (event === 'summon' ? this.summons('', {}) : this.opening('')).body;
  }

  #story() { return { number: this.marks, accept: () => {} }; }

  acknowledge(command, answer) {
    this.ledger.acknowledged.push({ command, ...pick(answer.json) });
    this.answered.push({ command, body: answer.body });
    if (command.event === 'summon') this.lastCase = { id: answer.json.case_id, version: answer.json.version };
  }

  /** A case under investigation, where a summons is one event. */
  async openCase() {
    const story = new Story({ until: 3 });
    while (!story.ended) {
      const command = story.next();
      const answer = await this.once(command);
      if (answer.status > 299 || answer.failed) throw new Error(`${command.event}: ${answer.failed ?? answer.body}`);
      this.ledger.acknowledged.push({ command, ...pick(answer.json) });
      story.accept(answer);
    }
    return { id: story.caseId, version: story.version };
  }

  async read(id) {
    const answer = await this.client.get(`/api/v1/cases/${id}`, this.tokens.desk);
    if (answer.status !== 200) throw new Error(`GET ${id}: ${answer.failed ?? answer.body}`);
    return { id, version: answer.json.version, etag: answer.headers.etag };
  }

  /** Each writer goes on from the version it last heard of until it has won `wins` times. */
  async freeForAll(target, wins) {
    const result = { won: 0, stale: 0, grown: 0, wrong: [] };
    const owners = new Map();
    await Promise.all(Array.from({ length: this.atOnce }, async (_, writer) => {
      let version = target.version;
      for (let won = 0, tries = 0; won < wins; tries += 1) {
        const command = this.summons(`free-${writer}-${tries}`, { id: target.id, version });
        const answer = await this.once(command);
        if (answer.status === 200) {
          if (owners.has(version)) result.wrong.push(`version ${version} was won by ${owners.get(version)} and ${writer}`);
          owners.set(version, writer);
          this.acknowledge(command, answer);
          result.won += 1;
          won += 1;
          version = answer.json.version;
        } else if (answer.status === 412) {
          result.stale += 1;
          version = answer.json.current_version;
        } else {
          result.wrong.push(`${answer.status ?? answer.failed}: ${answer.body}`);
          return;
        }
      }
    }));
    result.grown = (await this.read(target.id)).version - target.version;
    return result;
  }
}

function pick({ case_id, version, seq }) {
  return { case_id, version, seq };
}
