import { expect, it } from 'vitest'
import { ModelSwitch } from '../../playground/model-switch.ts'

/** Number of listening servers in this process. */
function servers(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length
}

it('leaves no model running, however often and late it is told to go back to the first', async () => {
  const before = servers()
  const model = await ModelSwitch.start({})
  await Promise.all([model.use(undefined), model.use(undefined)])
  const late = model.use(undefined)
  await model.close()
  await late
  await expect.poll(servers).toBe(before)
})
