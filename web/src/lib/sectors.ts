// What the sectors of a bureau are called: its own words or the definitions', as the server knows them.
import { get, type Schemas } from '@/api/client'
import type { Text } from './language'

/** By id; a sector that nobody named is not in it. */
export async function load_sector_names(signal?: AbortSignal): Promise<Map<string, Text>> {
  const { figures } = await get<Schemas['Report']>('/reports/workload', { group_by: 'sector' }, signal)
  return new Map(figures.flatMap(({ group, name }) => (group && name ? [[group, name] as const] : [])))
}
