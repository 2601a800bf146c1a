// The kinds of claims of the one-window table, and the words by which people tell them. Suggests, never decides.
import rules from '@law/laws/intake.json'
import type { Text } from '@/lib/language'

export interface Claim {
  id: string
  name: Text
}
export const kClaims: readonly Claim[] = Object.entries(rules.claims).map(([id, claim]) => ({ id, name: claim.name }))

const kWords: Record<string, RegExp> = {
  wages: /工资|薪水|薪资|欠薪|报酬|没发钱|不发钱|拖欠|血汗钱|wage|salary|unpaid/i,
  minimum_wage: /最低工资|minimum wage/i,
  severance: /经济补偿|补偿金|N\+1|裁员|severance/i,
  damages: /违法解除|辞退|开除|赶走|解雇|赔偿|炒了|dismiss|fired/i,
  added_payment: /加付|责令.*没付|逾期不付|added payment/i,
  relation: /没签合同|未签|没有合同|不承认|劳动关系|no contract/i,
  insurance: /社保|社会保险|养老保险|医保|五险|insurance/i,
  housing_fund: /公积金|退休手续|housing fund/i,
  work_injury: /工伤|受伤|摔|砸|轧|事故|injur|accident/i,
  overtime: /加班|超时|没有休息|不休息|overtime/i,
}
export function suggested(told: string): string[] {
  return kClaims.map((claim) => claim.id).filter((id) => kWords[id]?.test(told))
}

/** What the claim is called where a case of that procedure lists its claims; undefined where it has no such kind. */
export function item_kind(claim: string, kinds: readonly { id: string }[]): string | undefined {
  const wanted = { minimum_wage: 'wages', added_payment: 'damages', work_injury: 'injury_benefits' }[claim] ?? claim
  return kinds.find((one) => one.id === wanted)?.id ?? kinds.find((one) => one.id === 'other')?.id
}
