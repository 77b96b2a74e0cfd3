import type { Message } from 'discord.js'
import type { Target } from './host.ts'

const pageLimit = 2_000

/** The messages of one answer, through the queue of discord.js. A long text is cut every 2,000 characters. */
export class Sheet {
  readonly #target: Target
  readonly #pages: { readonly message: Message; text: string }[] = []

  constructor(target: Target) {
    this.#target = target
  }

  /** How many messages a text needs that are not there yet. */
  missing(text: string): number {
    return Math.ceil(text.trimEnd().length / pageLimit) - this.#pages.length
  }

  /** Edits what has changed and creates what is missing, one request after the other. */
  async show(untrimmed: string): Promise<void> {
    // Discord refuses a message of white space.
    const text = untrimmed.trimEnd()
    for (let start = 0; start < text.length; start += pageLimit) {
      const part = text.slice(start, start + pageLimit)
      const page = this.#pages[start / pageLimit]
      if (page === undefined) {
        const message = await this.#create(part, start === 0)
        this.#pages.push({ message, text: part })
      } else if (page.text !== part) {
        page.text = part
        await this.#edit(page.message, part)
      }
    }
  }

  async #create(content: string, isFirst: boolean): Promise<Message> {
    const target = this.#target
    if ('editReply' in target) {
      return isFirst ? target.editReply({ content }) : target.followUp({ content })
    }
    return isFirst ? target.reply({ content }) : target.channel.send({ content })
  }

  async #edit(message: Message, content: string): Promise<void> {
    const target = this.#target
    if ('editReply' in target) await target.editReply({ message, content })
    else await message.edit({ content })
  }
}
