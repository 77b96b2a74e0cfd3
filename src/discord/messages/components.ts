import {
  type APIButtonComponentWithCustomId,
  type APIMessage,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { ButtonKind } from '../../core/ports.ts'
import { textsFor } from '../../locales/index.ts'

/** Whose answer to what a button belongs to. */
export interface Subject {
  /** The id of the command or message that asked. */
  readonly trigger: string
  readonly askerId: string
}

/** The button for each control. Its id says all it needs, so it works for as long as it is there. */
export function buttonsFor(
  { trigger, askerId }: Subject,
  locale: string,
): (control: ButtonKind) => APIButtonComponentWithCustomId {
  const { stop, retry, goOn, remove } = textsFor(locale).buttons
  const labels = { stop, retry, continue: goOn, delete: remove }
  return (control) => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: labels[control],
    custom_id: `${control}:${trigger}:${askerId}`,
  })
}

const pattern = /^(?<control>stop|retry|continue|delete):(?<trigger>\d+):(?<askerId>\d+)$/

/** The ids of the buttons below a message. */
export function buttonIdsOf({ components = [] }: APIMessage): readonly string[] {
  return components
    .flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
    .flatMap((each) => ('custom_id' in each ? [each.custom_id] : []))
}

/** Whether it is a button that only answers have which are being typed. */
export function isStopButton(customId: string): boolean {
  return readButton(customId)?.control === 'stop'
}

/** Whether it is a button that only answers have which have ended. */
export function isEndButton(customId: string): boolean {
  const button = readButton(customId)
  return button !== undefined && button.control !== 'stop'
}

/** What a button's id says; `undefined` for one that is none of ours. */
export function readButton(customId: string): (Subject & { readonly control: string }) | undefined {
  const { control, trigger, askerId } = pattern.exec(customId)?.groups ?? {}
  const isOurs = control !== undefined && trigger !== undefined && askerId !== undefined
  return isOurs ? { control, trigger, askerId } : undefined
}
