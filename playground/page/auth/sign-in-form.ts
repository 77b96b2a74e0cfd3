import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'

export type Language = 'en' | 'zh'

/** Why the form is shown again: a wrong pass phrase, or an attempt during the wait. */
export type Problem = 'wrong' | { readonly waitSeconds: number }

interface Words {
  readonly language: string
  readonly title: string
  readonly about: string
  readonly label: string
  readonly button: string
  readonly wrong: string
  readonly wait: (seconds: number) => string
}

const words: Readonly<Record<Language, Words>> = {
  en: {
    language: 'en',
    title: 'Platen playground',
    about:
      'This page asks for a pass phrase. It stands in the terminal in which the playground was started, or is the one that was set there as PLAYGROUND_PASSPHRASE.',
    label: 'Pass phrase',
    button: 'Open the page',
    wrong: 'That is not the pass phrase.',
    wait: (seconds) =>
      `There were too many wrong throttle. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  },
  zh: {
    language: 'zh-Hans',
    title: 'Platen 练习场',
    about:
      '打开此页需要口令。口令显示在启动练习场的终端里；如果设置了 PLAYGROUND_PASSPHRASE，就是所设的值。',
    label: '口令',
    button: '打开页面',
    wrong: '口令不对。',
    wait: (seconds) => `错误次数过多，请在 ${seconds} 秒后重试。`,
  },
}

const style = readFileSync(new URL('./sign-in.css', import.meta.url), 'utf8')
const styleHash = createHash('sha256').update(style).digest('base64')

/** Allows the form to post to its own server, and its style. Nothing else loads or runs. */
export const formPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`

/** The page that asks for the pass phrase. It works without script. */
export function signInForm(language: Language, problem?: Problem) {
  const said = words[language]
  const trouble =
    problem === undefined || problem === 'wrong' ? said.wrong : said.wait(problem.waitSeconds)
  const told = problem === undefined ? '' : html`<p id="problem" role="alert">${trouble}</p>`
  const marks = problem === undefined ? '' : raw('aria-describedby="problem" aria-invalid="true"')
  // Password managers store a phrase with a user name, and look for it in the same form.
  return html`<!doctype html>
<html lang="${said.language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${problem === undefined ? '' : `${trouble} – `}${said.title}</title>
    <link rel="icon" href="data:," />
    <style>${raw(style)}</style>
  </head>
  <body>
    <main>
      <h1>${said.title}</h1>
      <p>${said.about}</p>
      <form method="post" action="/sign-in">
        <input type="text" name="name" value="playground" autocomplete="username" hidden />
        <label for="phrase">${said.label}</label>
        <input type="password" id="phrase" name="phrase" autocomplete="current-password" required autofocus ${marks} />
        ${told}
        <button type="submit">${said.button}</button>
      </form>
    </main>
  </body>
</html>`
}
