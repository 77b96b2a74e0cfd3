import type { APIUser } from 'discord-api-types/v10'
import { html, type TemplateResult } from 'lit'
import { nameOf } from '../state/channel.ts'

/** Colours on which white letters can be read. */
const colours = ['#5865f2', '#2d7d46', '#a8479b', '#b3541e', '#1f7a8c', '#8a3ffc']

const drawn = new Map<string, string>()

/** A picture as a `data:` URL: the page loads nothing from other servers. */
function avatarUrl(
  user: Pick<APIUser, 'id' | 'username' | 'bot'> & { global_name?: string | null },
): string {
  const letter = Array.from(nameOf(user as APIUser))[0]?.toUpperCase() ?? '?'
  const key = `${user.id}${letter}`
  const known = drawn.get(key)
  if (known !== undefined) return known
  const colour = user.bot ? '#5865f2' : colours[hashOf(user.username) % colours.length]
  const drawing = user.bot ? platen : letterDrawing(letter)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="${colour}"/>${drawing}</svg>`
  const url = `data:image/svg+xml,${encodeURIComponent(svg)}`
  drawn.set(key, url)
  return url
}

/** The roller of a typewriter, with a sheet of paper. */
const platen =
  '<path fill="#fff" d="M13 8h14v12H13z"/><path fill="#c9cdfb" d="M16 11h8v1.500h-8zm0 3.500h5V16h-5z"/><rect x="7" y="20" width="26" height="7" rx="3.500" fill="#1e1f22"/><path fill="#fff" d="M11 29h18v2.500H11z"/>'

/** Of the name, because ids change with each start. */
function hashOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0)
}

function letterDrawing(letter: string): string {
  const safe = letter.replace(/[<>&"]/g, '')
  return `<text x="20" y="27" font-family="sans-serif" font-size="19" fill="#fff" text-anchor="middle">${safe}</text>`
}

export function avatar(user: APIUser, size: number): TemplateResult {
  return html`<img class="avatar" src=${avatarUrl(user)} width=${size} height=${size} alt="" />`
}
