// One file sent with its progress told: what fetch cannot. Everything else goes through client.ts.
import { language } from '@/lib/language'
import { Problem, type Schemas } from './client'

export interface Sending {
  done: Promise<Schemas['Evidence']>
  stop: () => void
}

export interface Given {
  file: File
  kind: string
  party: string
  received: string
  note: string
  secondary: boolean
  /** Kept while the same file is tried again. */
  key: string
}

/** RFC 8187: percent-encoded UTF-8 in a header. */
function extended(text: string): string {
  return `UTF-8''${encodeURIComponent(text).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)}`
}

function problem_of(call: XMLHttpRequest): Problem {
  try {
    return new Problem(call.status, JSON.parse(call.responseText) as Partial<Schemas['Problem']>)
  } catch {
    return new Problem(call.status, call.status ? {} : { code: 'offline' })
  }
}

export function send_evidence(case_id: string, given: Given, told: (part: number) => void): Sending {
  const call = new XMLHttpRequest()
  const query = new URLSearchParams({ kind: given.kind })
  if (given.party) query.set('party', given.party)
  if (given.received) query.set('received', given.received)
  if (given.secondary) query.set('secondary', 'true')
  const done = new Promise<Schemas['Evidence']>((resolve, reject) => {
    call.open('POST', `/api/v1/cases/${case_id}/evidence?${query}`)
    call.setRequestHeader('Accept-Language', language.value)
    call.setRequestHeader('Idempotency-Key', given.key)
    call.setRequestHeader('Content-Type', 'application/octet-stream')
    call.setRequestHeader('Content-Disposition', `attachment; filename*=${extended(given.file.name)}`)
    if (given.note) call.setRequestHeader('Content-Description', extended(given.note))
    call.upload.onprogress = (event) => told(event.total ? event.loaded / event.total : 0)
    call.onload = () => (call.status === 201 ? resolve(JSON.parse(call.responseText)) : reject(problem_of(call)))
    call.onerror = () => reject(problem_of(call))
    call.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    call.send(given.file)
  })
  return { done, stop: () => call.abort() }
}
