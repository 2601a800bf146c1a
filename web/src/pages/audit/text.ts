import { texts, type Text } from '@/lib/language'

export const T = texts({
  title: { zh: '访问记录', en: 'Access log' },
  about: { zh: '登录、账号变更和每一次打开案卷。只增不改，逐条成链，成批签名。', en: 'Log-ins, changes of accounts and every file opened. Entries are only added, chained one by one and signed in batches.' },
  at: { zh: '时间', en: 'When' },
  actor: { zh: '谁', en: 'Who' },
  action: { zh: '做了什么', en: 'Did what' },
  object: { zh: '对象', en: 'To what' },
  result: { zh: '结果', en: 'Result' },
  address: { zh: '来自', en: 'From' },
  ok: { zh: '成功', en: 'done' },
  refused: { zh: '未成：{code}', en: 'refused: {code}' },
  nobody: { zh: '没有登录的人', en: 'nobody logged in' },
  here: { zh: '本机', en: 'this machine' },
  none: { zh: '还没有记录。', en: 'Nothing on record yet.' },
})

/** What each entry says was done; an action that is not here shows its own id. */
export const kActions: Record<string, Text> = {
  log_in: { zh: '登录', en: 'logged in' },
  log_out: { zh: '退出', en: 'logged out' },
  add_account: { zh: '新增账号', en: 'added an account' },
  change_account: { zh: '修改账号', en: 'changed an account' },
  disable_account: { zh: '停用账号', en: 'disabled an account' },
  reset_password: { zh: '重设密码', en: 'reset a password' },
  set_password: { zh: '设置密码', en: 'set a password' },
  add_second_factor: { zh: '登记动态口令', en: 'set up a one-time code' },
  remove_second_factor: { zh: '取消动态口令', en: 'removed a one-time code' },
  make_token: { zh: '新建令牌', en: 'made a token' },
  end_session: { zh: '结束登录', en: 'ended a session' },
  show_case: { zh: '看案件', en: 'opened a case' },
  list_actions: { zh: '看可办事项', en: 'saw what can be done' },
  show_history: { zh: '看经过', en: 'read the history' },
  list_case_clocks: { zh: '看期限', en: 'read the clocks' },
  show_paper: { zh: '看文书', en: 'opened a document' },
  write_paper: { zh: '下载文书', en: 'downloaded a document' },
  print_paper: { zh: '打印文书', en: 'printed a document' },
  show_archive: { zh: '看卷宗', en: 'opened the case file' },
  export_archive: { zh: '导出卷宗', en: 'exported the case file' },
  show_employer: { zh: '看用人单位记录', en: 'opened the record of an employer' },
  show_document: { zh: '取文书', en: 'fetched a document' },
}
