// What the statistics page asks and shows. The reports are data: their names are those of the shipped file.
import type { LocationQuery } from 'vue-router'
import reports from '@law/laws/reports.json'
import type { Schemas } from '@/api/client'
import { say, type Text } from '@/lib/language'
import { T } from './text'

export type Report = Schemas['Report']
export type Figure = Report['figures'][number]
export const kReports = reports.reports as unknown as Record<string, { name: Text }>
export const kGroups = ['none', 'workflow', 'month', 'quarter', 'cause', 'sector', 'handler'] as const
export type Group = (typeof kGroups)[number]

export interface Question {
  report: string
  from: string
  to: string
  group: Group
}
export function question_of(query: LocationQuery, today: string): Question {
  const text = (name: string): string => String(query[name] ?? '')
  const day = (name: string, usual: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(text(name)) ? text(name) : usual)
  return {
    report: text('report') in kReports ? text('report') : 'closing_rate',
    from: day('from', `${today.slice(0, 4)}-01-01`),
    to: day('to', today),
    group: kGroups.find((one) => one === text('group')) ?? 'workflow',
  }
}
export function asked(question: Question): Record<string, string | undefined> {
  return { from: question.from, to: question.to, group_by: question.group === 'none' ? undefined : question.group }
}
export const percent = (value: number): string => `${(value * 100).toFixed(1)}%`
/** A rate as a rate, a count as a count. */
export function told(figure: Figure): string {
  if (figure.denominator === null) return T.count({ n: figure.numerator })
  return figure.value === null ? '' : percent(figure.value as number)
}
/** The target and how far it is away, in points; empty where none is set. */
export function target_told(figure: Figure): string {
  if (figure.target === undefined) return ''
  const value = figure.value as number | null
  const away = value === null ? undefined : figure.target - value * 100
  if (away === undefined || away <= 0) return T.target({ target: figure.target })
  return T.target_away({ target: figure.target, away: away.toFixed(1) })
}
export function group_name(figure: Figure, group: Group): string {
  if (group === 'none') return T.all_groups()
  if (figure.name) return say(figure.name)
  return figure.group || T.nameless()
}
function cell(value: string): string {
  const safe = /^[=+\-@\t]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
export function csv_of(figures: readonly Figure[], group: Group): string {
  const lines = figures.map((one) => [group_name(one, group), told(one), String(one.numerator), one.denominator === null ? '' : String(one.denominator)])
  return `\uFEFF${[[T.name(), T.share(), T.above(), T.below()], ...lines].map((line) => line.map(cell).join(',')).join('\r\n')}\r\n`
}
