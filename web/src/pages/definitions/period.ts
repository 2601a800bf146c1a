// How long a clock is, in words: "10wd" is ten working days. What depends on the facts of the case is said so.
import { T } from './text'

const kUnits = { wd: T.wd, d: T.d, mo: T.mo, y: T.y, h: T.h, wh: T.wh }

export function period_text(length: string | undefined): string {
  const found = /^(\d+)(wd|d|mo|y|h|wh)$/.exec(length ?? '')
  return found ? kUnits[found[2] as keyof typeof kUnits]({ n: found[1]! }) : length ? length : T.by_facts()
}
