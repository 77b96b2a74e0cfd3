// What the bench uses of packages that only its own package.json installs, so that the types can be
// checked without them.

declare module 'chat' {
  export class Chat {
    readonly webhooks: Readonly<Record<'discord', (request: Request) => Promise<Response>>>
    constructor(options: {
      readonly userName: string
      readonly adapters: { readonly discord: object }
      readonly state: object
      readonly logger: 'silent'
    })
    initialize(): Promise<void>
    onNewMention(
      handle: (
        thread: { post(stream: AsyncIterable<string>): Promise<unknown> },
        message: { readonly text: string },
      ) => Promise<void>,
    ): void
  }
}

declare module '@chat-adapter/discord' {
  export function createDiscordAdapter(options: {
    readonly botToken: string
    readonly publicKey: string
    readonly applicationId: string
    readonly apiUrl: string
  }): object
}

declare module '@chat-adapter/state-memory' {
  export function createMemoryState(): object
}

declare module '@kyyn/llm-stream' {
  export class DiscordLLMStreamer {
    constructor(
      target: import('discord.js').Message | import('discord.js').ChatInputCommandInteraction,
    )
    stream(source: AsyncIterable<string>): Promise<void>
  }
}

declare module '@resvg/resvg-js' {
  export class Resvg {
    constructor(
      svg: string,
      options: {
        readonly font: { readonly loadSystemFonts: boolean; readonly defaultFontFamily: string }
        readonly fitTo: { readonly mode: 'zoom'; readonly value: number }
      },
    )
    render(): { asPng(): Uint8Array }
  }
}
