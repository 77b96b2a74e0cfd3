import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { doubtModels, type ModelSettings, modelChoice } from '../../src/model/choice.ts'
import { ModelList, namesOf } from '../../src/model/list.ts'
import { connect } from '../../src/model/openai.ts'
import { ManualClock, settle } from '../support/manual-clock.ts'
import { type ModelServer, startModelServer } from '../support/model-server.ts'

let server: ModelServer

beforeEach(async () => {
  server = await startModelServer()
})
afterEach(() => server[Symbol.asyncDispose]())

const listAt = (baseUrl: string) =>
  new ModelList(() => namesOf(connect({ apiKey: 'key', baseUrl })), systemClock)

const choose = (name?: string, choosable: readonly string[] = []) =>
  modelChoice(listAt(server.baseUrl), { name, choosable })

describe('the default model', () => {
  it('is the one that was set', async () => {
    expect(await choose('mine').defaultName()).toBe('mine')
  })

  it('is the only one that the server has', async () => {
    expect(await choose().defaultName()).toBe('test-model')
  })

  it('is a setting to mend where the server has several, and names them', async () => {
    server.models = ['small', 'large']
    const failure = await choose()
      .defaultName()
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ kind: 'no-model' })
    expect(String(failure)).toContain('small, large')
  })

  it('is asked for again when the server did not answer', async () => {
    const models = choose()
    await server[Symbol.asyncDispose]()
    await expect(models.defaultName()).rejects.toMatchObject({ kind: 'unreachable' })
    await expect(models.defaultName()).rejects.toMatchObject({ kind: 'unreachable' })
  })
})

describe('the models to choose', () => {
  it('are the default alone where no others are allowed', async () => {
    server.models = ['small', 'large']
    const models = choose('small')
    expect(await models.choosable()).toEqual(['small'])
    expect(await models.isChoosable('small')).toBe(true)
    expect(await models.isChoosable('large')).toBe(false)
  })

  it('are those of the server that are allowed, the default first', async () => {
    server.models = ['org/a', 'org/b', 'other', 'small']
    const models = choose('small', ['org/*', 'gone'])
    expect(await models.choosable()).toEqual(['small', 'org/a', 'org/b'])
    const names = ['small', 'org/a', 'other', 'gone', 'org/c', '']
    const choosable = await Promise.all(names.map((name) => models.isChoosable(name)))
    expect(choosable).toEqual([true, true, false, false, false, false])
  })

  it('are those that were set where the server says nothing', async () => {
    const models = choose('small', ['large', 'org/*'])
    await server[Symbol.asyncDispose]()
    expect(await models.choosable()).toEqual(['small', 'large'])
    expect(await models.isChoosable('large')).toBe(true)
  })

  it('may be called as Ollama calls them', async () => {
    server.models = ['llama3:latest', 'qwen3:8b']
    const models = choose('llama3', ['qwen3:*'])
    expect(await models.choosable()).toEqual(['llama3', 'qwen3:8b'])
    expect(await models.isChoosable('llama3:latest')).toBe(true)
  })
})

describe('the list of models', () => {
  const settings: ModelSettings = { name: 'small', choosable: ['*'] }

  it('is asked for once a minute', async () => {
    const clock = new ManualClock()
    let asked = 0
    const list = new ModelList(async () => [`model-${++asked}`], clock)
    const models = modelChoice(list, settings)
    await Promise.all([models.choosable(), models.choosable()])
    await models.isChoosable('x')
    expect(asked).toBe(1)
    await clock.advance(60_000)
    expect(await models.choosable()).toEqual(['small', 'model-2'])
    expect(clock.sleepers).toBe(0)
  })

  it('lets nobody wait longer than two seconds', async () => {
    const clock = new ManualClock()
    const slow = new ModelList(() => new Promise(() => undefined), clock)
    const choosable = modelChoice(slow, settings).choosable()
    let names: readonly string[] | undefined
    void choosable.then((all) => {
      names = all
    })
    await clock.advance(1_999)
    await settle()
    expect(names).toBeUndefined()
    await clock.advance(1)
    expect(names).toEqual(['small'])
  })

  it('keeps what it knew when the server fails later', async () => {
    const clock = new ManualClock()
    let fails = false
    const list = new ModelList(async () => {
      if (fails) throw new Error('down')
      return ['large']
    }, clock)
    const models = modelChoice(list, settings)
    await models.choosable()
    fails = true
    await clock.advance(60_000)
    expect(await models.choosable()).toEqual(['small', 'large'])
  })
})

describe('a doubt', () => {
  it('is raised for each name that the server does not list', async () => {
    server.models = ['small', 'large']
    const doubts = await doubtModels(listAt(server.baseUrl), {
      ...{ name: 'smal', choosable: ['large', 'huge', 'org/*'] },
    })
    expect(doubts.map(({ model }) => model)).toEqual(['smal', 'huge'])
    expect(doubts[0]?.doubt).toContain('small, large')
  })

  it('is none where the server cannot be asked', async () => {
    const list = listAt(server.baseUrl)
    await server[Symbol.asyncDispose]()
    expect(await doubtModels(list, { name: 'small', choosable: [] })).toEqual([])
  })
})
