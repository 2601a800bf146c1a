// The desk's groups: by due day against the bureau's today; order within: due day, then kind, then age of the case.
import type { Schemas } from '@/api/client'
import { add_days, weekday } from '@/lib/dates'
import { mark_of } from '@/lib/clock'

export type DeskRow = Schemas['ClockList']['items'][number]
export type GroupId = 'overdue' | 'today' | 'week' | 'next_week' | 'later' | 'suspended'
export const kGroups: readonly GroupId[] = ['overdue', 'today', 'week', 'next_week', 'later', 'suspended']

/** The groups that are counted above the list, by key 1 to 5. */
export const kCounted = ['overdue', 'today', 'week', 'next_week', 'suspended'] as const

export function end_of_week(today: string): string {
  return add_days(today, 6 - weekday(today))
}

export function group_of(row: DeskRow, today: string): GroupId | undefined {
  const mark = mark_of(row, today)
  if (mark === 'suspended') return 'suspended'
  if (mark === 'overdue') return 'overdue'
  if (mark === 'expired' || !row.due) return undefined
  const sunday = end_of_week(today)
  if (row.due === today) return 'today'
  if (row.due <= sunday) return 'week'
  return row.due <= add_days(sunday, 7) ? 'next_week' : 'later'
}

const kWeight: Record<string, number> = { duty: 0, timer: 1, window: 2 }

export function grouped(rows: readonly DeskRow[], today: string): Map<GroupId, DeskRow[]> {
  const out = new Map<GroupId, DeskRow[]>(kGroups.map((group) => [group, []]))
  for (const row of rows) {
    const group = group_of(row, today)
    if (group) out.get(group)!.push(row)
  }
  for (const list of out.values()) {
    list.sort(
      (a, b) =>
        (a.due ?? '').localeCompare(b.due ?? '') ||
        (kWeight[a.kind] ?? 9) - (kWeight[b.kind] ?? 9) ||
        (a.base ?? '').localeCompare(b.base ?? ''),
    )
  }
  return out
}

export function key_of(row: { case_id: string; label: string; party?: string; ordinal: number }): string {
  return `${row.case_id}/${row.label}/${row.party ?? ''}/${row.ordinal}`
}
