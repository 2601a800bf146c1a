import { texts } from '@/lib/language'
import { W } from '@/lib/words'

export const T = texts({
  for_whom: { zh: '{who}（受{whom}委托）', en: '{who} (for {whom})' },
  why: { zh: '为什么', en: 'Why' },
  by: { zh: '最晚 {date}', en: 'by {date}' },
  nominal: { zh: '名义 {date}，顺延', en: 'nominally {date}, rolled' },
  unnumbered: { zh: '还没有案号', en: 'No case number yet' },
  claimed: { zh: '请求 {sum} 元', en: 'claims {sum} yuan' },
  map: { zh: '走到哪一步', en: 'Where it stands' },
  full_map: { zh: '看全图', en: 'Whole diagram' },
  full_map_title: { zh: '{name}：全部步骤', en: '{name}: all steps' },
  diagram_alt: { zh: '{name}的步骤图', en: 'Diagram of {name}' },
  now_since: { zh: '现在 · {date} 起', en: 'now, since {date}' },
  next_open: { zh: '下一步可到', en: 'Can go to' },
  next_later: { zh: '还可能到', en: 'May come' },
  hold_since: { zh: '{name}，{date} 起', en: '{name}, since {date}' },
  clocks: { zh: '期限', en: 'Clocks' },
  all_clocks: { zh: '全部 {n} 个期限', en: 'All {n} clocks' },
  fewer_clocks: { zh: '只看进行中的', en: 'Running ones only' },
  no_clocks: { zh: '现在没有在走的期限。', en: 'No clock is running.' },
  parties: { zh: '当事人与送达', en: 'Parties and service' },
  party: { zh: '当事人', en: 'Party' },
  numbers: { zh: '证件与电话', en: 'ID and phone' },
  reveal: { zh: '查看证件与电话', en: 'Show id number and phone' },
  more_parties: { zh: '全部 {n} 位当事人', en: 'All {n} parties' },
  not_needed: { zh: '不需要', en: 'not addressed' },
  not_served: { zh: '未送达', en: 'not served' },
  on_the_way: { zh: '{mode}，{date} 发出', en: '{mode}, sent {date}' },
  history: { zh: '经过', en: 'History' },
  all_history: { zh: '全部 {n} 条', en: 'All {n}' },
  less_history: { zh: '只看最近', en: 'Latest only' },
  late_entry: { zh: '补录', en: 'late entry' },
  can: { zh: '现在可以做', en: 'You can now' },
  cannot: { zh: '现在不能做', en: 'Not now' },
  all_cannot: { zh: '全部 {n} 项', en: 'All {n}' },
  fewer: { zh: '收起', en: 'Fewer' },
  needs_approval: { zh: '须 {roles} 批准', en: 'needs approval of {roles}' },
  waiting: { zh: '等待审批', en: 'Waiting for approval' },
  asked_by: { zh: '{who}，{date} 提出', en: 'asked by {who}, {date}' },
  documents: { zh: '文书', en: 'Documents' },
  archive: { zh: '卷宗', en: 'Case file' },
  no_documents: { zh: '还没有出具文书。', en: 'No document issued yet.' },
  linked_at: { zh: '{name}：{state}', en: '{name}: {state}' },
  linked: { zh: '关联案件', en: 'Linked cases' },
  facts: { zh: '案情', en: 'Facts' },
  claims: { zh: '请求事项', en: 'Claims' },
  amount: { zh: '请求金额（元）', en: 'Claimed (yuan)' },
  as_of: { zh: '那天看到的是什么', en: 'What it showed on' },
  as_of_bar: { zh: '这是 {date} 24:00 前录入的内容，只能看，不能办。', en: 'This is what had been entered by 24:00 on {date}; read only.' },
  back_to_now: { zh: '回到现在', en: 'Back to now' },
  recorded: { zh: '已记录：{what}', en: 'Recorded: {what}' },
  proposed: { zh: '已提交审批：{what}', en: 'Sent for approval: {what}' },
  changed_elsewhere: { zh: '这件案刚有新的记录，内容已更新。', en: 'A new entry was made elsewhere; the page has been updated.' },
  copy_number: { zh: '复制案号', en: 'Copy the number' },
  copied: { zh: '已复制', en: 'Copied' },
})

const Builtin = texts({
  add_evidence: { zh: '登记证据材料', en: 'Evidence recorded' },
  withdraw_evidence: { zh: '撤回证据材料', en: 'Evidence withdrawn' },
  hand_over_case: { zh: '案件交接', en: 'Case handed over' },
  approve: { zh: '批准申请', en: 'Approve a request' },
  decline: { zh: '退回申请', en: 'Decline a request' },
  recall: { zh: '撤回申请', en: 'Recall a request' },
  correct: { zh: '更正一条记录', en: 'Correct an entry' },
  annul: { zh: '撤销一条误录', en: 'Annul a mistaken entry' },
})

export const Acts = texts({
  done: { zh: '{what}', en: '{what}' },
  proposed: { zh: '申请{what}', en: 'Asked for: {what}' },
  approved: { zh: '批准{what}', en: 'Approved: {what}' },
  declined: { zh: '退回{what}', en: 'Declined: {what}' },
  recalled: { zh: '撤回{what}的申请', en: 'Recalled: {what}' },
  served: { zh: '送达{what}', en: 'Served: {what}' },
  linked: { zh: '关联案件{what}', en: 'Linked: {what}' },
  link_outcome: { zh: '关联案件有了结果：{what}', en: 'Linked case: {what}' },
  corrected: { zh: '更正：{what}', en: 'Corrected: {what}' },
  annulled: { zh: '撤销：{what}', en: 'Annulled: {what}' },
  migrated: { zh: '改用新版程序', en: 'Moved to a newer procedure' },
  calendar_changed: { zh: '日历更新，期限重算', en: 'Calendar changed, dates counted again' },
  clock_started: { zh: '{what}开始计算，{due} 到期', en: '{what} starts, due {due}' },
  clock_expired: { zh: '{what}期满', en: '{what} expired' },
  clock_breached: { zh: '{what}逾期', en: '{what} is late' },
  clock_stopped: { zh: '{what}办结', en: '{what} done' },
  service_deemed: { zh: '{what}视为送达', en: '{what} deemed served' },
  rederived: { zh: '因补录或更正重算，{n} 个日期变动', en: 'Counted again after a late entry: {n} {n|date|dates} moved' },
})

export const Modes = texts({
  direct: { zh: '当面签收', en: 'in person' },
  mail: { zh: '邮寄', en: 'by mail' },
  left: { zh: '留置', en: 'left' },
  posted: { zh: '张贴', en: 'posted' },
  electronic: { zh: '电子', en: 'electronic' },
  refused_in_office: { zh: '到场拒签', en: 'refused in office' },
  public_notice: { zh: '公告', en: 'public notice' },
  public_notice_collective: { zh: '公告（集体争议）', en: 'public notice (collective dispute)' },
  simple: { zh: '简便方式', en: 'simple notice' },
})
export function mode_name(mode: string): string {
  return mode in Modes ? Modes[mode as keyof typeof Modes]() : mode
}
export function builtin_name(event: string): string | undefined {
  if (event === 'serve') return W.serve()
  return event in Builtin ? Builtin[event as keyof typeof Builtin]() : undefined
}
