// Words and small reckonings of the evidence section and its dialogs.
import { texts } from '@/lib/language'

export const E = texts({
  evidence: { zh: '证据材料', en: 'Evidence' },
  none: { zh: '还没有登记证据材料。', en: 'No evidence on record yet.' },
  add: { zh: '登记材料', en: 'Add evidence' },
  file: { zh: '文件', en: 'File' },
  name: { zh: '材料名称', en: 'Name' },
  kind: { zh: '证据种类', en: 'Kind' },
  from: { zh: '提交人', en: 'Given by' },
  house: { zh: '依职权调取', en: 'gathered by the bureau' },
  received: { zh: '收到日期', en: 'Received on' },
  entered: { zh: '{date} {who} 登记', en: 'entered {date} by {who}' },
  size: { zh: '大小', en: 'Size' },
  hash: { zh: '散列（SHA-256）', en: 'Hash (SHA-256)' },
  copy_hash: { zh: '复制散列', en: 'Copy the hash' },
  copied: { zh: '已复制', en: 'Copied' },
  save: { zh: '下载', en: 'Save' },
  note: { zh: '说明', en: 'Note' },
  secondary: { zh: '归入副卷（不对当事人公开）', en: 'Of the secondary file (closed to the parties)' },
  in_secondary: { zh: '副卷', en: 'secondary' },
  hidden: { zh: '副卷中的材料不对您开放。', en: 'What is of the secondary file is closed to you.' },
  takes: { zh: '可以提交 {types}，每个文件至多 {size}。', en: 'Takes {types}, up to {size} a file.' },
  too_large: { zh: '文件有 {size}，超过 {most}。请压缩，或者分成几个文件提交。', en: 'The file has {size}, more than {most}. Make it smaller or give it in parts.' },
  other_type: { zh: '不接收 .{type} 文件。请转成 PDF、图片或者其他可以提交的格式。', en: 'Files of type .{type} are not taken. Turn it into a PDF, a picture or another type that is.' },
  choose: { zh: '请选择文件。', en: 'Choose a file.' },
  sending: { zh: '正在上传 {n}%', en: 'Sending, {n}%' },
  storing: { zh: '已传完，正在校验和保存', en: 'Sent; being checked and stored' },
  stop: { zh: '停止上传', en: 'Stop' },
  stopped: { zh: '已停止，没有保存。', en: 'Stopped; nothing was kept.' },
  submit: { zh: '上传并登记', en: 'Send and record' },
  added: { zh: '已登记：{name}', en: 'Recorded: {name}' },
  withdraw: { zh: '撤回', en: 'Withdraw' },
  withdraw_title: { zh: '撤回证据材料', en: 'Withdraw evidence' },
  stays: { zh: '撤回只作标记，写明理由；文件随案卷保存，到期一并销毁。', en: 'Withdrawing marks it and says why; the file stays with the case file and is destroyed with it.' },
  reason: { zh: '理由', en: 'Reason' },
  reason_needed: { zh: '请写明理由。', en: 'Give the reason.' },
  withdrawn: { zh: '{date} {who} 撤回：{why}', en: 'withdrawn {date} by {who}: {why}' },
})

export function size_text(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
