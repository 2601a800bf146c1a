// The values of a form made from a definition: how a field's type is read from what is typed, and what is missing.
import type { Schemas } from '@/api/client'
import { read_yuan, yuan } from './money'
import { T } from '@/components/text'

export type Field = NonNullable<Schemas['Actions']['items'][number]['fields']>[number]
/** What stands in the controls: text for typed fields, boolean for ticks; undefined = untouched. */
export type FormModel = Record<string, string | boolean | undefined>

/** The value to send, or a sentence that says what to write. Undefined: nothing to send. */
export function read_field(field: Field, value: FormModel[string]): { value?: unknown; wrong?: string } {
  if (field.type === 'bool') return value === undefined ? missing(field) : { value }
  const text = String(value ?? '').trim()
  if (text === '') return missing(field)
  switch (field.type) {
    case 'int':
      return /^-?\d{1,12}$/.test(text) ? { value: Number(text) } : { wrong: T.bad_number() }
    case 'money': {
      const fen = read_yuan(text)
      return fen === undefined ? { wrong: T.bad_money() } : { value: fen }
    }
    case 'day':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? { value: text } : { wrong: T.bad_date() }
    case 'period':
      return /^\d{1,4}(wd|d|mo|y|h|wh)$/.test(text) ? { value: text } : { wrong: T.bad_period() }
    default:
      return { value: text }
  }
}

function missing(field: Field): { wrong?: string } {
  return field.required ? { wrong: T.needed() } : {}
}

/** A stored fact as it stands in a control. */
export function shown_value(field: Field, value: unknown): string | boolean | undefined {
  if (value === undefined || value === null) return undefined
  if (field.type === 'money' && typeof value === 'number') return yuan(value)
  return typeof value === 'boolean' ? value : String(value)
}

export interface ReadForm {
  data: Record<string, unknown>
  wrong: Record<string, string>
}
export function read_form(fields: readonly Field[], model: FormModel): ReadForm {
  const out: ReadForm = { data: {}, wrong: {} }
  for (const field of fields) {
    const { value, wrong } = read_field(field, model[field.id])
    if (wrong) out.wrong[field.id] = wrong
    else if (value !== undefined) out.data[field.id] = value
  }
  return out
}
