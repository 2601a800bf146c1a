// What a page tells the shell about itself: address, title, and its place on the rail if it has one. Each page's
// page.ts exports one of these (or a list); app/router.ts collects them, so adding a page touches no other file.
import type { Component } from 'vue'
import type { Text } from '@/lib/language'
import type { IconName } from '@/components/icons'

export interface Place {
  /** Order on the rail, from the top. */
  order: number
  /** Second key after G. */
  key: string
  icon: IconName
  label: Text
  /** At the foot of the rail. */
  foot?: boolean
  /** Where the rail leads, when the path has parameters. */
  to?: string
  /** Staff roles that see it; all when absent. */
  roles?: readonly string[]
}

export interface Page {
  name: string
  path: string
  title: Text
  view: () => Promise<{ default: Component }>
  place?: Place
  /** Path of the place that is marked on the rail while this page shows. */
  under?: string
  /** Drawn without top bar and rail (log-in, wall, prints). */
  bare?: boolean
  /** Answers without a session. */
  open?: boolean
}
