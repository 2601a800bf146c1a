// The one place that knows ECharts: bars of steps with the overdue part inside, loaded with the wall only. Drawn on canvas
// without tooltips, so the pages' policy holds; the same numbers stand in a table for who cannot see it.
import { BarChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, GridComponent, CanvasRenderer])

export interface BarRow {
  name: string
  count: number
  overdue: number
}
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--hj-wall-${name}`).trim()
}
export function open_chart(element: HTMLElement): ECharts {
  return init(element, undefined, { renderer: 'canvas' })
}
export function draw(chart: ECharts, rows: readonly BarRow[], still: boolean): void {
  const font = { color: token('text'), fontSize: 18, fontFamily: getComputedStyle(document.body).fontFamily }
  const names = rows.map((row) => row.name)
  chart.setOption({
    animation: !still,
    animationDurationUpdate: 300,
    grid: { left: 8, right: 72, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value', show: false },
    yAxis: { type: 'category', inverse: true, data: names, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { ...font, interval: 0, width: 250, overflow: 'truncate' } },
    series: [
      { type: 'bar', stack: 'all', barWidth: '58%', itemStyle: { color: token('overdue') }, data: rows.map((row) => row.overdue) },
      {
        type: 'bar', stack: 'all', itemStyle: { color: token('bar') }, data: rows.map((row) => row.count - row.overdue),
        label: { show: true, position: 'right', ...font, fontWeight: 600, formatter: ({ dataIndex }: { dataIndex: number }) => String(rows[dataIndex]?.count ?? '') },
      },
    ],
  })
}
