import './styles/page.css'
import { render } from 'lit'
import { Client } from './client.ts'
import { keepFilesOut } from './composer/dropping.ts'
import { page } from './layout/page.ts'
import { loadColours } from './messages/code.ts'

keepFilesOut()
const client = new Client((drawn) => {
  markDocument(drawn)
  render(page(drawn), document.body)
})
client.start()
client.changed()
addEventListener('load', () => setTimeout(() => loadColours(client), 100))

/** Sets only what differs: setting `lang`, even to the same value, restyles the whole document. */
function markDocument({ locale, view, words }: Client): void {
  const root = document.documentElement
  const theme = view.isDark ? 'dark' : 'light'
  if (root.lang !== locale) root.lang = locale
  if (root.dataset['theme'] !== theme) root.dataset['theme'] = theme
  if (document.title !== words.title) document.title = words.title
}
