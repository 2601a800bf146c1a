// Check characters of the resident identity number (GB 11643-1999, ISO 7064 MOD 11-2) and of the unified social credit code
// (GB 32100-2015, MOD 31). Says what is wrong, not only that it is.
import { valid_date } from './dates'

export type Checked =
  | { ok: true; value: string }
  | { ok: false; why: 'length' | 'sign' | 'birth' | 'check'; expected?: string }

const kIdWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const kIdSigns = '10X98765432'
const kCodeSigns = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const kCodeWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** Spaces and the like that a reader or a paste brings along are dropped; letters are made capital. */
export function tidy(typed: string): string {
  return typed.replace(/[\s\-‐–—·]/g, '').toUpperCase()
}

/** @param born_by no later birthday is believed: the bureau's today, YYYY-MM-DD */
export function check_id_number(typed: string, born_by: string): Checked {
  const value = tidy(typed)
  if (value.length !== 18) return { ok: false, why: 'length' }
  if (!/^\d{17}[\dX]$/.test(value)) return { ok: false, why: 'sign' }
  const birth = `${value.slice(6, 10)}-${value.slice(10, 12)}-${value.slice(12, 14)}`
  if (!valid_date(birth) || birth < '1900-01-01' || birth > born_by) return { ok: false, why: 'birth' }
  const sum = kIdWeights.reduce((total, weight, index) => total + weight * Number(value[index]), 0)
  const expected = kIdSigns[sum % 11]!
  return value[17] === expected ? { ok: true, value } : { ok: false, why: 'check', expected }
}

export function check_credit_code(typed: string): Checked {
  const value = tidy(typed)
  if (value.length !== 18) return { ok: false, why: 'length' }
  if ([...value].some((sign) => !kCodeSigns.includes(sign)) || !/^..\d{6}/.test(value)) return { ok: false, why: 'sign' }
  const sum = kCodeWeights.reduce((total, weight, index) => total + weight * kCodeSigns.indexOf(value[index]!), 0)
  const expected = kCodeSigns[(31 - (sum % 31)) % 31]!
  return value[17] === expected ? { ok: true, value } : { ok: false, why: 'check', expected }
}
