import { describe, expect, it } from 'vitest'
import { typedCommand } from '../../../../../playground/page/browser/composer/typed-command.ts'
import type { PageCommand } from '../../../../../playground/page/protocol.ts'

function command(name: string, shownName = name, type = 1): PageCommand {
  const rest = { options: [], isRequired: false, hasAutocomplete: false, choices: [] }
  return { name, shownName, type, shownDescription: '', ...rest }
}

const commands = [
  command('ask', '提问'),
  command('a.b'),
  command('report', 'report', 3),
  command('old', 'new'),
  command('new', 'newest'),
]

describe('typedCommand', () => {
  it.each([
    ['/ask why?', 'ask', 'why?'],
    ['/ask ', 'ask', ''],
    ['/ask\nwhy?\nreally', 'ask', 'why?\nreally'],
    ['/ask  two', 'ask', ' two'],
    ['/提问 为什么', 'ask', '为什么'],
    ['/a.b c', 'a.b', 'c'],
    // The localised name takes precedence over the registered one.
    ['/new x', 'old', 'x'],
  ])('finds the command of %j', (text, name, rest) => {
    expect(typedCommand(commands, text)).toMatchObject({ command: { name }, rest })
  })

  it.each([
    '/ask',
    'ask why?',
    ' /ask why?',
    '/asks why?',
    '/as k',
    '/ ',
    '//ask x',
    '/report x',
    '',
  ])('finds none in %j', (text) => {
    expect(typedCommand(commands, text)).toBeUndefined()
  })
})
