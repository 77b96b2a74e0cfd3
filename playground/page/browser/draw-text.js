import { element } from './element.js'

/** @import { Block, ListItem } from '../markdown.ts' */
/** @import { Inline } from '../inline.ts' */

/**
 * @param {readonly Block[]} blocks
 * @returns {HTMLElement[]}
 */
export function drawBlocks(blocks) {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'fence': {
        const code = element('code', {}, block.text)
        return [element('pre', { tabindex: 0, 'data-language': block.language }, code)]
      }
      case 'quote':
        return [element('blockquote', {}, ...drawBlocks(block.blocks))]
      case 'list':
        return drawList(block.items)
      case 'heading':
        return [
          element('p', { class: `heading level-${block.level}` }, ...drawInline(block.children)),
        ]
      default:
        return [element('p', { class: block.kind }, ...drawInline(block.children))]
    }
  })
}

/**
 * Items that follow each other and are of one sort share a list; each shows its own depth.
 * @param {readonly ListItem[]} items
 * @returns {HTMLElement[]}
 */
function drawList(items) {
  /** @type {HTMLElement[]} */
  const lists = []
  for (const { depth, number, children } of items) {
    const tag = number === undefined ? 'ul' : 'ol'
    let list = lists.at(-1)
    if (list?.localName !== tag) {
      list = element(tag)
      lists.push(list)
    }
    const item = element('li', { value: number }, ...drawInline(children))
    item.style.marginInlineStart = `${depth * 1.4}em`
    list.append(item)
  }
  return lists
}

/**
 * @param {readonly Inline[]} nodes
 * @returns {(Node | string)[]}
 */
function drawInline(nodes) {
  return nodes.map((node) => {
    switch (node.kind) {
      case 'text':
        return node.text
      case 'code':
        return element('code', {}, node.text)
      case 'mention':
        return element('span', { class: 'mention' }, node.text)
      case 'link': {
        const attributes = { href: node.url, target: '_blank', rel: 'noreferrer noopener' }
        return element('a', attributes, ...drawInline(node.children))
      }
      case 'spoiler':
        return drawSpoiler(node.children)
      default:
        return element(tagOf[node.kind], {}, ...drawInline(node.children))
    }
  })
}

const tagOf = /** @type {const} */ ({ bold: 'strong', italic: 'em', underline: 'u', strike: 's' })

/**
 * @param {readonly Inline[]} children
 * @returns {HTMLElement}
 */
function drawSpoiler(children) {
  const spoiler = element(
    'span',
    { class: 'spoiler', role: 'button', tabindex: 0, 'aria-label': 'Spoiler: press to show' },
    ...drawInline(children),
  )
  const open = () => {
    spoiler.classList.add('open')
    spoiler.removeAttribute('role')
    spoiler.removeAttribute('aria-label')
  }
  spoiler.addEventListener('click', open)
  spoiler.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') open()
  })
  return spoiler
}
