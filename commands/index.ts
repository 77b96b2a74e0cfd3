import type { Command } from '../src/discord/command.ts'
import { ask } from './ask.ts'

/** Everything people can do by command. */
export const commands: readonly Command[] = [ask]
