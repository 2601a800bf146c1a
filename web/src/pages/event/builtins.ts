// Forms of the events every procedure has: service, approval, correction. Fields as the definition's own would be.
import type { Field } from '@/lib/form'
import type { Text } from '@/lib/language'
import { document_name, party_name, type CaseFile } from '../case/file'
import { mode_name } from '../case/text'
import { told } from '../case/file'

const both = (text: string): Text => ({ zh: text, en: text })
export const kModes = ['direct', 'mail', 'left', 'posted', 'electronic', 'refused_in_office', 'simple', 'public_notice', 'public_notice_collective']

const names = {
  doc: { zh: '文书', en: 'Document' },
  to: { zh: '送给谁', en: 'Addressee' },
  mode: { zh: '送达方式', en: 'Mode of service' },
  received_on: { zh: '签收日期', en: 'Received on' },
  proof: { zh: '凭证（回证、邮单号）', en: 'Proof (return slip, mail number)' },
  of: { zh: '哪一条记录', en: 'Which entry' },
  reason: { zh: '理由', en: 'Reason' },
  occurred_on: { zh: '改成哪一天', en: 'The date it should have' },
  cascade: { zh: '同时处理依据这条记录的后续事项', en: 'Also deal with what rests on this entry' },
} satisfies Record<string, Text>

type Answer = CaseFile['file']['proposals'][number]['answers'][number]

/** What an entry may be about: acts that are this account's to correct or annul, or the requests it may answer so. */
function entries(data: CaseFile, today: string, answer?: Answer): Field['values'] {
  const open = new Set(data.file.proposals.filter((one) => answer && one.answers.includes(answer)).map((one) => one.seq))
  return data.history
    .filter(({ event, seq, mendable }) => 'act' in event && (answer ? open.has(seq) : mendable === true))
    .map((item) => ({ id: String(item.seq), name: both(`${'on' in item.event ? item.event.on : ''} ${told(data.file, data.workflow, item, today)}`) }))
    .reverse()
}

/** Fields of a built-in event; undefined when the definition has its own. */
export function builtin_fields(event: string, data: CaseFile, today: string): Field[] | undefined {
  const of = (answer?: Answer): Field => ({ id: 'of', required: true, type: 'enum', name: names.of, values: entries(data, today, answer) })
  const reason = (required: boolean): Field => ({ id: 'reason', required, type: 'text', name: names.reason })
  switch (event) {
    case 'serve': {
      const kinds = [...new Set([...data.file.documents].reverse().filter((one) => one.to.length).map((one) => one.document))]
      const to = [...new Set(data.file.documents.flatMap((one) => one.to))]
      return [
        { id: 'doc', required: true, type: 'enum', name: names.doc, values: kinds.map((id) => ({ id, name: both(document_name(data.workflow, id)) })) },
        { id: 'to', required: true, type: 'enum', name: names.to, values: to.map((id) => ({ id, name: both(party_name(data.file, id)) })) },
        { id: 'mode', required: true, type: 'enum', name: names.mode, values: kModes.map((id) => ({ id, name: both(mode_name(id)) })) },
        { id: 'received_on', required: false, type: 'day', name: names.received_on },
        { id: 'proof', required: false, type: 'text', name: names.proof },
      ]
    }
    case 'approve':
    case 'decline':
    case 'recall':
      return [of(event), reason(false)]
    case 'correct':
      return [of(), { id: 'occurred_on', required: true, type: 'day', name: names.occurred_on }, reason(true), { id: 'cascade', required: false, type: 'bool', name: names.cascade }]
    case 'annul':
      return [of(), reason(true), { id: 'cascade', required: false, type: 'bool', name: names.cascade }]
    default:
      return undefined
  }
}
