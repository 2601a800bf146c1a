// What a party's numbers may be asked for: the purposes that the server knows, in its words.
import type { Schemas } from '@/api/client'
import type { Text } from '@/lib/language'

export type Purpose = Schemas['Reveal']['purpose']
export const kPurposes: Record<Purpose, Text> = {
  contact: { zh: '联系当事人', en: 'to reach the party' },
  identity: { zh: '核对身份', en: 'to check who it is' },
  service: { zh: '送达文书', en: 'to serve a document' },
  enforcement: { zh: '移送或申请执行', en: 'to transfer the case or have it enforced' },
  person_asks: { zh: '本人查询、更正', en: 'the person asks for it or has it corrected' },
}
