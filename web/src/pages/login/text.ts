import { texts } from '@/lib/language'

export const T = texts({
  field: { zh: '劳动争议调解 · 仲裁 · 监察', en: 'Labor disputes: mediation · arbitration · inspection' },
  bureau: { zh: '人力资源和社会保障局', en: ' Human Resources and Social Security Bureau' },
  example: { zh: '一个算好的例子：2026年9月18日起 10 个工作日', en: 'A counted example: 10 working days from 18 September 2026' },
  motto_1: { zh: '每一个日子，', en: 'Every date' },
  motto_2: { zh: '都说得清为什么。', en: 'can explain itself.' },
  told: {
    zh: '2026年9月18日收到副本，10个工作日答辩：调休上班的周日计入，中秋、国庆不计，10月9日到期。',
    en: 'Copy received on 18 September 2026, ten working days to answer: the make-up Sunday counts, Mid-Autumn and National Day do not; due on 9 October.',
  },
  forgot: { zh: '忘记密码：请找本局安全管理员重设。', en: 'Forgot it? Ask the security administrator.' },
  by_code: { zh: '有重设码', en: 'I have a reset code' },
  five: { zh: '连续输错 5 次，账号锁定 15 分钟。', en: 'Five wrong tries lock the account for 15 minutes.' },
  inside: { zh: '仅限内网使用，登录和查看均留痕。', en: 'For the intranet only. Log-ins and views are recorded.' },
  calendar: { zh: '{year}年日历已载入', en: 'calendar of {year} loaded' },
  demo: { zh: '演示账号', en: 'Demonstration accounts' },
  demo_password: { zh: '密码都是 hejie-demo-2026', en: 'The password is hejie-demo-2026 for all' },
})
