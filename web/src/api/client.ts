// The one door to the server: JSON over fetch, problem+json to a Problem, 401 to the log-in sheet and then again.
// Stores nothing in the browser.
import { language, say } from '@/lib/language'
import type { components } from './schema'

export type Schemas = components['schemas']
export type Finding = Schemas['Finding']

/** A refusal or error as the server told it, in the language shown. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly body: Partial<Schemas['Problem']>,
    readonly retry_after = 0,
  ) {
    // Never a code alone: it says nothing to the person who reads it.
    super(body.detail || body.title || say({ zh: '服务器没有答复，请稍后再试。', en: 'The server did not answer; try again in a while.' }))
  }
  get code(): string {
    return this.body.code ?? ''
  }
  get rule(): string {
    return this.body.rule ?? ''
  }
  get cite(): string[] {
    return this.body.cite ?? []
  }
  get findings(): Finding[] {
    return this.body.findings ?? []
  }
  get is_stale(): boolean {
    return this.status === 412
  }
  get is_offline(): boolean {
    return this.status === 0
  }
}

export interface Answer<T> {
  data: T
  status: number
  /** Version of a case, from its strong ETag. */
  version?: number
}

export interface Options {
  /** `q`, what a person searches for, goes into a header: names and numbers stand in no address and no log of a proxy. */
  query?: Record<string, string | number | boolean | readonly string[] | undefined>
  body?: unknown
  /** Sent as If-Match: a write to an existing case. */
  version?: number
  /** Kept over retries of one opened form. */
  key?: string
  signal?: AbortSignal
  /** Media type asked for; JSON when absent. */
  accept?: string
  /** True for the log-in itself: a 401 is its answer. */
  bare?: boolean
}

type AskLogIn = (refused: Problem) => Promise<void>
let ask_log_in: AskLogIn = (refused) => Promise.reject(refused)
/** The shell says how a person logs in again; requests wait for it and are sent once more. */
export function on_log_in_needed(ask: AskLogIn): void {
  ask_log_in = ask
}

export function new_key(): string {
  return crypto.randomUUID()
}

function address(path: string, query: Options['query']): string {
  const all = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === '' || name === 'q') continue
    for (const one of Array.isArray(value) ? value : [value]) all.append(name, String(one))
  }
  const text = all.toString()
  return `/api/v1${path}${text ? `?${text}` : ''}`
}

async function read_problem(response: Response): Promise<Problem> {
  const body = await response.json().catch(() => ({}))
  return new Problem(response.status, body, Number(response.headers.get('retry-after') ?? 0))
}

async function send(method: string, path: string, options: Options): Promise<Response> {
  const headers: Record<string, string> = { 'Accept-Language': language.value, Accept: options.accept ?? 'application/json' }
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`
  if (options.key) headers['Idempotency-Key'] = options.key
  // What encodeURIComponent leaves as it is and RFC 8187 does not: ' ( ) * !
  if (options.query?.q) headers['Search-Words'] = `UTF-8''${encodeURIComponent(String(options.query.q)).replace(/['()*!]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`
  try {
    return await fetch(address(path, options.query), {
      method,
      headers,
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
      credentials: 'same-origin',
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(0, { code: 'offline' })
  }
}

async function answered(method: string, path: string, options: Options): Promise<Response> {
  let response = await send(method, path, options)
  if (response.ok) return response
  const refused = await read_problem(response)
  // Some changes of an account want a log-in that is only minutes old.
  const log_in_helps = refused.status === 401 || (refused.status === 403 && refused.code === 'reauth')
  if (!log_in_helps || options.bare) throw refused
  await ask_log_in(refused)
  response = await send(method, path, options)
  if (!response.ok) throw await read_problem(response)
  return response
}

export async function request<T>(method: string, path: string, options: Options = {}): Promise<Answer<T>> {
  const response = await answered(method, path, options)
  const tag = /^"(\d+)"$/.exec(response.headers.get('etag') ?? '')
  const data = response.status === 204 ? undefined : await response.json()
  return { data: data as T, status: response.status, version: tag ? Number(tag[1]) : undefined }
}

export async function get<T>(path: string, query?: Options['query'], signal?: AbortSignal): Promise<T> {
  return (await request<T>('GET', path, { query, signal })).data
}

/** A file as the server makes it. */
export async function get_file(path: string, accept: string, query?: Options['query'], signal?: AbortSignal): Promise<Blob> {
  return (await answered('GET', path, { query, signal, accept })).blob()
}
