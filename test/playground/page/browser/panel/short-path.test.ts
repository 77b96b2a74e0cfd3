import { expect, it } from 'vitest'
import { shortPath } from '../../../../../playground/page/browser/panel/short-path.ts'

it.each([
  ['/v10/channels/123456789012345678/messages', '/v10/channels/…5678/messages'],
  ['/v10/messages/1/reactions/%F0%9F%91%8D/%40me', '/v10/messages/1/reactions/👍/@me'],
  ['/v10/%/%E0%A4/%40me', '/v10/%/%E0%A4/@me'],
])('shortens %s', (path, short) => {
  expect(shortPath(path)).toBe(short)
})
