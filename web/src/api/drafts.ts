// What is typed and not yet sent, kept on the server: nothing is lost by a session's end, a closed tab or a power cut.
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { get, request, type Schemas } from './client'

const kDelayMs = 700

export interface KeptDraft {
  /** Instant of the last copy that the server has; "" before the first. */
  saved_at: Ref<string>
  /** Loads what was kept; true when there was something. */
  restore: () => Promise<boolean>
  forget: () => Promise<void>
  save_now: () => Promise<void>
}

/** Keeps `model` under `key` while it changes. Call restore() first; nothing is written before. */
export function keep_draft<T extends object>(key: string, model: Ref<T>): KeptDraft {
  const saved_at = ref('')
  let armed = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = JSON.stringify(model.value)

  async function save_now(): Promise<void> {
    clearTimeout(timer)
    const body = JSON.stringify(model.value)
    if (body === last) return
    await request('PUT', '/me/drafts', { body: { key, body } })
    last = body
    saved_at.value = new Date().toISOString()
  }
  watch(
    model,
    () => {
      if (!armed) return
      clearTimeout(timer)
      timer = setTimeout(() => save_now().catch(() => undefined), kDelayMs)
    },
    { deep: true },
  )
  onScopeDispose(() => {
    if (armed) save_now().catch(() => undefined)
  })
  return {
    saved_at,
    save_now,
    async restore() {
      const { items } = await get<Schemas['Drafts']>('/me/drafts')
      const kept = items.find((item) => item.key === key && item.body !== '')
      if (kept) {
        model.value = { ...model.value, ...(JSON.parse(kept.body) as T) }
        saved_at.value = kept.updated_at
      }
      last = JSON.stringify(model.value)
      armed = true
      return kept !== undefined
    },
    async forget() {
      armed = false
      clearTimeout(timer)
      if (saved_at.value) await request('PUT', '/me/drafts', { body: { key, body: '' } })
      saved_at.value = ''
    },
  }
}
