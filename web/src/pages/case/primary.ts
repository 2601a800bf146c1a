// The one action that is drawn filled: the allowed event that ends the nearest running duty. None: nothing is filled.
import type { Action, CaseFile, Explained } from './file'

/** Allowed events that end this clock, by the definition; "serve" where a service of a document does. */
export function ending(data: Pick<CaseFile, 'actions' | 'workflow'>, clock_id: string): Action[] {
  const rule = data.workflow.clocks.find((one) => one.id === clock_id)
  const stops = rule?.stopped_by ?? []
  return data.actions.filter(
    (action) =>
      action.allowed &&
      stops.some(
        (stop) =>
          (stop.on === 'event' && stop.id === action.event) ||
          (stop.on === 'served' && action.event === 'serve') ||
          (stop.on === 'state' && action.leads_to?.includes(stop.id)),
      ),
  )
}

export function duties(clocks: readonly Explained[]): Explained[] {
  return clocks
    .filter((clock) => clock.kind === 'duty' && (clock.status === 'running' || clock.status === 'breached') && clock.due && !clock.halted)
    .sort((a, b) => a.due!.localeCompare(b.due!))
}

export function primary_of(data: CaseFile): Action | undefined {
  for (const clock of duties(data.clocks)) {
    const [first] = ending(data, clock.id)
    if (first) return first
  }
  return undefined
}
