// The register's filters. They live in the address, so that a view can be sent, kept as a bookmark and gone back to; of the words
// searched for only their number does (search_words.ts).
import type { LocationQuery } from 'vue-router'
import { words_of } from '@/app/search_words'
import { add_days } from '@/lib/dates'

export const kViews = ['open', 'overdue', 'soon', 'all'] as const
export type View = (typeof kViews)[number]
export const kSorts = ['updated', 'due', 'filed', 'number'] as const
export type Sort = (typeof kSorts)[number]

export interface Filters {
  view: View
  q: string
  workflow: string
  state: string
  employer: string
  sector: string
  sort: Sort
}

export function filters_of(query: LocationQuery): Filters {
  const text = (name: string): string => String(query[name] ?? '')
  const one = <V extends string>(all: readonly V[], value: string, usual: V): V => all.find((known) => known === value) ?? usual
  const q = words_of(query.search)
  // Who searches for a name means closed cases too.
  const usual = q || text('employer') ? 'all' : 'open'
  return {
    view: one(kViews, text('view'), usual), q, workflow: text('workflow'), state: text('state'),
    employer: text('employer'), sector: text('sector'), sort: one(kSorts, text('sort'), text('view') === 'soon' ? 'due' : 'updated'),
  }
}

/** What the server is asked. */
export function query_of(filters: Filters, today: string): Record<string, string | boolean | undefined> {
  const { view, sort } = filters
  return {
    q: filters.q || undefined,
    workflow: filters.workflow || undefined,
    state: filters.state || undefined,
    employer: filters.employer || undefined,
    sector: filters.sector || undefined,
    open: view === 'all' ? undefined : true,
    overdue: view === 'overdue' ? true : undefined,
    due_before: view === 'soon' ? add_days(today, 8) : undefined,
    sort: { updated: '-updated', due: 'due', filed: '-filed', number: 'number' }[sort],
  }
}
