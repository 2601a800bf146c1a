// Who is working, with which bureau and at which bureau day. Filled once at start and at each log-in.
import { computed, reactive } from 'vue'
import { language, show_language, type Language } from '@/lib/language'
import { get, Problem, request, type Schemas } from './client'

export type Session = Schemas['Session']
export type About = Schemas['About']
export interface Preferences {
  language?: Language
  /** WCAG 2.1.4: single keys can be switched off. */
  single_keys?: boolean
  [page: string]: unknown
}

interface State {
  who?: Session
  about?: About
  preferences: Preferences
  /** The bureau demands a second factor and there is none yet: nothing else can be done before. */
  must_enroll?: boolean
}
export const state = reactive<State>({ preferences: {} })

export const today = computed(() => state.about?.today.date ?? '')
export const roles = computed(() => state.who?.roles ?? [])
export function has_role(...any: string[]): boolean {
  return any.some((role) => roles.value.includes(role))
}

export async function load_about(): Promise<void> {
  state.about = await get<About>('/about')
}

async function load_preferences(): Promise<void> {
  try {
    state.preferences = await get<Preferences>('/me/preferences')
    state.must_enroll = false
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'second_factor_needed') throw error
    state.must_enroll = true
  }
  if (state.preferences.language) show_language(state.preferences.language)
}

/** True when there is a session already. */
export async function resume(): Promise<boolean> {
  try {
    const { data } = await request<Session>('GET', '/session', { bare: true })
    await load_preferences()
    state.who = data
    return true
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return false
    throw error
  }
}

export async function log_in(username: string, password: string, otp = ''): Promise<void> {
  const body = { username, password, ...(otp ? { otp } : {}) }
  const { data } = await request<Session>('POST', '/session', { body, bare: true })
  // The cookie is the session; the token is for programs and is not kept.
  await load_preferences()
  state.who = { account: data.account, username: data.username, display_name: data.display_name, roles: data.roles, second_factor: data.second_factor }
}

export async function log_out(): Promise<void> {
  await request('DELETE', '/session', { bare: true })
  state.who = undefined
  state.preferences = {}
}

let pending: ReturnType<typeof setTimeout> | undefined
export function prefer(change: Partial<Preferences>): void {
  Object.assign(state.preferences, change)
  if (!state.who) return
  clearTimeout(pending)
  pending = setTimeout(() => {
    request('PUT', '/me/preferences', { body: state.preferences }).catch(() => undefined)
  }, 400)
}

export function choose_language(next: Language): void {
  if (next === language.value) return
  show_language(next)
  prefer({ language: next })
}
