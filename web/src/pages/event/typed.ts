// What stands in an event form, and the body that is made of it. Plain values: the form keeps them as its draft.
import { T as C } from '@/components/text'
import { read_form, type Field, type FormModel } from '@/lib/form'
import { read_yuan } from '@/lib/money'

export interface Typed {
  occurred_on: string
  values: FormModel
  party: string
  lines: string[]
  officers: string
  late_reason: string
  /** Outcome and amount of each claim, by its key. */
  items: Record<string, { outcome?: string; awarded?: string }>
}

/** What the event asks beside the typed values. */
export interface Asked {
  event: string
  /** Delegation under which it is done; "" = with one's own power. */
  act_for: string
  fields: readonly Field[]
  /** More than one party could have acted: which one is asked. */
  party: boolean
  late_reason: boolean
}

export function fresh(today: string): Typed {
  return { occurred_on: today, values: {}, party: '', lines: [], officers: '', late_reason: '', items: {} }
}

function read_items(items: Typed['items']): Record<string, unknown>[] {
  return Object.entries(items).flatMap(([key, one]) => {
    const fen = read_yuan(one.awarded ?? '')
    if (!one.outcome && fen === undefined) return []
    return [{ key, ...(one.outcome ? { outcome: one.outcome } : {}), ...(fen === undefined ? {} : { awarded_fen: fen }) }]
  })
}

export function body_of(typed: Typed, asked: Asked, dry_run: boolean): Record<string, unknown> {
  const values: Record<string, unknown> = { ...read_form(asked.fields, typed.values).data }
  if (typeof values.of === 'string') values.of = Number(values.of)
  if (asked.event === 'serve') values.made_on = typed.occurred_on
  if (typed.lines.length) values.lines = typed.lines
  const items = read_items(typed.items)
  if (items.length) values.items = items
  const officers = typed.officers.split(/[\s,，、]+/).filter(Boolean)
  if (officers.length) values.officers = officers
  if (asked.late_reason && typed.late_reason.trim()) values.reason = typed.late_reason.trim()
  return {
    event: asked.event,
    data: values,
    occurred_on: typed.occurred_on,
    ...(typed.party ? { on_behalf_of: typed.party } : {}),
    ...(asked.act_for ? { act_for: asked.act_for } : {}),
    ...(dry_run ? { dry_run: true } : {}),
  }
}

/** Fields that cannot be sent as they stand, each with what to do. `unread` holds dates that were not understood. */
export function wrong_of(typed: Typed, asked: Asked, unread: ReadonlySet<string>): Record<string, string> {
  const found = read_form(asked.fields, typed.values).wrong
  for (const field of unread) found[field] = C.bad_date()
  if (!typed.occurred_on) found.occurred_on = C.bad_date()
  if (asked.party && !typed.party) found.party = C.needed()
  if (asked.late_reason && !typed.late_reason.trim()) found.late_reason = C.needed()
  return found
}
