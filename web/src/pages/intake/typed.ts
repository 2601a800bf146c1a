// What stands in an intake, and the questions made of it: which ways are open, and the case to open.
import type { Schemas } from '@/api/client'
import { check_credit_code, check_id_number, tidy, type Checked } from '@/lib/check_digits'
import { read_form, type Field, type FormModel } from '@/lib/form'
import { read_yuan } from '@/lib/money'
import { T as C } from '@/components/text'
import type { Workflow } from '@/lib/workflows'
import { item_kind } from './claims'
import { T } from './text'

export type Route = Schemas['IntakeAnswer']['routes'][number]
export const kFlags = ['pending_elsewhere', 'written_iou', 'pay_order_expired', 'platform_worker', 'over_age'] as const
export type Flag = (typeof kFlags)[number]
export interface Other {
  name: string
  id_number: string
}
export interface Typed {
  step: number
  told: string
  claims: string[]
  flags: Flag[]
  workers: string
  worker: { name: string; id_number: string; phone: string; address: string }
  /** Those who came along with the same claim, in the same role. */
  others?: Other[]
  employer: { name: string; credit_code: string; phone: string; address: string }
  way: string
  received_on: string
  amounts: Record<string, string | undefined>
  values: FormModel
}
export function fresh(today: string): Typed {
  return {
    step: 1, told: '', claims: [], flags: [], workers: '', way: '', received_on: today, amounts: {}, values: {},
    worker: { name: '', id_number: '', phone: '', address: '' }, employer: { name: '', credit_code: '', phone: '', address: '' },
  }
}

/** The event of each procedure by which the window receives a claim, and which side the worker is there. */
export const kReceive: Record<string, { event: string; worker: string; employer: string }> = {
  mediation: { event: 'receive_application', worker: 'applicant', employer: 'respondent' },
  arbitration: { event: 'receive_application', worker: 'applicant', employer: 'respondent' },
  inspection: { event: 'receive_complaint', worker: 'complainant', employer: 'respondent' },
  work_injury: { event: 'receive_application', worker: 'worker', employer: 'employer' },
}

export function sentence_of(checked: Checked, typed: string): string {
  if (checked.ok) return ''
  if (checked.why === 'length') return T.c_length({ n: tidy(typed).length })
  if (checked.why === 'check') return T.c_check({ expected: checked.expected ?? '' })
  return checked.why === 'birth' ? T.c_birth() : T.c_sign()
}

/** Findings of the two sides, by field. */
export function wrong_people(typed: Typed, today: string): Record<string, string> {
  const out: Record<string, string> = {}
  if (!typed.worker.name.trim()) out['worker.name'] = C.needed()
  if (!typed.employer.name.trim()) out['employer.name'] = C.needed()
  if (typed.worker.id_number.trim()) {
    const found = sentence_of(check_id_number(typed.worker.id_number, today), typed.worker.id_number)
    if (found) out['worker.id_number'] = found
  }
  if (typed.employer.credit_code.trim()) {
    const found = sentence_of(check_credit_code(typed.employer.credit_code), typed.employer.credit_code)
    if (found) out['employer.credit_code'] = found
  }
  for (const [index, other] of (typed.others ?? []).entries()) {
    if (!other.name.trim()) out[`others.${index}.name`] = C.needed()
    const found = other.id_number.trim() ? sentence_of(check_id_number(other.id_number, today), other.id_number) : ''
    if (found) out[`others.${index}.id_number`] = found
  }
  for (const side of ['worker', 'employer'] as const) {
    const phone = tidy(typed[side].phone)
    if (phone && !/^\+?\d{7,15}$/.test(phone)) out[`${side}.phone`] = T.phone_wrong()
  }
  return out
}

/** Lines of a list as people paste it: a name, and the ID number if it is there. */
export function read_people(text: string): Other[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [name = '', ...rest] = line.trim().split(/[\s,，、;；]+/)
    const id_number = rest.find((part) => /^\d{17}[\dXx]$/.test(part)) ?? ''
    return name ? [{ name, id_number }] : []
  })
}
/** As many as were told, and never fewer than are named. */
export function workers_of(typed: Typed): number | undefined {
  const told = Number(typed.workers)
  const named = (typed.others?.length ?? 0) + 1
  if (Number.isInteger(told) && told >= 1) return Math.max(told, named)
  return named > 1 ? named : undefined
}

/** The question to the one-window table. Numbers that do not check are not asked about. */
export function question_of(typed: Typed, today: string): Record<string, unknown> {
  const id = check_id_number(typed.worker.id_number, today)
  const code = check_credit_code(typed.employer.credit_code)
  const workers = workers_of(typed)
  return {
    claims: typed.claims,
    ...(id.ok ? { id_number: id.value } : {}),
    ...(code.ok ? { employer_code: code.value } : {}),
    ...(workers ? { worker_count: workers } : {}),
    ...Object.fromEntries(typed.flags.map((flag) => [flag, true])),
  }
}

/** Facts the receiving event asks and may take, as fields of a form. */
export function fields_of(workflow: Workflow): { asks: Field[]; may: Field[] } {
  const event = workflow.events.find((one) => one.id === kReceive[workflow.id]?.event)
  const field = (id: string, required: boolean): Field[] => {
    const fact = workflow.facts.find((one) => one.id === id)
    // The words and the number of workers are told above.
    return fact && !['summary', 'worker_count'].includes(id) ? [{ ...fact, required }] : []
  }
  return { asks: (event?.asks ?? []).flatMap((id) => field(id, true)), may: (event?.may ?? []).flatMap((id) => field(id, false)) }
}

function filled(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== '').map(([key, value]) => [key, value.trim()]))
}
export function body_of(typed: Typed, workflow: Workflow, dry_run: boolean): Record<string, unknown> {
  const way = kReceive[workflow.id]!
  const { asks, may } = fields_of(workflow)
  const event = workflow.events.find((one) => one.id === way.event)
  const data: Record<string, unknown> = { ...read_form([...asks, ...may], typed.values).data }
  if (typed.told.trim() && event?.may.includes('summary')) data.summary = typed.told.trim()
  const workers = workers_of(typed)
  if (workers && event?.may.includes('worker_count')) data.worker_count = workers
  const kind = (role: string, wanted: string): string => {
    const kinds = workflow.parties.find((one) => one.id === role)?.kinds ?? []
    return kinds.includes(wanted) ? wanted : (kinds[0] ?? wanted)
  }
  data.parties = [
    { role: way.worker, kind: kind(way.worker, 'worker'), ...filled({ ...typed.worker, id_number: tidy(typed.worker.id_number), phone: tidy(typed.worker.phone) }) },
    ...(typed.others ?? []).map((other) => ({ role: way.worker, kind: kind(way.worker, 'worker'), ...filled({ name: other.name, id_number: tidy(other.id_number) }) })),
    { role: way.employer, kind: kind(way.employer, 'employer'), ...filled({ ...typed.employer, credit_code: tidy(typed.employer.credit_code), phone: tidy(typed.employer.phone) }) },
  ]
  const kinds = workflow.items?.kinds ?? []
  const items = typed.claims.flatMap((claim) => {
    const of_kind = item_kind(claim, kinds)
    const fen = read_yuan(typed.amounts[claim] ?? '')
    return of_kind ? [{ kind: of_kind, ...(fen === undefined ? {} : { claimed_fen: fen }) }] : []
  })
  if (items.length) data.items = items
  return { workflow: workflow.id, event: way.event, data, occurred_on: typed.received_on, ...(dry_run ? { dry_run: true } : {}) }
}
