// A year of the server's days laid out as twelve months; counts per month. Never says itself what kind a day is.
import type { Schemas } from '@/api/client'
import { weekday } from '@/lib/dates'

export type Day = Schemas['CalendarYear']['days'][number]
export interface Month {
  first: string
  /** Undefined: before the first and after the last. */
  weeks: (Day | undefined)[][]
  working: number
}

export const is_working = (day: Day): boolean => day.kind === 'working' || day.kind === 'make_up'

export function months_of(days: readonly Day[]): Month[] {
  const out: Month[] = []
  for (const day of days) {
    const first = `${day.date.slice(0, 7)}-01`
    let month = out[out.length - 1]
    if (!month || month.first !== first) {
      month = { first, weeks: [], working: 0 }
      out.push(month)
    }
    const column = weekday(day.date)
    if (!month.weeks.length || column === 0) month.weeks.push(Array.from({ length: 7 }, () => undefined))
    month.weeks[month.weeks.length - 1]![column] = day
    if (is_working(day)) ++month.working
  }
  return out
}
