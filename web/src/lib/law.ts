// Names of instruments, roles and the like, from the shipped data that the binary holds too.
import instruments from '@law/laws/instruments.json'
import role_data from '@law/roles/roles.json'
import { language, say, type Text } from './language'

interface Instrument {
  title: Text
  number?: string
  effective_on?: string
}
const kInstruments = instruments.instruments as unknown as Record<string, Instrument>
const kRoles = role_data.roles as unknown as Record<string, { name: Text }>

/** Short titles where the window says them shorter than the gazette. */
const kShort: Record<string, Text> = {
  S1: { zh: '调解仲裁法', en: 'Arbitration Law' },
  R33: { zh: '办案规则', en: 'Case Rules' },
  R34: { zh: '组织规则', en: 'Organization Rules' },
  JC: { zh: '监察条例', en: 'Inspection Regulations' },
  R25: { zh: '监察若干规定', en: 'Inspection Provisions' },
}

export interface Citation {
  code: string
  article: string
  title: Text
  number: string
  effective_on: string
}

export function citation(cite: string): Citation {
  const at = cite.indexOf(':')
  const code = at < 0 ? cite : cite.slice(0, at)
  const found = kInstruments[code]
  return {
    code,
    article: at < 0 ? '' : cite.slice(at + 1),
    title: kShort[code] ?? found?.title ?? { zh: code, en: code },
    number: found?.number ?? '',
    effective_on: found?.effective_on ?? '',
  }
}

/** Parts of an instrument that are named, not numbered. */
const kNamedParts: Record<string, string> = {
  全文: ', whole text',
  第三款: ' para. 3',
  约谈: ': talks',
  一案一课一建议: ': one case, one lesson, one recommendation',
  突发事件预案: ': emergency plan',
  调解组织衔接: ': handing over from mediation bodies',
  专项行动: ': special campaigns',
  部门协作: ': cooperation of departments',
  政策咨询: ': enquiries',
  书面审查: ': written review',
  等级异议: ': objections to a rating',
  等级评价: ': rating',
  首次核查: ': first check',
  线索登记: ': leads, recording',
  线索处理: ': leads, handling',
  线索分派: ': leads, assigning',
  线索归档: ': leads, filing',
  监察建议书: ': inspection recommendation',
  仲裁建议书: ': arbitration recommendation',
  许可档案: ': files of permits',
  复议应诉档案: ': files of reconsideration and suits',
  聘任档案: ': files of appointments',
  红黑榜: ': red and black lists',
}

function article_text(article: string): string {
  const named = kNamedParts[article]
  if (named) return language.value === 'en' ? named : article === '第三款' ? article : ` ${article}`
  const found = /^(\d+)(?:-(\d+))?(?:\((\d+)\))?(.*)$/.exec(article)
  if (!found) return article
  const [, whole, added, item, rest = ''] = found
  if (language.value === 'zh') {
    return `第${whole}条${added ? `之${added}` : ''}${item ? `第${item}项` : ''}${rest}`
  }
  return ` art. ${whole}${added ? `-${added}` : ''}${item ? `(${item})` : ''}${rest}`
}

/** "调解仲裁法第30条"; "Arbitration Law art. 30". */
export function cite_text(cite: string): string {
  const { title, article } = citation(cite)
  return article ? `${say(title)}${article_text(article)}` : say(title)
}

export function cites_text(cites: readonly string[] | undefined): string {
  return (cites ?? []).map(cite_text).join(language.value === 'zh' ? ' · ' : ' · ')
}

export function full_title(code: string): Text {
  return kInstruments[code]?.title ?? { zh: code, en: code }
}

const kSides: Record<string, Text> = {
  applicant: { zh: '申请人', en: 'applicant' },
  respondent: { zh: '被申请人', en: 'respondent' },
  complainant: { zh: '投诉人', en: 'complainant' },
  employer: { zh: '用人单位', en: 'employer' },
  worker: { zh: '劳动者', en: 'worker' },
  third_person: { zh: '第三人', en: 'third person' },
  agent: { zh: '代理人', en: 'agent' },
  clock: { zh: '期限届满', en: 'by time' },
  any: { zh: '任何人', en: 'anyone' },
}

/** Roles as the window calls them; the full title stands in the definition of roles. */
const kShortRoles: Record<string, Text> = {
  window: { zh: '窗口', en: 'intake window' },
  clerk: { zh: '书记员', en: 'clerk' },
  committee_head: { zh: '仲裁院负责人', en: 'committee director' },
  inspector: { zh: '监察员', en: 'inspector' },
  inspection_head: { zh: '监察机构负责人', en: 'head of inspection' },
}

export function role_name(role: string): string {
  if (role.startsWith('account:')) return say({ zh: '本人', en: 'in person' })
  const found = kSides[role] ?? kShortRoles[role] ?? kRoles[role]?.name
  return found ? say(found) : role
}
