// The server's own figures, read from its Prometheus text: gauges by name, histograms as bars.
import { Problem } from '@/api/client'

export interface Histogram {
  buckets: { upto: number; count: number }[]
  count: number
  sum: number
}
export interface Metrics {
  values: Map<string, number>
  histograms: Map<string, Histogram>
}

export function read_metrics(text: string): Metrics {
  const values = new Map<string, number>()
  const histograms = new Map<string, Histogram>()
  const of = (name: string): Histogram => {
    const found = histograms.get(name) ?? { buckets: [], count: 0, sum: 0 }
    histograms.set(name, found)
    return found
  }
  let before = 0
  for (const line of text.split('\n')) {
    const found = /^(\w+?)(?:\{le="([^"]+)"\})? (\S+)$/.exec(line)
    if (!found) continue
    const [, name = '', le, value = ''] = found
    if (le !== undefined) {
      const histogram = of(name.replace(/_bucket$/, ''))
      if (!histogram.buckets.length) before = 0
      // Counts of a histogram add up; a bar shows its own part.
      histogram.buckets.push({ upto: le === '+Inf' ? Infinity : Number(le), count: Number(value) - before })
      before = Number(value)
    } else if (name.endsWith('_seconds_sum')) of(name.replace(/_sum$/, '')).sum = Number(value)
    else if (name.endsWith('_seconds_count')) of(name.replace(/_count$/, '')).count = Number(value)
    else values.set(name, Number(value))
  }
  return { values, histograms }
}

/** Undefined where this person may not see them: the page then shows the rest. */
export async function load_metrics(signal: AbortSignal): Promise<Metrics | undefined> {
  const answer = await fetch('/api/v1/metrics', { signal, credentials: 'same-origin' }).catch(() => undefined)
  if (!answer) throw new Problem(0, { code: 'offline' })
  return answer.ok ? read_metrics(await answer.text()) : undefined
}
