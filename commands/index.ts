import type { Commands } from '../src/discord/interactions/command.ts'
import { about } from './about.ts'
import { ask } from './ask.ts'
import { help } from './help.ts'
import { leave } from './leave.ts'

/** Everything people can do by command. */
export const commands: Commands = { slash: [ask, leave, help], message: [about] }
