import { texts } from '@/lib/language'

export const T = texts({
  open: { zh: '紧急查阅', en: 'Open by break-glass' },
  open_how: { zh: '您平时看不到这些内容。写明理由后可以查阅几小时；承办人和负责人会立即收到通知，理由留在内控记录里。',
    en: 'This is normally closed to you. With a reason you can read it for some hours; who handles the case and the head are told at once, and the reason stays on record.' },
  reason: { zh: '理由', en: 'Reason' },
  reason_needed: { zh: '请写明理由。', en: 'Give a reason.' },
  hand_over: { zh: '交接', en: 'Hand over' },
  hand_over_how: { zh: '期限照常计算，交出人和接办人都会收到通知。', en: 'Clocks run on; who hands over and who takes over are both told.' },
  hand_over_all: { zh: '交接在办案件', en: 'Hand over open cases' },
  from: { zh: '交出人（用户名）', en: 'From (user name)' },
  to: { zh: '接办人（用户名）', en: 'To (user name)' },
  to_needed: { zh: '请写接办人，或者选机构。', en: 'Name who takes it, or choose a unit.' },
  both_needed: { zh: '请写交出人和接办人。', en: 'Name who hands over and who takes over.' },
  unit: { zh: '接办机构', en: 'Unit' },
  unit_stays: { zh: '机构不变', en: 'unit stays' },
  bureau: { zh: '局本级', en: 'the bureau itself' },
  done_all: { zh: '已交接 {n} 件', en: '{n} {n|case|cases} handed over' },
})
