// One sentence and the six steps that say why a clock falls on its day, put together from what the server counted.
import type { Schemas } from '@/api/client'
import { cells_of, type Step } from './clock'
import { short_date } from './dates'
import { texts } from './language'

export type Explained = Schemas['ClockExplained']

const T = texts({
  working: { zh: '{from} 起，当天不计；第 {n} 个工作日是 {due}。', en: 'From {from}, that day not counted; working day {n} is {due}.' },
  calendar: { zh: '{from} 起，当天不计；第 {n} 日是 {last}。', en: 'From {from}, that day not counted; day {n} is {last}.' },
  back: { zh: '从 {from} 往前数，第 {n} 个工作日是 {due}。', en: 'Back from {from}: working day {n} is {due}.' },
  rolled: { zh: '遇休息日，顺延到 {due}。', en: 'A day off: rolled to {due}.' },
  suspended: { zh: '中止期间不计，恢复后重算。', en: 'Not counted while suspended; counted again on resumption.' },
  plain: { zh: '{from} 起，{due} 到期。', en: 'From {from}, due {due}.' },
})

export interface Count {
  start?: string
  end?: string
  /** Number of days counted. */
  n: number
  working: boolean
  backward: boolean
  rolled: boolean
}

export function count_of(steps: readonly Step[]): Count {
  const start = steps.find((step) => step.kind === 'start')?.date
  const end = [...steps].reverse().find((step) => step.kind === 'due')?.date
  const cells = cells_of(steps)
  return {
    start,
    end,
    n: Math.max(0, ...cells.map((cell) => cell.count ?? 0)),
    working: cells.some((cell) => cell.kind === 'working' || cell.kind === 'make_up'),
    backward: start !== undefined && end !== undefined && end < start,
    rolled: steps.some((step) => step.kind === 'rolled'),
  }
}

export function reason_of(clock: Explained, today: string): string {
  if (clock.halted) return T.suspended()
  const count = count_of(clock.steps)
  const from = short_date(count.start ?? clock.base ?? '', today)
  const due = short_date(clock.due ?? count.end ?? '', today)
  if (!count.n) return clock.due ? T.plain({ from, due }) : ''
  const values = { from, due, n: count.n, last: short_date(clock.nominal ?? clock.due ?? '', today) }
  if (count.backward) return T.back(values)
  const first = count.working ? T.working(values) : T.calendar(values)
  return count.rolled ? `${first}${T.rolled(values)}` : first
}
