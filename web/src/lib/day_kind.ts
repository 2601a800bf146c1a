// What kind of day it is, in the words of the window.
import type { Schemas } from '@/api/client'
import { texts } from './language'

export type DayKind = Schemas['CalendarYear']['days'][number]['kind']
const T = texts({
  working: { zh: '工作日', en: 'working day' },
  make_up: { zh: '调休上班', en: 'make-up working day' },
  weekend: { zh: '休息日', en: 'day off' },
  holiday: { zh: '放假', en: 'holiday' },
})
export function kind_of_day(kind: DayKind): string {
  return T[kind]()
}
