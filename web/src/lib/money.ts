// Money is fen on the wire and yuan with separators on the page.
export function yuan(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const whole = Math.trunc(Math.abs(fen) / 100).toString().replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${whole}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
}

/** "96,400.5" -> 9640050; undefined when it is no amount. */
export function read_yuan(typed: string): number | undefined {
  const text = typed.replace(/[,，\s￥¥元]/g, '')
  if (!/^\d{1,12}(\.\d{1,2})?$/.test(text)) return undefined
  const [whole, part = ''] = text.split('.')
  return Number(whole) * 100 + Number(part.padEnd(2, '0'))
}
