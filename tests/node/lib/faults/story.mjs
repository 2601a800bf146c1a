// An inspection case as a clerk and two inspectors bring it in: the commands of one story, one after the other, each with
// its key. The names are made up.
const workflow = 'inspection';
const partyNames = { complainant: '古来', respondent: '岭南坡工程公司' };

let stories = 0;
const run = `${process.pid.toString(36)}-${Date.now().toString(36)}`;

/** The body that opens a case. `mark` makes it unlike every other. */
export function openingBody(mark) {
  return {
    workflow,
    data: {
      matter: 'wages', materials_complete: true, violation_continues: true, worker_count: 2,
      amount_fen: 1_000_000 + mark, representatives: 1,
      parties: [
        { role: 'complainant', kind: 'worker', name: partyNames.complainant },
        { role: 'respondent', kind: 'employer', name: partyNames.respondent },
      ],
    },
  };
}

function dayFromToday(today, days) {
  return new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Today in the bureau (UTC+8, no daylight saving). */
export function bureauToday(now = Date.now()) {
  return new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
}

/** Steps after the opening: a request for approval, the approval by another person, the assignment, then summonses. */
export class Story {
  /** @param summonses how many are sent before the story ends */
  constructor({ summonses = 6, today = bureauToday(), until = Infinity } = {}) {
    this.number = ++stories;
    this.step = 0;
    this.last = Math.min(3 + summonses, until);
    this.today = today;
    this.caseId = null;
    this.version = 0;
  }

  get ended() { return this.step > this.last; }

  /** The next command, made once: send it again with the same key until it is answered. */
  next() {
    const { account, ...body } = this.#body();
    const opening = this.step === 0;
    return {
      story: this, step: this.step, account, body: JSON.stringify(body), key: `${run}-${this.number}-${this.step}`,
      path: opening ? '/api/v1/cases' : `/api/v1/cases/${this.caseId}/events`,
      ifMatch: opening ? undefined : this.version, event: opening ? 'receive_complaint' : body.event,
    };
  }

  #body() {
    switch (this.step) {
      case 0: return { account: 'desk', ...openingBody(this.number) };
      case 1: return { account: 'desk', event: 'file_complaint' };
      case 2: return { account: 'head', event: 'approve', data: { of: this.proposal } };
      case 3: return { account: 'head', event: 'assign_inspectors',
        data: { lead_inspector: { name: '赵监察' }, assisting_inspector: { name: '钱监察' } } };
      default: return { account: 'desk', event: 'summon', data: { appear_on: dayFromToday(this.today, this.step) } };
    }
  }

  /** Takes a 2xx answer in. */
  accept(answer) {
    this.caseId = answer.json.case_id;
    this.version = answer.json.version;
    if (answer.status === 202) this.proposal = answer.json.proposal.seq;
    this.step += 1;
  }
}
