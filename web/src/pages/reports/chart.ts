// Bars of a report by group, drawn by ECharts on canvas: loaded with the statistics page only. The table below the chart holds
// the same numbers. A click on a bar tells which.
import { BarChart } from 'echarts/charts'
import { GridComponent } from 'echarts/components'
import { init, use, type ECharts } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, GridComponent, CanvasRenderer])

export interface Bar {
  name: string
  value: number
  label: string
}
function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--hj-${name}`).trim()
}
export function open_chart(element: HTMLElement, chosen: (index: number) => void): ECharts {
  const chart = init(element, undefined, { renderer: 'canvas' })
  chart.on('click', (event) => chosen(event.dataIndex))
  return chart
}
/** @param is_share values from 0 to 1: the axis ends at 100 %. */
export function draw(chart: ECharts, bars: readonly Bar[], is_share: boolean): void {
  const font = { color: token('ink'), fontSize: 14, fontFamily: getComputedStyle(document.body).fontFamily }
  chart.setOption(
    {
      animation: false,
      grid: { left: 8, right: 96, top: 4, bottom: 4, containLabel: true },
      xAxis: { type: 'value', show: false, max: is_share ? 1 : undefined },
      yAxis: {
        type: 'category', inverse: true, data: bars.map((bar) => bar.name), axisLine: { show: false }, axisTick: { show: false },
        axisLabel: { ...font, width: 220, overflow: 'truncate' },
      },
      series: [
        {
          type: 'bar', barMaxWidth: 22, itemStyle: { color: token('brand') }, showBackground: is_share, backgroundStyle: { color: token('hatch') },
          data: bars.map((bar) => bar.value), cursor: 'pointer',
          label: { show: true, position: 'right', ...font, formatter: ({ dataIndex }: { dataIndex: number }) => bars[dataIndex]?.label ?? '' },
        },
      ],
    },
    true,
  )
}
