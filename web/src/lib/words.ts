// Words that more than one page says: one wording each.
import { texts, type Text } from './language'

const table = {
  product: { zh: '和解', en: 'Hejie' },
  all_keys: { zh: '全部快捷键', en: 'All keys' },
  do_it: { zh: '办理', en: 'Do it' },
  open_case: { zh: '打开案件', en: 'Open the case' },
  why_this_day: { zh: '为什么是这天', en: 'Why this date' },
  why_date: { zh: '为什么是 {date}', en: 'Why {date}' },
  why_halted: { zh: '为什么没有到期日', en: 'Why there is no due date' },
  print_statement: { zh: '打印期限说明', en: 'Print statement' },
  approve: { zh: '看后批准', en: 'Look, then approve' },
  waits_for_me: { zh: '等我审批', en: 'Waiting for me' },
  nothing_to_do: { zh: '您现在没有可以办的事项。', en: 'There is nothing for you to do here now.' },
  serve: { zh: '登记送达', en: 'Record service' },
  rule: { zh: '规则', en: 'Rule' },
  make_up_work: { zh: '班', en: 'work' },
  due: { zh: '到期', en: 'due' },
  nominal: { zh: '名义 {date}', en: 'nominal {date}' },
  claim: { zh: '请求', en: 'Claim' },
  outcome: { zh: '结果', en: 'Outcome' },
  log_in: { zh: '登录', en: 'Log in' },
  desk: { zh: '我的桌面', en: 'My desk' },
} satisfies Record<string, Text>

export const W = texts(table)
/** The same as data, where a table of days or the like holds a word. */
export const Words = table
