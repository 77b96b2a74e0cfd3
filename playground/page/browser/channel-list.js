import { element } from './element.js'

/** @import { PageChannel, PageState } from '../wire.ts' */

/**
 * Draws the channels, each with its threads below it.
 * @param {HTMLElement} list
 * @param {PageState} state
 * @param {{ openId: string | undefined, unread: ReadonlySet<string> }} view
 */
export function drawChannels(list, { channels }, { openId, unread }) {
  const hadFocus = document.activeElement?.getAttribute('href')
  const items = channels
    .filter(({ parentId }) => parentId === undefined)
    .flatMap((channel) => [
      drawLink(channel, openId, unread),
      ...channels
        .filter(({ parentId, isArchived, id }) => {
          return parentId === channel.id && (!isArchived || id === openId)
        })
        .map((thread) => drawLink(thread, openId, unread)),
    ])
  list.replaceChildren(...items)
  const focused = [...list.querySelectorAll('a')].find((a) => a.getAttribute('href') === hadFocus)
  if (hadFocus) focused?.focus()
}

/**
 * @param {PageChannel} channel
 * @param {string | undefined} openId
 * @param {ReadonlySet<string>} unread
 */
function drawLink({ id, name, parentId }, openId, unread) {
  const isThread = parentId !== undefined
  const link = element(
    'a',
    {
      href: `#${id}`,
      class: unread.has(id) ? 'unread' : undefined,
      'aria-current': id === openId ? 'page' : undefined,
    },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, isThread ? '└' : '#'),
    element('span', { class: 'name' }, name),
  )
  return element('li', { class: isThread ? 'thread' : undefined }, link)
}
