// What the wall shows, made from the server's lists and reports. Every number is counted from one reading, so they add up.
import { get, type Schemas } from '@/api/client'
import { add_days } from '@/lib/dates'
import type { Text } from '@/lib/language'
import { load_sector_names } from '@/lib/sectors'

export type CaseRow = Schemas['CaseItem']
export type Report = Schemas['Report']

const kPage = 500
/** A bureau in hand of more than this is told as such. */
export const kMost = 5000

async function all_pages<Row>(path: string, query: Record<string, unknown>, signal: AbortSignal): Promise<{ rows: Row[]; more: boolean }> {
  const rows: Row[] = []
  for (let cursor: string | null = ''; cursor !== null && rows.length < kMost; ) {
    const page: { items: Row[]; next?: string | null } = await get(path, { ...query, limit: kPage, cursor } as never, signal)
    rows.push(...page.items)
    cursor = page.next ?? null
    if (cursor !== null && rows.length >= kMost) return { rows, more: true }
  }
  return { rows, more: false }
}

export interface Stage {
  name: { zh: string; en: string }
  workflow: string
  count: number
  overdue: number
}
export const kLights = ['overdue', 'today', 'soon', 'calm', 'none'] as const
export type Light = (typeof kLights)[number]
export interface Sector {
  id: string
  /** None for a sector that nobody named, and for cases without one. */
  name?: Text
  count: number
}
export interface Figures {
  total: number
  sectors: Sector[]
  more: boolean
  stages: Stage[]
  lights: Record<Light, number>
  groups: CaseRow[]
  rates: Report[]
  hearings: Schemas['Hearings']['items']
}

/** Procedures with most cases first; the tail is one bar. */
function stages_of(rows: readonly CaseRow[], late: ReadonlySet<string>): Stage[] {
  const out = new Map<string, Stage>()
  for (const row of rows) {
    const key = row.workflow
    const stage = out.get(key) ?? { name: row.workflow_name, workflow: row.workflow, count: 0, overdue: 0 }
    out.set(key, stage)
    ++stage.count
    if (late.has(row.id)) ++stage.overdue
  }
  return [...out.values()].sort((a, b) => b.count - a.count)
}

const kSoonDays = 7
/** Each case has one light, so that they add up to the cases in hand. Overdue is the server's word for a missed duty. */
function light_of(row: CaseRow, late: ReadonlySet<string>, today: string): Light {
  if (late.has(row.id)) return 'overdue'
  if (!row.next_due || row.next_due < today) return 'none'
  if (row.next_due === today) return 'today'
  return row.next_due <= add_days(today, kSoonDays) ? 'soon' : 'calm'
}

/** Counted from the same reading as the rest, so that they add up; cases without a sector last. */
function sectors_of(rows: readonly CaseRow[], names: ReadonlyMap<string, Text>): Sector[] {
  const out = new Map<string, Sector>()
  for (const { sector: id = '' } of rows) {
    const sector = out.get(id) ?? { id, name: names.get(id), count: 0 }
    out.set(id, sector)
    ++sector.count
  }
  return [...out.values()].sort((a, b) => Number(!a.id) - Number(!b.id) || b.count - a.count)
}

const kRates = ['closing_rate', 'on_time', 'mediation_success']

export async function load_figures(today: string, signal: AbortSignal): Promise<Figures> {
  const [cases, overdue, hearings, sectors, ...rates] = await Promise.all([
    all_pages<CaseRow>('/cases', { open: true }, signal),
    all_pages<CaseRow>('/cases', { open: true, overdue: true }, signal),
    get<Schemas['Hearings']>('/hearings', { on: today }, signal),
    load_sector_names(signal),
    ...kRates.map((id) => get<Report>(`/reports/${id}`, {}, signal)),
  ])
  const late = new Set(overdue.rows.map((row) => row.id))
  const lights: Record<Light, number> = { overdue: 0, today: 0, soon: 0, calm: 0, none: 0 }
  for (const row of cases.rows) ++lights[light_of(row, late, today)]
  const groups = cases.rows.filter((row) => row.flags.includes('collective')).sort((a, b) => (a.next_due ?? '9').localeCompare(b.next_due ?? '9'))
  return {
    total: cases.rows.length, more: cases.more, stages: stages_of(cases.rows, late), sectors: sectors_of(cases.rows, sectors), lights, groups, rates,
    hearings: hearings.items,
  }
}
