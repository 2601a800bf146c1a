// The states a case has passed, from its acts and the definition: each act's rows name where it may lead. The walk that
// ends where the case stands is the one; where the definition leaves it open (an event by time), the step is left out.
import type { Case, HistoryItem, Workflow } from './file'

export interface Passed {
  state: string
  since: string
}

interface Step {
  event: string
  on: string
}

function steps_of(history: readonly HistoryItem[]): Step[] {
  const out: Step[] = []
  for (const { event } of history) {
    if ('act' in event && (event.act === 'done' || event.act === 'approved') && event.event) {
      out.push({ event: event.event, on: event.on })
    }
  }
  return out
}

/** States in order of being entered, the present one last. */
export function path_of(file: Case, workflow: Workflow, history: readonly HistoryItem[]): Passed[] {
  const steps = steps_of(history)
  const targets = new Map(workflow.events.map((event) => [event.id, event.rows]))
  let budget = 20_000
  let found: Passed[] | undefined

  // `leaps`: how many steps may start from a state that no act led to (time had moved the case).
  function walk(index: number, path: Passed[], leaps: number): boolean {
    if (--budget < 0) return false
    const now = path[path.length - 1]
    if (index === steps.length) {
      if (now?.state !== file.state.id && leaps === 0) return false
      found = path
      return true
    }
    const step = steps[index]!
    const rows = targets.get(step.event) ?? []
    const fitting = rows.filter((row) => !now || row.from.length === 0 || row.from.includes(now.state))
    const leap = rows.length > 0 && fitting.length === 0
    if (leap && leaps === 0) return false
    const goals = [...new Set((leap ? rows : fitting).map((row) => row.to))]
    if (!goals.length) return walk(index + 1, path, leaps)
    return goals.some((goal) => {
      const next = goal && goal !== now?.state ? [...path, { state: goal, since: step.on }] : path
      return walk(index + 1, next, leap ? leaps - 1 : leaps)
    })
  }
  for (let leaps = 0; leaps <= 4 && !found; ++leaps) {
    budget = 20_000
    walk(0, [], leaps)
  }
  const path = found ?? []
  const last = path[path.length - 1]
  if (last?.state !== file.state.id) return [...path, { state: file.state.id, since: file.since ?? file.opened_on }]
  return path
}
