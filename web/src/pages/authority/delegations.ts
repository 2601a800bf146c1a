// Words of delegations, and those of them under which the reader may act now.
import type { Schemas } from '@/api/client'
import { texts } from '@/lib/language'

export type Delegations = Schemas['Delegations']
export type Delegation = Delegations['items'][number]

/** In force, given to this account, for any case or this one. */
export function usable(list: Delegations | undefined, account: string | undefined, case_id: string): Delegation[] {
  return (list?.items ?? []).filter((one) => one.state === 'in_force' && one.to === account && (!one.case_id || one.case_id === case_id))
}

export const D = texts({
  title: { zh: '授权委托', en: 'Delegation' },
  how: { zh: '把自己的部分职权委托给同事代行几天。受托人办理时须注明受托，双方和负责人都会收到通知；期满自动失效。', en: 'Lets a colleague use some of your powers for some days. The delegate says so at each act; both of you and the head are told; it ends by itself.' },
  none: { zh: '没有委托，也没有受托。', en: 'None given, none received.' },
  who: { zh: '委托人 → 受托人', en: 'From → to' },
  powers: { zh: '岗位、事项', en: 'Roles, acts' },
  days: { zh: '起止', en: 'Days' },
  basis: { zh: '文号', en: 'Document' },
  reason: { zh: '理由', en: 'Reason' },
  state: { zh: '状态', en: 'State' },
  coming: { zh: '未开始', en: 'to come' },
  in_force: { zh: '有效', en: 'in force' },
  expired: { zh: '已届满', en: 'expired' },
  ended: { zh: '已撤销', en: 'taken back' },
  all_acts: { zh: '可委托的全部事项', en: 'all that may be delegated' },
  one_case: { zh: '限一案', en: 'one case' },
  end: { zh: '撤销', en: 'Take back' },
  to: { zh: '受托人（用户名）', en: 'To (user name)' },
  case_id: { zh: '只限这一案件（案件网址末段，可不填）', en: 'This case only (last part of its address; may be empty)' },
  first: { zh: '自', en: 'From' },
  last: { zh: '至（含当日）', en: 'To, that day included' },
  basis_of: { zh: '委托书文号', en: 'Number of the document' },
  which: { zh: '委托哪些事项', en: 'Which acts' },
  needed: { zh: '请写明受托人、事项、起止日、文号和理由。', en: 'Name the delegate, the acts, the days, the document and the reason.' },
  make: { zh: '委托', en: 'Delegate' },
  acting: { zh: '以谁的职权办理', en: 'Act with whose powers' },
  myself: { zh: '本人', en: 'my own' },
  for_whom: { zh: '受 {who} 委托（至 {until}）', en: 'those of {who} (until {until})' },
})
