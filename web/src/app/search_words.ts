// What people search for is kept in memory and named in the address by a number: names and numbers of persons stand neither in
// the history of the browser nor in a log. Going back finds the words again; a new load of the program, or logging out, forgets them.

/** Unlike that of another load, whose numbers mean nothing here. */
const load = Math.trunc(performance.timeOrigin).toString(36)
const kept: string[] = []

export function keep_words(words: string): string {
  const there = kept.indexOf(words)
  return `${load}-${there < 0 ? kept.push(words) - 1 : there}`
}

export function words_of(token: unknown): string {
  const [of, n] = String(token ?? '').split('-')
  return of === load ? (kept[Number(n)] ?? '') : ''
}
