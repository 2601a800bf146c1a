// Definitions in force, loaded once each: names of procedures, states and facts for lists and forms.
import { get, type Schemas } from '@/api/client'

export type Workflow = Schemas['Workflow']
export type WorkflowName = Schemas['WorkflowList']['items'][number]

const loaded = new Map<string, Promise<unknown>>()
/** One request an address; a failure is asked again. */
function once<T>(path: string): Promise<T> {
  let found = loaded.get(path) as Promise<T> | undefined
  if (!found) {
    found = get<T>(path)
    found.catch(() => loaded.delete(path))
    loaded.set(path, found)
  }
  return found
}
export const load_workflow = (id: string): Promise<Workflow> => once<Workflow>(`/workflows/${id}`)

/** The three main procedures first, then by name. */
export async function load_workflow_names(): Promise<WorkflowName[]> {
  const { items } = await once<Schemas['WorkflowList']>('/workflows')
  const main = ['mediation', 'arbitration', 'inspection']
  const rank = (id: string): number => (main.includes(id) ? main.indexOf(id) : main.length)
  return [...items].sort((a, b) => rank(a.id) - rank(b.id) || a.id.localeCompare(b.id))
}
