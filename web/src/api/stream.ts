// One event stream a browser: the tab that holds the lock reads /stream and tells the others over a BroadcastChannel.
// When it closes, the next tab takes the lock and goes on. Without locks (old browsers) each tab reads for itself.
import { onScopeDispose, ref } from 'vue'

export interface StreamEvent {
  type: 'case' | 'alert' | 'clock' | 'health' | 'reset'
  case_id?: string
  version?: number
  kind?: string
}
type Listener = (event: StreamEvent) => void
type Message = { event: StreamEvent } | { online: boolean; at: string }

const listeners = new Set<Listener>()
/** False while the line is down; `since` is when it went. */
export const line = ref({ online: true, since: '' })
let started: AbortController | undefined
let channel: BroadcastChannel | undefined

function take(message: Message): void {
  if ('event' in message) {
    for (const listener of [...listeners]) listener(message.event)
  } else if (message.online !== line.value.online) {
    const back = message.online
    line.value = { online: back, since: back ? '' : message.at }
    // What happened meanwhile is unknown: everybody loads again.
    if (back) for (const listener of [...listeners]) listener({ type: 'reset' })
  }
}

function tell(message: Message): void {
  take(message)
  channel?.postMessage(message)
}

function read_stream(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource('/api/v1/stream')
    source.onopen = () => tell({ online: true, at: '' })
    source.onerror = () => tell({ online: false, at: new Date().toISOString() })
    for (const type of ['case', 'alert', 'clock', 'health', 'reset'] as const) {
      source.addEventListener(type, (message: MessageEvent<string>) => {
        let data = {}
        try {
          data = JSON.parse(message.data)
        } catch {
          // "reset" carries no data
        }
        tell({ event: { ...data, type } })
      })
    }
    signal.addEventListener('abort', () => {
      source.close()
      resolve()
    })
  })
}

export function start_stream(): void {
  if (started) return
  const stop = (started = new AbortController())
  channel = new BroadcastChannel('hejie-stream')
  channel.onmessage = (message: MessageEvent<Message>) => take(message.data)
  if (navigator.locks) {
    navigator.locks
      .request('hejie-stream', { signal: stop.signal }, () => read_stream(stop.signal))
      .catch(() => undefined)
  } else {
    void read_stream(stop.signal)
  }
}

export function stop_stream(): void {
  started?.abort()
  started = undefined
  channel?.close()
  channel = undefined
}

/** Calls `listener` for each event while the component lives. */
export function on_stream(listener: Listener): void {
  listeners.add(listener)
  onScopeDispose(() => listeners.delete(listener))
}
