import { createServer } from 'node:http'
import { expect, it } from 'vitest'
import { closeServer, listen } from '../../playground/listen.ts'
import { openPage, type PageScene } from './support/page-scene.ts'
import { describeInBrowser } from './support/scene.ts'

/** A page without faults, except those that a test puts into it. */
function htmlWith(content: string): string {
  return `<!doctype html>
<html lang="en">
  <head><title>A page</title><link rel="icon" href="data:," /></head>
  <body><main><h1>A page</h1>${content}</main></body>
</html>`
}

/** Opens such a page. Its server answers all other paths with 404. */
async function open(
  content: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<PageScene> {
  await using resources = new AsyncDisposableStack()
  const server = createServer((request, response) => {
    const isPage = request.url === '/'
    response.writeHead(isPage ? 200 : 404, { 'content-type': 'text/html', ...headers })
    response.end(isPage ? htmlWith(content) : '')
  })
  const port = await listen(server, 0)
  resources.defer(() => closeServer(server))
  const opened = resources.use(await openPage(`http://localhost:${port}`))
  const held = resources.move()
  return { ...opened, [Symbol.asyncDispose]: () => held.disposeAsync() }
}

/** The page's signal that it has run the test's script. */
async function finished({ page }: PageScene): Promise<void> {
  await page.getByText('finished').waitFor()
}

const finish = `document.body.append('finished')`

describeInBrowser('expectQuiet', () => {
  it('is content with a page that does nothing wrong', async () => {
    await using scene = await open('<p>finished</p>')
    await finished(scene)
    await scene.expectQuiet()
  })

  it.each([
    {
      what: 'an error in the console',
      script: `console.error('It broke'); ${finish}`,
      trouble: 'console error: It broke',
    },
    {
      what: 'an error that nobody caught',
      script: `setTimeout(() => { ${finish}; throw new Error('It broke') })`,
      trouble: 'uncaught error: Error: It broke',
    },
    {
      what: 'a promise that nobody caught',
      script: `Promise.reject(new Error('It broke')); setTimeout(() => { ${finish} })`,
      trouble: 'uncaught error: Error: It broke',
    },
    {
      what: 'a file that is not there',
      script: `fetch('missing').then(() => { ${finish} })`,
      trouble: /failed request: \S+\/missing \(status 404\)/,
    },
    {
      what: 'an image of another host',
      script: `const image = new Image(); image.onerror = () => { ${finish} }
        image.src = 'http://other.example/image.png'`,
      trouble: 'request to another host: http://other.example/image.png',
    },
    {
      what: 'a font of another host',
      script: `new FontFace('Other', 'url(https://other.example/font.woff2)').load()
        .catch(() => { ${finish} })`,
      trouble: 'request to another host: https://other.example/font.woff2',
    },
    {
      what: 'a WebSocket to another host',
      script: `new WebSocket('wss://other.example/live').onerror = () => { ${finish} }`,
      trouble: 'request to another host: wss://other.example/live',
    },
    {
      what: 'another port of this computer',
      script: `fetch('http://localhost:9/').catch(() => { ${finish} })`,
      trouble: 'request to another host: http://localhost:9/',
    },
  ])('complains of $what', async ({ script, trouble }) => {
    await using scene = await open(`<script>${script}</script>`)
    await finished(scene)
    await expect(scene.expectQuiet()).rejects.toThrow(trouble)
  })
})

describeInBrowser('checkAccessibility', () => {
  it('names the rule, the element and the reason', async () => {
    await using scene = await open('<p>Text</p><img id="picture" src="data:," />')
    await expect(scene.checkAccessibility()).rejects.toThrow(
      /image-alt: #picture: .*does not have an alt attribute/,
    )
  })

  it('sees what is hard to read', async () => {
    await using scene = await open('<p style="color: #aaa; background: #fff">Pale</p>')
    await expect(scene.checkAccessibility()).rejects.toThrow(/color-contrast: p: /)
  })

  it('works on a page that allows no scripts, and is content where nothing is wrong', async () => {
    const headers = { 'content-security-policy': "default-src 'none'; img-src data:" }
    await using scene = await open('<p>Text</p>', headers)
    await scene.checkAccessibility()
    await scene.expectQuiet()
  })
})

describeInBrowser('longTasks', () => {
  it('tells of every time in which the page was busy for long', async () => {
    const busy = `const end = performance.now() + 120; while (performance.now() < end);`
    await using scene = await open(`<script>${busy}; setTimeout(() => { ${finish} })</script>`)
    await finished(scene)
    await expect
      .poll(async () => (await scene.longTasks()).map(({ durationMs }) => durationMs >= 120))
      .toContain(true)
  })
})

describeInBrowser('openPage', () => {
  it('shows the page as a person has set up their browser', async () => {
    await using scene = await open('<p>finished</p>')
    const read = () => ({
      width: innerWidth,
      prefersDark: matchMedia('(prefers-color-scheme: dark)').matches,
      prefersStillness: matchMedia('(prefers-reduced-motion: reduce)').matches,
      language: navigator.language,
    })
    expect(await scene.page.evaluate(read)).toEqual({
      width: 1280,
      prefersDark: true,
      prefersStillness: false,
      language: 'en-US',
    })
    await using other = await openPage(scene.page.url(), {
      viewport: { width: 390, height: 844 },
      colorScheme: 'light',
      locale: 'zh-CN',
      reducedMotion: 'reduce',
    })
    expect(await other.page.evaluate(read)).toEqual({
      width: 390,
      prefersDark: false,
      prefersStillness: true,
      language: 'zh-CN',
    })
  })
})
