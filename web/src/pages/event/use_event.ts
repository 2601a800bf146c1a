// One opened event form: the case, what the event asks, the trial run behind the typing, sending with one key for retries,
// and what happens when another desk was first. The page draws it.
import { computed, effectScope, nextTick, onScopeDispose, reactive, ref, shallowRef, watch, type EffectScope } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { new_key, Problem, request, type Schemas } from '@/api/client'
import { keep_draft, type KeptDraft } from '@/api/drafts'
import { today } from '@/api/session'
import { mark_of } from '@/lib/clock'
import type { Field } from '@/lib/form'
import { use_load } from '@/lib/load'
import { load_case, type Action } from '../case/file'
import { ending } from '../case/primary'
import { builtin_fields } from './builtins'
import { T } from './text'
import { body_of, fresh, wrong_of, type Asked, type Typed } from './typed'

const kTrialMs = 250

export function use_event(props: { id: string }) {
  const route = useRoute()
  const router = useRouter()
  const act_for = computed(() => String(route.query.act_for ?? ''))
  const loading = use_load((signal) => load_case(props.id, '', signal, act_for.value))
  const typed = ref<Typed>(fresh(today.value))
  const wrong = ref<Record<string, string>>({})
  const unread = new Set<string>()
  const outcome = shallowRef<Schemas['Outcome']>()
  const refused = shallowRef<Problem>()
  const failed = shallowRef<Problem>()
  const stale = shallowRef<{ who: string; from: number }>()
  const counting = ref(false)
  const sending = ref(false)
  const restored = ref(false)
  const needs = ref({ lines: false, items: false })
  const draft = shallowRef<KeptDraft>()
  let key = new_key()

  const data = computed(() => loading.data.value)
  const event_id = computed(() => String(route.query.event ?? ''))
  const action = computed<Action | undefined>(() => data.value?.actions.find((one) => one.event === event_id.value))
  const definition = computed(() => data.value?.workflow.events.find((one) => one.id === event_id.value))
  const clock_ends = computed(() => (data.value && route.query.clock ? ending(data.value, String(route.query.clock)) : []))
  const choices = computed(() => {
    if (!data.value || event_id.value) return []
    return clock_ends.value.length ? clock_ends.value : data.value.actions.filter((one) => one.allowed)
  })
  const fields = computed<Field[]>(() => {
    if (!data.value || !action.value) return []
    return builtin_fields(event_id.value, data.value, today.value) ?? action.value.fields ?? []
  })
  const actors = computed(() => {
    const act_of = definition.value?.act_of ?? []
    return (data.value?.file.parties ?? []).filter((party) => act_of.includes(party.role) || act_of.includes(party.kind))
  })
  // The overdue duty this event ends, if any: handling it late asks for the reason.
  const late_clock = computed(() => {
    if (!data.value || !action.value || builtin_fields(event_id.value, data.value, today.value)) return undefined
    return data.value.clocks.find(
      (clock) =>
        clock.kind === 'duty' &&
        mark_of(clock, today.value) === 'overdue' &&
        ending(data.value!, clock.id).some((one) => one.event === event_id.value),
    )
  })
  const asked = computed<Asked>(() => ({
    event: event_id.value, act_for: act_for.value, fields: fields.value, party: actors.value.length > 1, late_reason: late_clock.value !== undefined,
  }))
  const check = (): Record<string, string> => wrong_of(typed.value, asked.value, unread)

  function left(field: string): void {
    const found = check()[field]
    const next = { ...wrong.value }
    if (found) next[field] = found
    else delete next[field]
    wrong.value = next
  }
  function mark_unread(field: string, bad: boolean): void {
    if (bad) unread.add(field)
    else unread.delete(field)
  }
  /** Findings of the server belong to fields by their JSON pointer. */
  function place(problem: Problem): void {
    for (const finding of problem.findings) {
      const field = /^\/data\/([^/]+)/.exec(finding.path)?.[1]
      if (field === 'lines') needs.value.lines = true
      if (field === 'items') needs.value.items = true
    }
  }

  let run: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  async function count(): Promise<void> {
    run?.abort()
    if (!action.value) return
    // Half a form is not a question: wait until what is required is there.
    if (Object.keys(check()).some((field) => field !== 'late_reason')) {
      outcome.value = undefined
      refused.value = undefined
      counting.value = false
      return
    }
    const mine = (run = new AbortController())
    counting.value = true
    try {
      const body = body_of(typed.value, asked.value, true)
      const answer = await request<Schemas['Outcome']>('POST', `/cases/${props.id}/events`, { body, signal: mine.signal })
      outcome.value = answer.data
      refused.value = undefined
    } catch (error) {
      if (error instanceof DOMException) return
      outcome.value = undefined
      refused.value = error instanceof Problem ? error : new Problem(0, { detail: String(error) })
      if (error instanceof Problem) place(error)
    } finally {
      if (run === mine) counting.value = false
    }
  }
  watch(
    typed,
    () => {
      failed.value = undefined
      clearTimeout(timer)
      counting.value = !!action.value
      timer = setTimeout(() => void count(), kTrialMs)
    },
    { deep: true },
  )

  let scope: EffectScope | undefined
  async function open_form(): Promise<void> {
    scope?.stop()
    typed.value = fresh(today.value)
    if (route.query.of) typed.value.values = { of: String(route.query.of) }
    wrong.value = {}
    outcome.value = refused.value = failed.value = stale.value = undefined
    key = new_key()
    if (!event_id.value) return
    scope = effectScope()
    await scope.run(async () => {
      draft.value = keep_draft(`event/${props.id}/${event_id.value}`, typed)
      restored.value = await draft.value.restore().catch(() => false)
    })
    await count()
    await nextTick()
    document.getElementById('event-occurred')?.focus()
  }
  onScopeDispose(() => {
    scope?.stop()
    clearTimeout(timer)
  })
  watch(
    () => [props.id, event_id.value, act_for.value],
    async () => {
      await loading.run()
      const [only] = choices.value
      if (clock_ends.value.length === 1 && choices.value.length === 1 && only) {
        await router.replace({ query: { ...route.query, event: only.event } })
        return
      }
      await open_form()
    },
    { immediate: true },
  )
  async function start_afresh(): Promise<void> {
    await draft.value?.forget().catch(() => undefined)
    restored.value = false
    await open_form()
  }

  /** Another desk wrote first: load the new version, say who and what, keep the form. */
  async function meet_other(): Promise<void> {
    const from = data.value?.file.version ?? 0
    await loading.run()
    const changes = (data.value?.history ?? []).filter((item) => item.version > from)
    stale.value = { who: [...changes].reverse().find((item) => item.recorded_by_name)?.recorded_by_name ?? T.someone(), from }
    key = new_key()
    await count()
  }
  async function send(): Promise<void> {
    const body = body_of(typed.value, asked.value, false)
    const answer = await request<Schemas['Outcome']>('POST', `/cases/${props.id}/events`, { body, version: data.value!.file.version, key })
    await draft.value?.forget().catch(() => undefined)
    await router.replace({ path: `/cases/${props.id}`, query: { ...(answer.data.proposal ? { proposed: event_id.value } : { done: event_id.value }), ...(act_for.value ? { act_for: act_for.value } : {}) } })
  }
  async function submit(): Promise<void> {
    if (!action.value || sending.value || !data.value) return
    wrong.value = check()
    if (Object.keys(wrong.value).length) {
      await nextTick()
      document.querySelector<HTMLElement>('[aria-invalid="true"], fieldset[aria-describedby] input')?.focus()
      return
    }
    sending.value = true
    failed.value = stale.value = undefined
    try {
      await send()
    } catch (error) {
      const problem = error instanceof Problem ? error : new Problem(0, { detail: String(error) })
      if (problem.is_stale) await meet_other()
      else {
        failed.value = problem
        place(problem)
        // A refused body must not answer for a changed one.
        if (!problem.is_offline) key = new_key()
      }
    } finally {
      sending.value = false
    }
  }

  const form = reactive({
    typed, wrong, outcome, refused, failed, stale, counting, sending, restored, needs, draft, event_id, action, definition, choices,
    clock_ends, fields, actors, late_clock, asked,
  })
  return { loading, data, form, left, mark_unread, start_afresh, submit }
}
export type EventForm = ReturnType<typeof use_event>['form']
