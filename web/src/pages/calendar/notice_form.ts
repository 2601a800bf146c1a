// A notice as it is typed from the gazette, read into what the server takes. Each line that does not read is named.
import { add_days, read_date, valid_date } from '@/lib/dates'

export interface TypedNotice {
  number: string
  authority: string
  published: string
  year: number
  off: string
  work: string
}
export interface BadLine {
  n: number
  line: string
}
interface Off {
  date: string
  name: string
  statutory: boolean
}

const kStatutory = ['法定', 'statutory']
function read_off(line: string, year: number): Off[] | undefined {
  const [span = '', name = '', mark = ''] = line.trim().split(/\s+/)
  const [first = '', last = first] = span.split(/[~～—至]/)
  const from = read_date(first, `${year}-01-01`)
  const to = read_date(last, `${year}-01-01`)
  if (!from || !to || to < from || !name || (mark && !kStatutory.includes(mark))) return undefined
  const out: Off[] = []
  for (let date = from; date <= to && out.length < 60; date = add_days(date, 1)) out.push({ date, name, statutory: mark !== '' })
  return out
}

export function read_notice(typed: TypedNotice): { notice?: Record<string, unknown>; bad: BadLine[]; incomplete: boolean } {
  const bad: BadLine[] = []
  const off: Off[] = []
  const work: string[] = []
  typed.off.split('\n').forEach((line, index) => {
    if (!line.trim()) return
    const read = read_off(line, typed.year)
    if (read) off.push(...read)
    else bad.push({ n: index + 1, line: line.trim() })
  })
  typed.work.split('\n').forEach((line, index) => {
    if (!line.trim()) return
    const date = read_date(line, `${typed.year}-01-01`)
    if (date) work.push(date)
    else bad.push({ n: index + 1, line: line.trim() })
  })
  const incomplete = !typed.number.trim() || !valid_date(typed.published) || !off.length
  if (bad.length || incomplete) return { bad, incomplete }
  const number = typed.number.trim()
  // The id tells two notices of one year apart and stays the same when the same one is typed again.
  const id = `cn_${typed.year}_${[...number].reduce((sum, sign) => (sum * 31 + sign.codePointAt(0)!) % 1_000_003, 7)}`
  const notice = { id, authority: typed.authority.trim(), number, published: typed.published, years: [typed.year], off, work: work.sort() }
  return { notice, bad, incomplete }
}
