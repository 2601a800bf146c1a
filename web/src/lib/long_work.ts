// Work in parts that takes a while: how far it is, and a way to stop it between two parts. What is done stays done.
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { Problem } from '@/api/client'

export interface LongWork {
  stage: Ref<'idle' | 'run' | 'stopped' | 'done'>
  done: Ref<number>
  /** 0: not known beforehand. */
  total: Ref<number>
  problem: ShallowRef<Problem | undefined>
  /** `part` says how many it has done; true when all were. */
  run: <T>(parts: Iterable<T>, total: number, part: (one: T, signal: AbortSignal) => Promise<number>) => Promise<boolean>
  stop: () => void
}

export function use_long_work(): LongWork {
  const stage = ref<'idle' | 'run' | 'stopped' | 'done'>('idle')
  const done = ref(0)
  const total = ref(0)
  const problem = shallowRef<Problem>()
  let current: AbortController | undefined

  const stop = (): void => current?.abort()
  onScopeDispose(stop)
  async function run<T>(parts: Iterable<T>, of: number, part: (one: T, signal: AbortSignal) => Promise<number>): Promise<boolean> {
    stop()
    const mine = (current = new AbortController())
    stage.value = 'run'
    done.value = 0
    total.value = of
    problem.value = undefined
    try {
      for (const one of parts) {
        if (mine.signal.aborted) break
        done.value += await part(one, mine.signal)
      }
    } catch (error) {
      if (!(error instanceof DOMException && error.name === 'AbortError')) problem.value = error instanceof Problem ? error : new Problem(0, { detail: String(error) })
    }
    stage.value = mine.signal.aborted || problem.value ? 'stopped' : 'done'
    return stage.value === 'done'
  }
  return { stage, done, total, problem, run, stop }
}
