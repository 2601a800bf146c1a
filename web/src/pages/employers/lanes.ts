// Where the bars of an employer's two years lie: one lane a procedure, bars that overlap in time below each other.
import type { Schemas } from '@/api/client'
import { add_days, date_of, day_number, parts } from '@/lib/dates'

export type CaseRow = Schemas['CaseItem']
export interface Bar {
  row: CaseRow
  /** Percent of the width. */
  left: number
  width: number
  line: number
  open: boolean
}
export interface Lane {
  workflow: string
  bars: Bar[]
  lines: number
}

export interface Frame {
  from: string
  to: string
}
export function frame_of(today: string): Frame {
  return { from: add_days(today, -730), to: today }
}

export function lanes_of(rows: readonly CaseRow[], frame: Frame): Lane[] {
  const first = day_number(frame.from)
  const span = day_number(frame.to) - first
  const lanes = new Map<string, Lane & { ends: number[] }>()
  for (const row of [...rows].sort((a, b) => a.opened_on.localeCompare(b.opened_on))) {
    const end = day_number(row.closed_on ?? frame.to)
    if (end < first) continue
    const start = Math.max(first, day_number(row.opened_on))
    const lane = lanes.get(row.workflow) ?? { workflow: row.workflow, bars: [], lines: 0, ends: [] }
    lanes.set(row.workflow, lane)
    let line = lane.ends.findIndex((taken) => taken < start)
    if (line < 0) line = lane.ends.length
    // Room for the number that stands after a short bar.
    lane.ends[line] = Math.max(end, start + 60)
    lane.lines = lane.ends.length
    lane.bars.push({
      row, line, open: !row.closed_on, left: ((start - first) / span) * 100, width: Math.max(0.6, ((end - start) / span) * 100),
    })
  }
  return [...lanes.values()].map(({ workflow, bars, lines }) => ({ workflow, bars, lines }))
}

/** Firsts of each quarter in the frame. */
export function ticks_of(frame: Frame): { left: number; date: string }[] {
  const first = day_number(frame.from)
  const last = day_number(frame.to)
  const out: { left: number; date: string }[] = []
  for (let day = first; day <= last; ++day) {
    const { month, day: date } = parts(date_of(day))
    if (date === 1 && month % 3 === 1) out.push({ left: ((day - first) / (last - first)) * 100, date: date_of(day) })
  }
  return out
}
