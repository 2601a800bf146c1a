// One thing being loaded: nothing shown before 300 ms, then a skeleton, after 5 s a way out; late answers are dropped.
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { Problem } from '@/api/client'

export interface Loading<T> {
  data: ShallowRef<T | undefined>
  problem: ShallowRef<Problem | undefined>
  /** idle: nothing to show yet; wait: skeleton; slow: skeleton and a way out */
  stage: Ref<'idle' | 'wait' | 'slow'>
  run: () => Promise<void>
  cancel: () => void
}

export function use_load<T>(work: (signal: AbortSignal) => Promise<T>): Loading<T> {
  const data = shallowRef<T>()
  const problem = shallowRef<Problem>()
  const stage = ref<'idle' | 'wait' | 'slow'>('idle')
  let current: AbortController | undefined
  let timers: ReturnType<typeof setTimeout>[] = []

  function calm(): void {
    timers.forEach(clearTimeout)
    timers = []
    stage.value = 'idle'
  }
  function cancel(): void {
    current?.abort()
    current = undefined
    calm()
  }
  async function run(): Promise<void> {
    cancel()
    const mine = (current = new AbortController())
    timers = [setTimeout(() => (stage.value = 'wait'), 300), setTimeout(() => (stage.value = 'slow'), 5000)]
    try {
      const got = await work(mine.signal)
      if (current !== mine) return
      data.value = got
      problem.value = undefined
    } catch (error) {
      if (current !== mine || (error instanceof DOMException && error.name === 'AbortError')) return
      problem.value = error instanceof Problem ? error : new Problem(0, { detail: String(error) })
    } finally {
      if (current === mine) {
        current = undefined
        calm()
      }
    }
  }
  onScopeDispose(cancel)
  return { data, problem, stage, run, cancel }
}
