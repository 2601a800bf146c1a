// My alerts that nobody has acknowledged, read once for the top bar and the desk, and again when the stream says so.
import { get, type Schemas } from '@/api/client'
import { on_stream } from '@/api/stream'
import { use_load, type Loading } from '@/lib/load'

export type AlertList = Schemas['AlertList']
const kShown = 50
let shared: Loading<AlertList> | undefined

/** Called by the shell, which lives as long as the page; every other reader shares what it holds. */
export function use_alerts(): Loading<AlertList> {
  if (shared) return shared
  const mine = use_load((signal) => get<AlertList>('/alerts', { to: 'me', acknowledged: false, limit: kShown }, signal))
  shared = mine
  on_stream((event) => {
    if (event.type === 'alert' || event.type === 'reset') void mine.run()
  })
  return mine
}

/** "12", or "50+" while there are more than one page of them. */
export function alert_count(list: AlertList | undefined): string {
  if (!list?.items.length) return ''
  return list.next ? `${list.items.length}+` : String(list.items.length)
}
