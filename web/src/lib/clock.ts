// How a clock's state is shown. The server counted; this only picks the mark.
import type { Schemas } from '@/api/client'
import { day_number } from './dates'

export type Step = Schemas['Step']
export type Clock = Schemas['Clock'] & { suspensions?: Schemas['ClockExplained']['suspensions']; steps?: Step[] }
export type Mark =
  | 'calm' | 'soon' | 'today' | 'overdue' | 'suspended' | 'done' | 'done_late' | 'expired' | 'left' | 'superseded' | 'undated'

export interface ClockLike {
  kind: string
  status: string
  due?: string
  ended_on?: string
  halted?: boolean
  working_days_left?: number
}

/** The id of a rule of the law's register (A26, M12), as clerks know it; an inner id of a definition says nothing to them. */
export function rule_id(id: string): string {
  // A clock of one party is labeled "A11/respondent".
  return /^[A-Z]+\d/.test(id) ? id.replace(/\/.*$/, '') : ''
}

/** Only a duty can turn red: a party's right that ran out is 期满, not our debt. */
export function mark_of(clock: ClockLike, today: string): Mark {
  if (clock.status === 'superseded') return 'superseded'
  if (clock.status === 'left') return 'left'
  if (clock.status === 'stopped') {
    return clock.kind === 'duty' && clock.due && clock.ended_on && clock.ended_on > clock.due ? 'done_late' : 'done'
  }
  if (clock.status === 'expired') return 'expired'
  if (clock.halted) return 'suspended'
  if (!clock.due) return 'undated'
  if (clock.due < today || clock.status === 'breached') return clock.kind === 'duty' ? 'overdue' : 'expired'
  if (clock.due === today) return 'today'
  return (clock.working_days_left ?? 0) <= 3 ? 'soon' : 'calm'
}

export function is_running(clock: ClockLike): boolean {
  return clock.status === 'running' || clock.status === 'breached'
}

/** Calendar days since the last open suspension began, the first day being day 1. */
export function suspended_days(clock: Clock, today: string): number | undefined {
  const open = clock.suspensions?.find((one) => !one.to)
  return open ? day_number(today) - day_number(open.from) + 1 : undefined
}

/** Steps with folded runs laid out one by one, without the "due" line, which repeats the last day. */
export interface DayCell {
  date: string
  kind: Step['kind']
  count?: number
  due: boolean
  reason: Step['reason']
}
export function cells_of(steps: readonly Step[], limit = 800): DayCell[] {
  const out: DayCell[] = []
  for (const step of steps) {
    const last = out[out.length - 1]
    if (step.kind === 'due') {
      if (last && last.date === step.date) last.due = true
      else out.push({ date: step.date, kind: 'due', due: true, reason: step.reason })
      continue
    }
    if (last && last.date === step.date) {
      // A day may be told twice: counted, then rolled over.
      last.kind = step.kind
      continue
    }
    const first = day_number(step.date)
    const end = step.to ? day_number(step.to) : first
    for (let day = first; day <= end && out.length < limit; ++day) {
      const count = step.count === undefined ? undefined : step.count - (end - day)
      out.push({ date: new Date(day * 86_400_000).toISOString().slice(0, 10), kind: step.kind, count, due: false, reason: step.reason })
    }
  }
  return out
}
