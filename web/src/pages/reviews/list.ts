// The list of a round of written reviews cut into parts, so that a long one shows how far it is and can be stopped.
import type { Schemas } from '@/api/client'

export type Report = Schemas['ReviewReport']
export type Line = Report['lines'][number]
export interface Part {
  list: string
  /** Of the first employer in the whole list. */
  from: number
  lines: number
}
export const kPart = 50

/** Every part begins with the line that names the columns. A quoted field may not go over several lines here. */
export function parts_of(text: string): Part[] {
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/).filter((line) => line.trim())
  const parts: Part[] = []
  for (let at = 0; at < lines.length; at += kPart) {
    const some = lines.slice(at, at + kPart)
    parts.push({ list: [head, ...some].join('\n'), from: at, lines: some.length })
  }
  return parts
}
export function counted(lines: readonly Line[]): { n: number; d: number; r: number } {
  const of = (outcome: string): number => lines.filter((line) => line.outcome === outcome).length
  return { n: of('opened'), d: of('duplicate'), r: of('refused') }
}
