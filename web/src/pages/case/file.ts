// Everything a case page shows, loaded together, with the names the definition gives.
import { get, type Schemas } from '@/api/client'
import { say } from '@/lib/language'
import { role_name } from '@/lib/law'
import { load_workflow, type Workflow } from '@/lib/workflows'
import { Acts, builtin_name, mode_name } from './text'
import { short_date } from '@/lib/dates'

export type Case = Schemas['Case']
export type { Workflow }
export type Action = Schemas['Actions']['items'][number]
export type HistoryItem = Schemas['History']['items'][number]
export type Explained = Schemas['ClockExplained']

export interface CaseFile {
  file: Case
  workflow: Workflow
  clocks: Explained[]
  history: HistoryItem[]
  actions: Action[]
}

/** @param act_for delegation under which the reader acts: what can be done and answered is then what it lets him */
export async function load_case(id: string, as_of: string, signal?: AbortSignal, act_for = ''): Promise<CaseFile> {
  const [file, clocks, history, actions] = await Promise.all([
    get<Case>(`/cases/${id}`, { as_of: as_of || undefined }, signal),
    get<Schemas['ClocksOfCase']>(`/cases/${id}/clocks`, {}, signal),
    get<Schemas['History']>(`/cases/${id}/history`, {}, signal),
    as_of ? undefined : get<Schemas['Actions']>(`/cases/${id}/actions`, { act_for: act_for || undefined }, signal),
  ])
  const workflow = await load_workflow(file.workflow.id)
  const known = as_of ? history.items.filter((item) => bureau_day(item.recorded_at) <= as_of) : history.items
  const shown = as_of ? clocks.items.filter((clock) => file.clocks.some((one) => one.label === clock.label)) : clocks.items
  const answered = act_for && actions ? { ...file, proposals: actions.proposals } : file
  return { file: answered, workflow, clocks: shown, history: known, actions: actions?.items ?? [] }
}

export function bureau_day(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 10)
}

export function event_name(workflow: Workflow, id: string): string {
  const found = workflow.events.find((event) => event.id === id)
  return found ? say(found.name) : (builtin_name(id) ?? id)
}
export function action_name(action: Action): string {
  return action.name ? say(action.name) : (builtin_name(action.event) ?? action.event)
}
export function state_name(workflow: Workflow, id: string): string {
  const found = workflow.states.find((state) => state.id === id)
  return found ? say(found.name) : id
}
export function document_name(workflow: Workflow, id: string): string {
  const found = workflow.documents.find((document) => document.id === id)
  return found ? say(found.name) : id
}
export function clock_name(workflow: Workflow, id: string): string {
  const found = workflow.clocks.find((clock) => clock.id === id)
  return found ? say(found.name) : id
}
export function party_name(file: Case, key: string): string {
  const party = file.parties.find((one) => one.key === key)
  if (!party) return role_name(key)
  return party.name || `${role_name(party.role)} ${/\d+$/.exec(party.key)?.[0] ?? ''}`.trim()
}

/** One line of history in words, with the party it concerns. */
export function told(file: Case, workflow: Workflow, item: HistoryItem, today: string): string {
  const event = item.event
  if ('rederived_because' in event) return Acts.rederived({ n: event.moved.length })
  if ('occurrence' in event) {
    const is_clock = event.occurrence.startsWith('clock_')
    const name = is_clock ? clock_name(workflow, event.id) : event.occurrence === 'service_deemed' ? document_name(workflow, event.id) : event_name(workflow, event.id)
    const what = event.party ? `${name} · ${party_name(file, event.party)}` : name
    const due = event.due ? short_date(event.due, today) : ''
    return event.occurrence in Acts ? Acts[event.occurrence as keyof typeof Acts]({ what, due }) : what
  }
  if (event.act === 'served' && event.serve) {
    const what = `${document_name(workflow, event.serve.doc)} · ${party_name(file, event.serve.to)} · ${mode_name(event.serve.mode)}`
    return Acts.served({ what })
  }
  if (event.act === 'linked' || event.act === 'link_outcome') return Acts[event.act]({ what: event.link?.milestone ?? event.link?.kind ?? '' })
  return Acts[event.act]({ what: event.event ? event_name(workflow, event.event) : '' })
}
export function is_act(item: HistoryItem): boolean {
  return 'act' in item.event
}
