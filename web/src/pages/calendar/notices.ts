// The notices shipped with the program, by id: number, authority, day of publication. One loaded while running is not here.
export interface Notice {
  number: string
  authority: string
  published: string
}
const numbers = import.meta.glob<string>(['@law/calendars/cn/*.json', '!@law/calendars/cn/statutory.json'], { eager: true, import: 'number' })
const authorities = import.meta.glob<string>(['@law/calendars/cn/*.json', '!@law/calendars/cn/statutory.json'], { eager: true, import: 'authority' })
const days = import.meta.glob<string>(['@law/calendars/cn/*.json', '!@law/calendars/cn/statutory.json'], { eager: true, import: 'published' })

const by_id = new Map<string, Notice>()
for (const [path, number] of Object.entries(numbers)) {
  const id = /([^/]+)\.json$/.exec(path)?.[1]
  if (id && number) by_id.set(id, { number, authority: authorities[path] ?? '', published: days[path] ?? '' })
}
export function notice_of(id: string): Notice | undefined {
  return by_id.get(id)
}
