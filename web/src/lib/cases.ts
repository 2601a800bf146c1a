// How a case is named in a row: short number, and who is against whom.
import { language, say, texts, type Text } from './language'

const T = texts({
  versus: { zh: '{one} 诉 {other}', en: '{one} v. {other}' },
  and: { zh: '{one} 与 {other}', en: '{one} and {other}' },
  about: { zh: '{one} 投诉 {other}', en: '{one} against {other}' },
  more: { zh: '{name}等 {n} 人', en: '{name} and {n} others' },
  worker: { zh: '劳动者', en: 'a worker' },
  employer: { zh: '用人单位', en: 'an employer' },
  workers: { zh: '{n} 名劳动者', en: '{n} workers' },
  number: { zh: '{kind} {n}号', en: '{kind} {n}' },
  unnumbered: { zh: '{kind} 未立案', en: '{kind}, not filed' },
})

export interface Side {
  role: string
  name: string
  count: number
}

/** Parties gathered by role, the respondent last: two sides at most. */
export function sides_of(parties: readonly { role: string; name: string }[]): Side[] {
  const out: Side[] = []
  for (const party of parties) {
    const same = out.find((side) => side.role === party.role)
    if (same) same.count += 1
    else out.push({ role: party.role, name: party.name, count: 1 })
  }
  return out.sort((a, b) => Number(a.role === 'respondent') - Number(b.role === 'respondent')).slice(0, 2)
}

const kKinds: Record<string, Text> = {
  arbitration: { zh: '仲', en: 'Arb.' },
  mediation: { zh: '调', en: 'Med.' },
  inspection: { zh: '监', en: 'Insp.' },
  agreement_review: { zh: '审', en: 'Rev.' },
  after_award: { zh: '裁后', en: 'After' },
  work_injury: { zh: '认', en: 'Inj.' },
  written_review: { zh: '书审', en: 'Writ.' },
  blacklist: { zh: '名单', en: 'List' },
  publication: { zh: '公布', en: 'Pub.' },
  reconsideration: { zh: '复议', en: 'Recon.' },
  talk: { zh: '约谈', en: 'Talk' },
  rating: { zh: '评级', en: 'Rating' },
  lead: { zh: '线索', en: 'Lead' },
  group_event: { zh: '群体', en: 'Group' },
  referral: { zh: '移送', en: 'Ref.' },
  enquiry: { zh: '咨询', en: 'Enq.' },
  patrol: { zh: '巡查', en: 'Patrol' },
  recommendation: { zh: '建议', en: 'Letter' },
  appraisal: { zh: '鉴定', en: 'Appr.' },
  special_hours: { zh: '工时', en: 'Hours' },
  appointment: { zh: '聘任', en: 'Appt.' },
  mediation_handover: { zh: '转调', en: 'Hand.' },
  project_wages: { zh: '工程', en: 'Site' },
}
export function kind_name(workflow: string): string {
  return say(kKinds[workflow] ?? { zh: '案', en: 'Case' })
}

/** "仲 418号" of "云劳人仲案字〔2026〕第418号". */
export function short_number(workflow: string, number?: string): string {
  const kind = kind_name(workflow)
  const found = /(\d+)号/.exec(number ?? '')
  return found ? T.number({ kind, n: found[1]! }) : T.unnumbered({ kind })
}

function side_name(side: Side): string {
  const alone = side.role === 'respondent' ? T.employer() : side.count > 1 ? T.workers({ n: side.count }) : T.worker()
  if (!side.name) return alone
  if (side.count <= 1) return side.name
  return T.more({ name: side.name, n: language.value === 'zh' ? side.count : side.count - 1 })
}

export function sides_text(sides: readonly Side[] | undefined, workflow: string): string {
  const [one, other] = sides ?? []
  if (!one) return ''
  if (!other) return side_name(one)
  const values = { one: side_name(one), other: side_name(other) }
  if (workflow === 'arbitration' || workflow === 'after_award') return T.versus(values)
  return workflow === 'inspection' ? T.about(values) : T.and(values)
}
