// A write of an account page: busy while it runs, the problem in the server's words, said once.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { Problem } from '@/api/client'

export interface Work {
  busy: Ref<boolean>
  problem: ShallowRef<Problem | undefined>
  /** True when it went through. */
  run: (work: () => Promise<unknown>) => Promise<boolean>
}
export function use_work(): Work {
  const busy = ref(false)
  const problem = shallowRef<Problem>()
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = undefined
    try {
      await work()
      return true
    } catch (error) {
      problem.value = error instanceof Problem ? error : new Problem(0, { detail: String(error) })
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, run }
}
