/** One line of a panel: a value for each category, `undefined` where there is none. */
export interface Series {
  readonly name: string
  readonly values: readonly (number | undefined)[]
}

export interface Panel {
  readonly title: string
  readonly series: readonly Series[]
}

export interface Chart {
  readonly title: string
  readonly subtitle: string
  readonly categories: readonly string[]
  readonly panels: readonly Panel[]
  readonly footnotes: readonly string[]
}

const font = 'DejaVu Sans, Verdana, Arial, sans-serif'
const size = { width: 900, panelWidth: 420, panelHeight: 250, gap: 20, top: 142, left: 20 }
const plot = { left: 44, right: 12, top: 34, bottom: 30 }
const colours = ['#5865f2', '#d9480f', '#2b8a3e', '#868e96', '#1098ad', '#9c36b5', '#b08900']
const ink = { text: '#1f2328', quiet: '#59636e', grid: '#e4e7eb', axis: '#a8b0b8' }

/** The end of the scale: what is above stands at its edge, with its value. */
const most = 10
const ticks = [1, 1.5, 2, 3, 5, 10]

/** Draws values from 1 up on a logarithmic scale, a panel for each group, one colour per name. */
export function drawChart({ title, subtitle, categories, panels, footnotes }: Chart): string {
  const names = [...new Set(panels.flatMap(({ series }) => series.map(({ name }) => name)))]
  const rows = Math.ceil(panels.length / 2)
  const bottom = size.top + rows * (size.panelHeight + size.gap)
  const height = bottom + footnotes.length * 16 + 8
  const drawn = panels.map((panel, index) => {
    const x = size.left + (index % 2) * (size.panelWidth + size.gap)
    const y = size.top + Math.floor(index / 2) * (size.panelHeight + size.gap)
    return `<g transform="translate(${x} ${y})">${drawPanel(panel, names, categories)}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${height}" ` +
      `viewBox="0 0 ${size.width} ${height}" font-family="${font}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    text(title, { x: size.left, y: 32, size: 19, weight: 'bold' }),
    text(subtitle, { x: size.left, y: 53, size: 12.5, fill: ink.quiet }),
    drawLegend(names),
    ...drawn,
    ...footnotes.map((footnote, index) =>
      text(footnote, { x: size.left, y: bottom + 8 + index * 16, size: 11, fill: ink.quiet }),
    ),
    '</svg>\n',
  ].join('\n')
}

function drawPanel(
  { title, series }: Panel,
  names: readonly string[],
  categories: readonly string[],
): string {
  const width = size.panelWidth - plot.left - plot.right
  const height = size.panelHeight - plot.top - plot.bottom
  const xOf = (index: number) => plot.left + (width * (index + 0.5)) / categories.length
  const yOf = (value: number) => {
    const clipped = Math.min(most, Math.max(1, value))
    return plot.top + height * (1 - Math.log(clipped) / Math.log(most))
  }
  const lines = ticks.map((tick) => {
    const y = yOf(tick)
    const label = { x: plot.left - 7, y: y + 4, size: 11, anchor: 'end', fill: ink.quiet } as const
    const colour = tick === 1 ? ink.axis : ink.grid
    return line(plot.left, plot.left + width, y, colour) + text(`${tick}×`, label)
  })
  const labels = categories.map((category, index) =>
    text(category, { x: xOf(index), y: plot.top + height + 19, size: 12, anchor: 'middle' }),
  )
  const drawn = [...series].reverse().map(({ name, values }) => {
    const points = values.flatMap((value, index) =>
      value === undefined ? [] : [{ x: xOf(index), y: yOf(value), value }],
    )
    return drawSeries(points, { colour: colourOf(names, name), isFirst: name === names[0] })
  })
  const heading = text(title, { x: plot.left, y: 12, size: 13.5, weight: 'bold' })
  return [heading, ...lines, ...labels, ...drawn].join('')
}

interface Point {
  readonly x: number
  readonly y: number
  readonly value: number
}

function drawSeries(
  points: readonly Point[],
  { colour, isFirst }: { readonly colour: string; readonly isFirst: boolean },
): string {
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
  const radius = isFirst ? 5 : 3.5
  const dots = points.map(({ x, y, value }) => {
    const dot = `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" fill="${colour}"/>`
    if (value <= most) return dot
    const label = { x, y: y - 7, size: 10.5, anchor: 'middle', fill: colour } as const
    return dot + text(`${Math.round(value)}×`, label)
  })
  const stroke = `stroke="${colour}" stroke-width="${isFirst ? 3.5 : 1.75}"`
  return `<polyline points="${path}" fill="none" ${stroke}/>${dots.join('')}`
}

function drawLegend(names: readonly string[]): string {
  const columnWidth = 290
  return names
    .map((name, index) => {
      const x = size.left + (index % 3) * columnWidth
      const y = 78 + Math.floor(index / 3) * 20
      const mark = `<rect x="${x}" y="${y - 9}" width="14" height="10" rx="2" fill="${colourOf(names, name)}"/>`
      const weight = index === 0 ? 'bold' : 'normal'
      return mark + text(name, { x: x + 20, y, size: 11.5, weight })
    })
    .join('')
}

function colourOf(names: readonly string[], name: string): string {
  return colours[names.indexOf(name) % colours.length] ?? ink.text
}

function line(x1: number, x2: number, y: number, colour: string): string {
  return `<line x1="${x1}" x2="${x2}" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}" stroke="${colour}"/>`
}

interface TextStyle {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly weight?: 'bold' | 'normal'
  readonly anchor?: 'middle' | 'end'
  readonly fill?: string
}

function text(content: string, { x, y, size, weight, anchor, fill }: TextStyle): string {
  return (
    `<text x="${x}" y="${y.toFixed(1)}" font-size="${size}" fill="${fill ?? ink.text}" ` +
    `font-weight="${weight ?? 'normal'}" text-anchor="${anchor ?? 'start'}">${escaped(content)}</text>`
  )
}

function escaped(content: string): string {
  return content.replace(/&/g, '&amp;').replace(/</g, '&lt;')
}
