// The columns of the register: what each shows, and what of it goes into an export.
import { today } from '@/api/session'
import type { Schemas } from '@/api/client'
import { short_number } from '@/lib/cases'
import { short_date } from '@/lib/dates'
import { say } from '@/lib/language'
import { W } from '@/lib/words'

export type CaseRow = Schemas['CaseList']['items'][number]
export const kColumns = [
  'number', 'matter', 'procedure', 'stage', 'employer', 'handler', 'next_due', 'opened', 'filed', 'closed_on',
] as const
export type ColumnId = (typeof kColumns)[number]
export const kUsual: readonly ColumnId[] = ['number', 'matter', 'stage', 'employer', 'handler', 'next_due', 'opened']
export const column_name = (id: ColumnId): string => W[id]()
export const is_column = (id: unknown): id is ColumnId => kColumns.includes(id as ColumnId)

/** Full value for a file: dates as dates, the whole number. */
export function value_of(row: CaseRow, id: ColumnId): string {
  switch (id) {
    case 'number':
      return row.number ?? ''
    case 'matter':
      return say(row.title)
    case 'procedure':
      return say(row.workflow_name)
    case 'stage':
      return say(row.state_name)
    case 'employer':
      return row.employer_name ?? ''
    case 'handler':
      return row.handler_name ?? ''
    case 'next_due':
      return row.next_due ?? ''
    case 'opened':
      return row.opened_on
    case 'filed':
      return row.filed_on ?? ''
    case 'closed_on':
      return row.closed_on ?? ''
  }
}
/** The same for a cell of the page. */
export function cell_of(row: CaseRow, id: ColumnId): string {
  const value = value_of(row, id)
  if (id === 'number') return short_number(row.workflow, row.number)
  // The title repeats the procedure before a dot; the register has a column for that.
  if (id === 'matter') return value.replace(/^.*?(·|: )/, '')
  if (id === 'handler') return value.split(' ').pop() ?? ''
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? short_date(value, today.value) : value
}

/** A field that a spreadsheet would run as a formula is made text. */
function quoted(value: string): string {
  const safe = /^[=+\-@\t]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
export function csv_of(rows: readonly CaseRow[], columns: readonly ColumnId[]): string {
  const lines = [columns.map(column_name), ...rows.map((row) => columns.map((id) => value_of(row, id)))]
  return `\uFEFF${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`
}
