// Civil dates of the bureau as "YYYY-MM-DD": how they are written, read and stepped. Never counts a legal period: the
// server does that. Days are UTC midnights here, so no zone and no summer time can shift them.
import { language, say, type Text } from './language'

const kDay = 86_400_000

export function day_number(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / kDay)
}

export function date_of(number: number): string {
  return new Date(number * kDay).toISOString().slice(0, 10)
}

export function add_days(date: string, days: number): string {
  return date_of(day_number(date) + days)
}

/** 0 = Monday ... 6 = Sunday. */
export function weekday(date: string): number {
  return (((day_number(date) + 3) % 7) + 7) % 7
}

export const kWeekdays: readonly Text[] = [
  { zh: '周一', en: 'Mon' },
  { zh: '周二', en: 'Tue' },
  { zh: '周三', en: 'Wed' },
  { zh: '周四', en: 'Thu' },
  { zh: '周五', en: 'Fri' },
  { zh: '周六', en: 'Sat' },
  { zh: '周日', en: 'Sun' },
]
const kMonths = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const kMonthsLong = [
  'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December',
]

export interface Parts {
  year: number
  month: number
  day: number
}
export function parts(date: string): Parts {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) }
}

export function weekday_name(date: string): string {
  return say(kWeekdays[weekday(date)]!)
}

/** "11-24 周二" this year, "2027-01-04 周一" otherwise; in English "24 Nov Tue", "4 Jan 2027 Mon". */
export function row_date(date: string, today: string): string {
  const { year, month, day } = parts(date)
  const other_year = today.slice(0, 4) !== date.slice(0, 4)
  if (language.value === 'zh') return `${other_year ? date : date.slice(5)} ${weekday_name(date)}`
  return `${weekday_name(date)} ${day} ${kMonths[month - 1]}${other_year ? ` ${year}` : ''}`
}

/** "11-24", "2027-01-04"; "24 Nov", "4 Jan 2027". */
export function short_date(date: string, today: string): string {
  const { year, month, day } = parts(date)
  const other_year = today.slice(0, 4) !== date.slice(0, 4)
  if (language.value === 'zh') return other_year ? date : date.slice(5)
  return `${day} ${kMonths[month - 1]}${other_year ? ` ${year}` : ''}`
}

/** "10月9日" or "2027年1月4日"; "9 October 2026". */
export function spoken_date(date: string, today: string): string {
  const { year, month, day } = parts(date)
  if (language.value === 'en') return `${day} ${kMonthsLong[month - 1]} ${year}`
  return `${today.slice(0, 4) !== date.slice(0, 4) ? `${year}年` : ''}${month}月${day}日`
}

export function month_name(date: string): string {
  const { year, month } = parts(date)
  return language.value === 'zh' ? `${year}年${month}月` : `${kMonthsLong[month - 1]} ${year}`
}

/** The bureau's clock reading of an instant: "11-13 16:42". */
export function instant_text(instant: string, today: string): string {
  const local = new Date(Date.parse(instant) + 8 * 3_600_000).toISOString()
  return `${short_date(local.slice(0, 10), today)} ${local.slice(11, 16)}`
}

export function valid_date(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && date_of(day_number(text) || 0) === text
}

/** What a clerk types for a day: 1117, 11-17, 11月17日, 20261117, 2026-11-17, 今天, 明天, +3. Empty when it is none. */
export function read_date(typed: string, today: string): string {
  const text = typed.trim().toLowerCase()
  const words: Record<string, number> = { 今天: 0, 明天: 1, 昨天: -1, 后天: 2, today: 0, tomorrow: 1, yesterday: -1 }
  if (text in words) return add_days(today, words[text]!)
  const step = /^([+-])(\d{1,3})$/.exec(text)
  if (step) return add_days(today, Number(step[2]) * (step[1] === '+' ? 1 : -1))
  const found =
    /^(?:(\d{4})[-/.年]?)?(\d{1,2})[-/.月](\d{1,2})日?$/.exec(text) ?? /^(\d{4})?(\d{2})(\d{2})$/.exec(text)
  if (!found) return ''
  const date = `${found[1] ?? today.slice(0, 4)}-${found[2]!.padStart(2, '0')}-${found[3]!.padStart(2, '0')}`
  return valid_date(date) ? date : ''
}
