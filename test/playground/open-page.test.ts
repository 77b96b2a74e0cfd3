import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { closeServer, listen } from '../../playground/listen.ts'
import { openPage } from '../../playground/open-page.ts'
import type { PageSource } from '../../playground/page/server.ts'

const source: PageSource = {
  state: () => {
    throw new Error('Nobody looks')
  },
  subscribe: () => () => {},
  perform: async () => undefined,
}

async function takenPort() {
  const server = createServer()
  const port = await listen(server, 0)
  return { port, free: () => closeServer(server) }
}

describe('openPage', () => {
  it('takes the next free port when nobody asked for one', async () => {
    const first = await openPage(source, {})
    const second = await openPage(source, { PLAYGROUND_PORT: '' })
    const [firstPort, secondPort] = [first, second].map(({ url }) => Number(new URL(url).port))
    expect(firstPort).toBeGreaterThanOrEqual(4280)
    expect(secondPort).toBeGreaterThan(firstPort ?? Number.NaN)
    await first.close()
    await second.close()
  })

  it('opens at the port that was asked for', async () => {
    const { port, free } = await takenPort()
    await free()
    const page = await openPage(source, { PLAYGROUND_PORT: ` ${port} ` })
    expect(page.url).toBe(`http://localhost:${port}`)
    await page.close()
  })

  it('says so when the port that was asked for is taken', async () => {
    const { port, free } = await takenPort()
    const opening = openPage(source, { PLAYGROUND_PORT: String(port) })
    await expect(opening).rejects.toThrow(`PLAYGROUND_PORT: port ${port} is taken`)
    await free()
  })

  it.each(['0', '70000', 'http', '1.5'])('refuses %j as a port', async (wanted) => {
    await expect(openPage(source, { PLAYGROUND_PORT: wanted })).rejects.toThrow('PLAYGROUND_PORT')
  })
})
