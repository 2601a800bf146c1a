// Words for measured times.

/** The value that `share` of all are not above. */
export function worst(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

export function summary(values) {
  const ms = (share) => `${worst(values, share).toFixed(0)} ms`;
  return `median ${ms(0.5)}, p90 ${ms(0.9)}, worst ${ms(1)} of ${values.length}`;
}

export function perSecond(count, ms) {
  return `${(count / (ms / 1000)).toFixed(0)} requests/s`;
}

/** An answer in a line. */
export function firstWords(answer) {
  return `${answer.status ?? answer.failed} ${(answer.body ?? '').slice(0, 160)}`;
}
