// 2026-09-14 to 2026-10-11, counted from the service on 18 September: the example on the log-in page.
import type { Text } from '@/lib/language'
import { Words } from '@/lib/words'

interface ExampleDay {
  date: string
  day: number
  kind: 'plain' | 'counted' | 'make_up' | 'off' | 'weekend' | 'due'
  count?: number
  word?: Text
}

const served: Text = { zh: '送达', en: 'served' }
const autumn: Text = { zh: '中秋', en: 'off' }
const national: Text = { zh: '国庆', en: 'off' }

const kMarks: Record<string, Omit<ExampleDay, 'date' | 'day'>> = {
  '2026-09-18': { kind: 'plain', word: served },
  '2026-09-19': { kind: 'weekend' },
  '2026-09-20': { kind: 'make_up', count: 1, word: Words.make_up_work },
  '2026-09-25': { kind: 'off', word: autumn },
  '2026-09-26': { kind: 'off' },
  '2026-09-27': { kind: 'off' },
  '2026-10-01': { kind: 'off', word: national },
  '2026-10-02': { kind: 'off' },
  '2026-10-03': { kind: 'off' },
  '2026-10-04': { kind: 'off' },
  '2026-10-05': { kind: 'off' },
  '2026-10-06': { kind: 'off' },
  '2026-10-07': { kind: 'off' },
  '2026-10-09': { kind: 'due', count: 10, word: Words.due },
  '2026-10-10': { kind: 'plain', word: Words.make_up_work },
  '2026-10-11': { kind: 'weekend' },
}
const kCounted: Record<string, number> = {
  '2026-09-21': 2, '2026-09-22': 3, '2026-09-23': 4, '2026-09-24': 5, '2026-09-28': 6, '2026-09-29': 7, '2026-09-30': 8,
  '2026-10-08': 9,
}

const first = Date.UTC(2026, 8, 14)
const days: ExampleDay[] = Array.from({ length: 28 }, (_, index) => {
  const date = new Date(first + index * 86_400_000).toISOString().slice(0, 10)
  const count = kCounted[date]
  const mark = kMarks[date] ?? (count ? { kind: 'counted' as const, count } : { kind: 'plain' as const })
  return { date, day: Number(date.slice(8)), ...mark }
})
export const example_weeks: ExampleDay[][] = [0, 7, 14, 21].map((start) => days.slice(start, start + 7))
