// Single-key commands. They rest while typing in a field, while a layer is open that does not own them, and when a
// person has switched them off (WCAG 2.1.4). Ctrl+Enter and Escape always work.
import { onScopeDispose } from 'vue'
import { state } from '@/api/session'

type Keys = Record<string, (event: KeyboardEvent) => void>
interface Layer {
  keys: Keys
  /** Element that must hold the focus, or the whole page. */
  within?: () => HTMLElement | null | undefined
}

const layers: Layer[] = []
let prefix = ''
let prefix_at = 0

function is_typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type))
  )
}

function name_of(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'space' : event.key.length === 1 ? event.key.toLowerCase() : event.key
  return event.ctrlKey || event.metaKey ? `ctrl+${key}` : key
}

function run(name: string, event: KeyboardEvent): boolean {
  const open = document.querySelector<HTMLDialogElement>('dialog[open]')
  for (const layer of [...layers].reverse()) {
    const action = layer.keys[name]
    if (!action) continue
    const within = layer.within?.()
    if (layer.within && (!within || !within.contains(document.activeElement))) continue
    if (open && !(within && open.contains(within))) continue
    event.preventDefault()
    action(event)
    return true
  }
  return false
}

function on_key(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.altKey || event.isComposing) return
  const name = name_of(event)
  const single = !name.startsWith('ctrl+') && name !== 'Escape'
  if (single && (is_typing(event.target) || state.preferences.single_keys === false)) return
  const on_control = event.target instanceof HTMLElement && event.target.closest('button, a, [role="option"], summary')
  if ((name === 'Enter' || name === 'space') && on_control) return
  if (prefix && event.timeStamp - prefix_at < 1500) {
    const both = `${prefix} ${name}`
    prefix = ''
    if (run(both, event)) return
  }
  prefix = ''
  if (name === 'g' && !document.querySelector('dialog[open]')) {
    prefix = 'g'
    prefix_at = event.timeStamp
    return
  }
  run(name, event)
}

export function listen_to_keys(): void {
  document.addEventListener('keydown', on_key)
}

/** Commands while the component lives: {j: next, 'g d': go, 'ctrl+Enter': send}. The last registered wins. */
export function use_keys(keys: Keys, within?: Layer['within']): void {
  const layer = { keys, within }
  layers.push(layer)
  onScopeDispose(() => layers.splice(layers.indexOf(layer), 1))
}
