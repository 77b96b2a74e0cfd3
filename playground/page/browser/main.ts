import '@skyra/discord-components-core/discord-action-row.js'
import '@skyra/discord-components-core/discord-embed-description.js'
import '@skyra/discord-components-core/discord-embed-fields.js'
import '@skyra/discord-components-core/discord-messages.js'
import './styles/page.css'
import { render } from 'lit'
import { Client } from './client.ts'
import { keepFilesOut } from './composer/dropping.ts'
import { dressComponents } from './skin.ts'
import { page } from './view/page.ts'

dressComponents()
keepFilesOut()
const client = new Client((drawn) => {
  document.documentElement.lang = drawn.locale
  document.documentElement.dataset['theme'] = drawn.view.isDark ? 'dark' : 'light'
  document.title = drawn.words.title
  render(page(drawn), document.body)
})
client.start()
client.changed()
