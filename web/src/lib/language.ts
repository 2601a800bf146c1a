// The language of the pages and every text in it. A text is {zh, en}; a table of texts stands beside its page.
import { ref } from 'vue'

export type Language = 'zh' | 'en'
export interface Text {
  zh: string
  en: string
}
export type Values = Record<string, string | number>

function first_language(): Language {
  for (const tag of navigator.languages ?? []) {
    if (tag.startsWith('zh')) return 'zh'
    if (tag.startsWith('en')) return 'en'
  }
  return 'zh'
}

export const language = ref<Language>(first_language())

export function show_language(next: Language): void {
  language.value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
}

/** The text in the language shown, with {name} replaced. In English "{n|day|days}" picks by number. */
export function say(text: Text, values: Values = {}): string {
  return text[language.value].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one, many) => {
    const value = values[name]
    if (value === undefined) return whole
    if (one !== undefined) return Number(value) === 1 ? one : many
    return String(value)
  })
}

type Table<T> = { [K in keyof T]: (values?: Values) => string }

/** Turns {key: {zh, en}} into {key: (values?) => string}; reading it in a template follows the language. */
export function texts<const T extends Record<string, Text>>(table: T): Table<T> {
  const out = {} as Table<T>
  for (const key of Object.keys(table) as (keyof T)[]) {
    const text = table[key] as Text
    out[key] = (values) => say(text, values)
  }
  return out
}

export function has_han(text: string): boolean {
  return /\p{Script=Han}/u.test(text)
}
