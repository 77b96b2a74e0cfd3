import {
  type APIButtonComponentWithCustomId,
  type APIMessage,
  ButtonStyle,
  ComponentType,
} from 'discord.js'
import type { ButtonKind } from '../../core/reply.ts'
import { textsFor } from '../../locales/index.ts'

/** The question whose answer a button belongs to. */
export interface QuestionReference {
  /** The id of the command or message that asked. */
  readonly trigger: string
  readonly askerId: string
}

/** Makes the buttons of an answer. Their custom ids carry all they need, so they never expire. */
export function buttonFactory(
  { trigger, askerId }: QuestionReference,
  locale: string,
): (kind: ButtonKind) => APIButtonComponentWithCustomId {
  const { buttons } = textsFor(locale)
  return (kind) => ({
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: buttons[kind],
    custom_id: `${kind}:${trigger}:${askerId}`,
  })
}

const pattern = /^(?<kind>stop|retry|continue|delete):(?<trigger>\d+):(?<askerId>\d+)$/

/** The custom ids of the buttons of a message. */
export function customIdsIn({ components = [] }: APIMessage): readonly string[] {
  return components
    .flatMap((row) => (row.type === ComponentType.ActionRow ? row.components : []))
    .flatMap((each) => ('custom_id' in each ? [each.custom_id] : []))
}

/** Whether it is the button of an answer that is being typed. */
export function isStopButton(customId: string): boolean {
  return parseCustomId(customId)?.kind === 'stop'
}

/** Whether it is a button of an answer that has ended. */
export function isEndButton(customId: string): boolean {
  const button = parseCustomId(customId)
  return button !== undefined && button.kind !== 'stop'
}

/** Reads a custom id; `undefined` for one that is not Platen's. */
export function parseCustomId(
  customId: string,
): (QuestionReference & { readonly kind: string }) | undefined {
  const { kind, trigger, askerId } = pattern.exec(customId)?.groups ?? {}
  const isOurs = kind !== undefined && trigger !== undefined && askerId !== undefined
  return isOurs ? { kind, trigger, askerId } : undefined
}
