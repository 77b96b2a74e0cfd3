import { type ModelServer, startModelServer } from 'model-sandbox'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ModelFailure, type Models } from '../../src/core/model.ts'
import { checkModels, modelChoice } from '../../src/model/model-choice.ts'
import { ModelList, namesOf } from '../../src/model/model-list.ts'
import { connect } from '../../src/model/openai.ts'
import { ManualClock } from '../support/manual-clock.ts'

/** A server's list as the test has it: names, or what it fails with, or a list that never comes. */
type Listing = readonly string[] | ModelFailure | 'never'

function scene(
  listing: Listing,
  { name, choosable = [] }: { name?: string; choosable?: readonly string[] },
) {
  const clock = new ManualClock()
  const server = { listing, asked: 0 }
  const list = new ModelList(async () => {
    server.asked += 1
    if (server.listing === 'never') return new Promise(() => {})
    if (server.listing instanceof ModelFailure) throw server.listing
    return server.listing
  }, clock)
  const settings = { name, choosable }
  return { clock, server, list, settings, models: modelChoice(list, settings) }
}

const away = new ModelFailure('unreachable', 'Nobody is there')
const noList = new ModelFailure('not-found', 'No such address')

describe('defaultName', () => {
  it('is the one that was set, and the server is not asked', async () => {
    const { models, server } = scene(['other'], { name: 'mine', choosable: ['*'] })
    expect(await models.defaultName()).toBe('mine')
    expect(server.asked).toBe(0)
  })

  it('is the only one that the server has, which is asked once a minute', async () => {
    const { models, server, clock } = scene(['only'], {})
    expect(await models.defaultName()).toBe('only')
    await clock.advance(59_000)
    expect(await models.defaultName()).toBe('only')
    expect(server.asked).toBe(1)
  })

  it('follows a server that serves another one now, and stays where it got more', async () => {
    const { models, server, clock } = scene(['first'], {})
    await models.defaultName()
    server.listing = ['second']
    await clock.advance(60_000)
    expect(await models.defaultName()).toBe('second')
    server.listing = ['first', 'second']
    await clock.advance(60_000)
    expect(await models.defaultName()).toBe('second')
    server.listing = ['first', 'third']
    await clock.advance(60_000)
    await expect(models.defaultName()).rejects.toMatchObject({ kind: 'no-model' })
  })

  it.each([
    [['small', 'large'], /OPENAI_MODEL.*small, large$/],
    [[], /OPENAI_MODEL.*names no model/],
    [Array.from({ length: 21 }, (_, index) => `m${index}`), /m19, \.\.\.$/],
  ])('is a setting to mend where the server has %j', async (names, message) => {
    const { models } = scene(names, {})
    await expect(models.defaultName()).rejects.toMatchObject({ kind: 'no-model', message })
  })

  it('is asked for again at once where the server failed', async () => {
    const { models, server } = scene(away, {})
    await expect(models.defaultName()).rejects.toBe(away)
    server.listing = ['only']
    expect(await models.defaultName()).toBe('only')
  })

  it('waits no longer than two seconds for news of a list that it has', async () => {
    const { models, server, clock } = scene(['only'], {})
    await models.defaultName()
    server.listing = 'never'
    await clock.advance(60_000)
    const name = models.defaultName()
    await clock.advance(2_000)
    expect(await name).toBe('only')
  })
})

describe('choosable', () => {
  const server = ['gpt-5', 'gpt-5-mini', 'o3', 'org/large:free', 'a.c', 'abc']

  it.each([
    [[], ['o3']],
    [['*'], ['o3', 'gpt-5', 'gpt-5-mini', 'org/large:free', 'a.c', 'abc']],
    [['gpt-5*'], ['o3', 'gpt-5', 'gpt-5-mini']],
    [['gpt-5'], ['o3', 'gpt-5']],
    [
      ['*-mini', 'org/*'],
      ['o3', 'gpt-5-mini', 'org/large:free'],
    ],
    [
      ['a.c', 'GPT-5', 'missing'],
      ['o3', 'a.c'],
    ],
    [['o3', '*o*o*'], ['o3']],
    [['g(t|[', 'o3\\'], ['o3']],
  ])('is the default, and what the server has of %j', async (allowed, expected) => {
    const { models } = scene(server, { name: 'o3', choosable: allowed })
    expect(await models.choosable()).toEqual(expected)
  })

  it('begins with the only model of the server where no default was set', async () => {
    expect(await scene(['only'], { choosable: ['*'] }).models.choosable()).toEqual(['only'])
    expect(await scene(['one', 'two'], { choosable: ['*'] }).models.choosable()).toEqual([
      'one',
      'two',
    ])
  })

  it('takes Ollama’s name with ":latest" for the one without, both ways', async () => {
    const tags = ['llama3:latest', 'llama3:70b', 'qwen3:latest']
    const short = scene(tags, { name: 'llama3', choosable: ['llama3*', 'qwen3'] })
    expect(await short.models.choosable()).toEqual(['llama3', 'llama3:70b', 'qwen3:latest'])
    const long = scene(['llama3', 'qwen3'], { name: 'llama3:latest', choosable: ['qwen3:latest'] })
    expect(await long.models.choosable()).toEqual(['llama3:latest', 'qwen3'])
  })

  it.each([
    ['fails', away],
    ['has no list', noList],
    ['has an empty one', []],
  ])('is what was set by its whole name where the server %s', async (_, listing) => {
    const { models } = scene(listing, { name: 'mine', choosable: ['a*', 'b', 'mine', 'c'] })
    expect(await models.choosable()).toEqual(['mine', 'b', 'c'])
  })

  it('asks a server that fails no more often than once a minute', async () => {
    const { models, server, clock } = scene(away, { name: 'mine', choosable: ['*'] })
    for (const _ of [1, 2, 3]) expect(await models.choosable()).toEqual(['mine'])
    expect(server.asked).toBe(1)
    server.listing = ['new']
    await clock.advance(60_000)
    expect(await models.choosable()).toEqual(['mine', 'new'])
    expect(server.asked).toBe(2)
  })

  it('knows a list that changed after a minute, and keeps the last one when the server fails', async () => {
    const { models, server, clock } = scene(['one'], { name: 'mine', choosable: ['*'] })
    expect(await models.choosable()).toEqual(['mine', 'one'])
    server.listing = ['two']
    await clock.advance(59_999)
    expect(await models.choosable()).toEqual(['mine', 'one'])
    await clock.advance(1)
    expect(await models.choosable()).toEqual(['mine', 'two'])
    server.listing = away
    await clock.advance(60_000)
    expect(await models.choosable()).toEqual(['mine', 'two'])
  })

  it('lets nobody wait longer than two seconds from when the server was asked', async () => {
    const { models, server, clock } = scene('never', { name: 'mine', choosable: ['*', 'other'] })
    const told: string[] = []
    const tell = async (who: string) => {
      expect(await models.choosable()).toEqual(['mine', 'other'])
      told.push(who)
    }
    const first = tell('first')
    await clock.advance(1_500)
    const second = tell('second')
    await clock.advance(499)
    expect(told).toEqual([])
    await clock.advance(1)
    expect(told).toEqual(['first', 'second'])
    // While it is still waited for, nobody else has to.
    await tell('third')
    await Promise.all([first, second])
    expect(server.asked).toBe(1)
    expect(clock.sleepers).toBe(0)
  })
})

describe('isChoosable', () => {
  const may = (models: Models, ...names: readonly string[]) =>
    Promise.all(names.map((name) => models.isChoosable(name)))

  it('is the default, however its list looks, and what is allowed and there', async () => {
    const { models } = scene(['gpt-5', 'llama3:latest'], {
      name: 'mine',
      choosable: ['gpt*', 'llama3'],
    })
    expect(await may(models, 'mine', 'mine:latest', 'gpt-5', 'llama3', 'llama3:latest')).toEqual([
      true,
      true,
      true,
      true,
      true,
    ])
    expect(await may(models, 'gpt-4', 'other', '', 'mine2', 'llama3:70b', '*')).toEqual(
      Array(6).fill(false),
    )
  })

  it('is only the default where nothing else was allowed, and no question for the server', async () => {
    const { models, server } = scene(['mine', 'other'], { name: 'mine' })
    expect(await may(models, 'mine', 'other')).toEqual([true, false])
    expect(server.asked).toBe(0)
  })

  it('is the server’s only model where no default was set', async () => {
    expect(await may(scene(['only'], {}).models, 'only', 'other')).toEqual([true, false])
  })

  it('is what was allowed where no list is known', async () => {
    const { models } = scene(noList, { name: 'mine', choosable: ['gpt*'] })
    expect(await may(models, 'gpt-4', 'other')).toEqual([true, false])
  })
})

describe('doubtModels', () => {
  it('doubts each name that was set and is not listed, and no pattern', async () => {
    const { list } = scene(['here:latest', 'small'], {})
    const settings = { name: 'mistyped', choosable: ['here', 'gone', 'mistyped', 'o*'] }
    const doubt = 'the model server does not list this model; it has here:latest, small'
    expect(await checkModels(list, settings)).toEqual([
      { model: 'mistyped', doubt },
      { model: 'gone', doubt },
    ])
  })

  it('doubts the address where it has no list', async () => {
    const { list } = scene(noList, {})
    const [first, ...others] = await checkModels(list, { name: 'mine', choosable: ['other'] })
    expect(first?.model).toBe('mine')
    expect(first?.doubt).toContain('does OPENAI_BASE_URL end in /v1?')
    expect(others).toEqual([])
  })

  it('doubts nothing where the server cannot be asked, has an empty list, or nothing was set', async () => {
    const settings = { name: 'mine', choosable: [] }
    expect(await checkModels(scene(away, {}).list, settings)).toEqual([])
    expect(await checkModels(scene([], {}).list, settings)).toEqual([])
    const unset = scene(['a'], {})
    expect(await checkModels(unset.list, { name: undefined, choosable: ['*'] })).toEqual([])
    expect(unset.server.asked).toBe(0)
  })
})

describe('with a real server', () => {
  let server: ModelServer
  beforeEach(async () => {
    server = await startModelServer()
  })
  afterEach(() => server[Symbol.asyncDispose]())

  function choiceOf({ name, choosable = [] }: { name?: string; choosable?: readonly string[] }) {
    const clock = new ManualClock()
    const client = connect({ apiKey: 'key', baseUrl: server.baseUrl })
    const list = new ModelList(() => namesOf(client), clock)
    return { clock, list, models: modelChoice(list, { name, choosable }) }
  }

  it('reads its list, once a minute', async () => {
    server.models = ['small', 'large']
    const { clock, models } = choiceOf({ name: 'small', choosable: ['*'] })
    expect(await models.choosable()).toEqual(['small', 'large'])
    server.models = ['small', 'huge']
    expect(await models.choosable()).toEqual(['small', 'large'])
    expect(server.listings).toBe(1)
    await clock.advance(60_000)
    expect(await models.choosable()).toEqual(['small', 'huge'])
  })

  it('does without a list', async () => {
    server.models = undefined
    const { list, models } = choiceOf({ name: 'small', choosable: ['large', 'o*'] })
    expect(await models.choosable()).toEqual(['small', 'large'])
    const [doubt] = await checkModels(list, { name: 'small', choosable: [] })
    expect(doubt?.doubt).toContain('/v1?')
    await expect(choiceOf({}).models.defaultName()).rejects.toMatchObject({ kind: 'not-found' })
  })

  it('does not wait for a slow list, and takes it when it has come', async () => {
    const { promise, resolve } = Promise.withResolvers<readonly string[]>()
    server.models = promise
    const { clock, models } = choiceOf({ name: 'small', choosable: ['*'] })
    const choosable = models.choosable()
    await clock.advance(2_000)
    expect(await choosable).toEqual(['small'])
    resolve(['small', 'large'])
    await expect.poll(() => models.choosable()).toEqual(['small', 'large'])
    expect(server.listings).toBe(1)
  })

  it('says that nobody is there', async () => {
    const { models } = choiceOf({})
    await server[Symbol.asyncDispose]()
    await expect(models.defaultName()).rejects.toMatchObject({ kind: 'unreachable' })
    server = await startModelServer()
  })

  it('makes the best of what is no list', async () => {
    // A server may send what its type does not allow.
    const ids = ['small', 7, undefined] as unknown as readonly string[]
    server.models = ids
    expect(await choiceOf({}).models.defaultName()).toBe('small')
  })
})
