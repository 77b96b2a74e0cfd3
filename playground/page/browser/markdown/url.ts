/** What Discord makes a link of; anything else stays text. */
const protocols = ['http:', 'https:', 'discord:', 'tel:', 'sms:', 'mailto:']

/** Whether Discord links the address: it refuses one that hides where it leads. */
export function isLinked(url: string): boolean {
  if (/\s/.test(url) || !URL.canParse(url)) return false
  const { protocol } = new URL(url)
  if (!protocols.includes(protocol)) return false
  return !protocol.startsWith('http') || /^https?:\/\/[^/%]+(?:\/|$)/i.test(url)
}
