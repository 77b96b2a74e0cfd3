import type { PageCommand } from '../../protocol.ts'

/** Discord's type of slash commands. */
export const slashCommand = 1

/** A command typed in full, with a space after its name. The rest goes into its first option. */
export function typedCommand(
  commands: readonly PageCommand[],
  text: string,
): { readonly command: PageCommand; readonly rest: string } | undefined {
  const [, name, rest = ''] = /^\/(\S+)\s([\s\S]*)$/u.exec(text) ?? []
  if (name === undefined) return undefined
  const typed = commands.filter(({ type }) => type === slashCommand)
  const command =
    typed.find((each) => each.shownName === name) ?? typed.find((each) => each.name === name)
  return command === undefined ? undefined : { command, rest }
}
