// One intake at work: the ways and earlier cases behind the typing, the trial of the case to open, and opening it.
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { useRouter } from 'vue-router'
import { get, new_key, Problem, request, type Schemas } from '@/api/client'
import { keep_draft } from '@/api/drafts'
import { has_role, today } from '@/api/session'
import { read_form } from '@/lib/form'
import { load_workflow, type Workflow } from '@/lib/workflows'
import { body_of, fields_of, fresh, kReceive, question_of, wrong_people, type Route, type Typed } from './typed'

const kPauseMs = 350
/** The same work again after each pause in the typing; late answers are dropped. */
function after_pause(work: (signal: AbortSignal) => Promise<void>): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let run: AbortController | undefined
  onScopeDispose(() => {
    clearTimeout(timer)
    run?.abort()
  })
  return () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      run?.abort()
      run = new AbortController()
      void work(run.signal).catch(() => undefined)
    }, kPauseMs)
  }
}
const as_problem = (error: unknown): Problem => (error instanceof Problem ? error : new Problem(0, { detail: String(error) }))

export function use_intake() {
  const router = useRouter()
  const typed = ref<Typed>(fresh(today.value))
  const answer = shallowRef<Schemas['IntakeAnswer']>()
  const ways_problem = shallowRef<Problem>()
  const known = shallowRef<Schemas['EmployerList']['items']>([])
  const workflow = shallowRef<Workflow>()
  const outcome = shallowRef<Schemas['Outcome']>()
  const refused = shallowRef<Problem>()
  const failed = shallowRef<Problem>()
  const busy = ref(false)
  const restored = ref(false)
  let key = new_key()

  const draft = keep_draft('intake', typed)
  // Nothing is shown to type into before what was kept is back.
  const started = ref(false)
  draft
    .restore()
    .then((found) => (restored.value = found && typed.value.told !== ''), () => undefined)
    .finally(() => (started.value = true))

  const ask_ways = after_pause(async (signal) => {
    if (!typed.value.claims.length) {
      answer.value = undefined
      return
    }
    try {
      answer.value = (await request<Schemas['IntakeAnswer']>('POST', '/intake/routes', { body: question_of(typed.value, today.value), signal })).data
      ways_problem.value = undefined
    } catch (error) {
      if (error instanceof DOMException) return
      ways_problem.value = as_problem(error)
    }
  })
  watch(() => JSON.stringify(question_of(typed.value, today.value)), ask_ways)

  const find_employer = after_pause(async (signal) => {
    const q = typed.value.employer.name.trim()
    known.value = q.length < 2 ? [] : (await get<Schemas['EmployerList']>('/employers', { q, limit: 5 }, signal)).items
  })
  watch(() => typed.value.employer.name, find_employer)

  /** One line a procedure: a way is open when it is for any of the claims. */
  const ways = computed(() => {
    const out = new Map<string, Route[]>()
    for (const route of answer.value?.routes ?? []) out.set(route.channel, [...(out.get(route.channel) ?? []), route])
    return [...out].map(([channel, routes]) => ({
      channel, routes, open: routes.some((one) => one.open), first: routes.some((one) => one.first),
      workflow: routes.find((one) => one.open && one.workflow)?.workflow ?? '',
    })).sort((a, b) => Number(b.open) - Number(a.open) || Number(b.first) - Number(a.first))
  })
  const choices = computed(() => ways.value.filter((way) => way.open && way.workflow in kReceive))
  watch(choices, (all) => {
    if (!all.some((way) => way.workflow === typed.value.way)) typed.value.way = all[0]?.workflow ?? ''
  })
  watch(() => typed.value.way, async (id) => {
    workflow.value = id ? await load_workflow(id).catch(() => undefined) : undefined
  }, { immediate: true })

  const event = computed(() => workflow.value?.events.find((one) => one.id === kReceive[workflow.value!.id]?.event))
  const may_receive = computed(() => !event.value || has_role(...event.value.by))
  const fields = computed(() => (workflow.value ? fields_of(workflow.value) : { asks: [], may: [] }))
  const wrong_values = computed(() => read_form([...fields.value.asks, ...fields.value.may], typed.value.values).wrong)
  const ready = computed(() =>
    typed.value.step === 3 && !!workflow.value && may_receive.value && !!typed.value.received_on &&
    !Object.keys(wrong_values.value).length && !Object.keys(wrong_people(typed.value, today.value)).length)

  const trial = after_pause(async (signal) => {
    if (!ready.value) {
      outcome.value = refused.value = undefined
      return
    }
    try {
      const body = body_of(typed.value, workflow.value!, true)
      outcome.value = (await request<Schemas['Outcome']>('POST', '/cases', { body, signal })).data
      refused.value = undefined
    } catch (error) {
      if (error instanceof DOMException) return
      outcome.value = undefined
      refused.value = as_problem(error)
    }
  })
  watch([typed, workflow], trial, { deep: true })

  async function open_case(): Promise<void> {
    if (!ready.value || busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      const { data } = await request<Schemas['Outcome']>('POST', '/cases', { body: body_of(typed.value, workflow.value!, false), key })
      await draft.forget().catch(() => undefined)
      await router.push({ path: `/cases/${data.case_id}`, query: { done: event.value?.id ?? '' } })
    } catch (error) {
      failed.value = as_problem(error)
      // A refused body must not answer for a changed one.
      if (!failed.value.is_offline) key = new_key()
    } finally {
      busy.value = false
    }
  }
  function afresh(): void {
    typed.value = fresh(today.value)
    restored.value = false
    failed.value = undefined
    key = new_key()
  }
  return {
    typed, answer, ways, choices, ways_problem, known, workflow, fields, wrong_values, may_receive, ready, outcome, refused, failed, busy, restored,
    started, saved_at: draft.saved_at, open_case, afresh,
  }
}
