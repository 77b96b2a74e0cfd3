import { DiscordAuthorInfo } from '@skyra/discord-components-core/discord-author-info.js'
import { DiscordButton } from '@skyra/discord-components-core/discord-button.js'
import { DiscordCommand } from '@skyra/discord-components-core/discord-command.js'
import { DiscordEmbed } from '@skyra/discord-components-core/discord-embed.js'
import { DiscordEmbedField } from '@skyra/discord-components-core/discord-embed-field.js'
import { DiscordEmbedFooter } from '@skyra/discord-components-core/discord-embed-footer.js'
import { DiscordMention } from '@skyra/discord-components-core/discord-mention.js'
import { DiscordMessage } from '@skyra/discord-components-core/discord-message.js'
import { DiscordReply } from '@skyra/discord-components-core/discord-reply.js'
import { DiscordSystemMessage } from '@skyra/discord-components-core/discord-system-message.js'
import { DiscordThread } from '@skyra/discord-components-core/discord-thread.js'
import { DiscordThreadMessage } from '@skyra/discord-components-core/discord-thread-message.js'
import { DiscordVerifiedAuthorTag } from '@skyra/discord-components-core/discord-verified-author-tag.js'
import { type CSSResultOrNative, css } from 'lit'

type Dressed = { elementStyles: CSSResultOrNative[] }

/**
 * The components draw the Discord of 2021, and some of its greys on grey cannot be read by everybody.
 * These styles give them today's colours. The page keeps those in custom properties, for dark and for
 * light, so the components' own light theme is left alone.
 */
const skins: readonly (readonly [Dressed, CSSResultOrNative])[] = [
  [
    DiscordMessage,
    css`
      :host {
        color: var(--text);
        font-family: inherit;
        font-size: 1rem;
        line-height: 1.375rem;
        padding: 2px 16px 2px 16px;
        margin: 0;
      }
      :host(:hover) {
        background: none;
      }
      .discord-message-timestamp {
        color: var(--muted-strong);
        font-size: 0.75rem;
        margin-left: 0.25rem;
      }
      .discord-author-avatar {
        margin-top: 2px;
      }
      .discord-message-content {
        line-height: 1.375rem;
        padding-top: 0;
        min-width: 0;
      }
      .discord-message-body-only-indent {
        flex: none;
        width: 56px;
        font-size: 0.6875rem;
        text-align: left;
      }
      :host .discord-message-markup {
        display: block;
      }
      :host([has-thread]):after {
        border-color: var(--line) !important;
        border-bottom-left-radius: 6px !important;
      }
      @media (max-width: 480px) {
        :host {
          padding-left: 8px;
          padding-right: 8px;
        }
        .discord-author-avatar {
          margin-right: 10px;
          min-width: 32px;
        }
        .discord-author-avatar img {
          width: 32px;
          height: 32px;
        }
        .discord-message-body-only-indent {
          width: 42px;
        }
      }
    `,
  ],
  [
    DiscordAuthorInfo,
    css`
      :host {
        font-size: 1rem;
      }
      .discord-author-username {
        color: var(--strong) !important;
        font-weight: 500;
      }
    `,
  ],
  [
    DiscordVerifiedAuthorTag,
    css`
      :host span,
      .discord-application-tag {
        background: var(--brand) !important;
        color: #fff !important;
      }
    `,
  ],
  [
    DiscordReply,
    css`
      :host {
        color: var(--muted-strong) !important;
        font-family: inherit;
        min-width: 0;
      }
      .discord-replied-message-username {
        color: var(--strong) !important;
        flex: none;
      }
      .discord-replied-message-content {
        min-width: 0;
        overflow: hidden;
        white-space: nowrap;
        text-overflow: ellipsis;
      }
      :host .discord-slash-command-name {
        background: var(--mention-ground) !important;
      }
      .discord-application-tag {
        background: var(--brand);
      }
    `,
  ],
  [
    DiscordCommand,
    css`
      :host {
        color: var(--muted-strong) !important;
        font-family: inherit;
      }
      :host .discord-replied-message-username {
        color: var(--strong) !important;
        margin-right: 0.25rem;
      }
      :host .discord-slash-command-name,
      .discord-context-command-name {
        color: var(--mention) !important;
        background: var(--mention-ground) !important;
        margin-left: 0.25rem;
        cursor: default;
      }
      :host .discord-slash-command-name:hover {
        color: var(--mention) !important;
      }
    `,
  ],
  [
    DiscordThread,
    css`
      :host {
        background: var(--card);
        border-radius: 8px;
        max-width: 100%;
        cursor: pointer;
        box-sizing: border-box;
      }
      :host .discord-thread-name {
        color: var(--strong);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      :host .discord-thread-cta {
        color: var(--link);
        white-space: nowrap;
      }
      :host .discord-thread-bottom {
        color: var(--muted-strong);
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `,
  ],
  [
    DiscordThreadMessage,
    css`
      :host .discord-thread-message-username {
        color: var(--strong);
      }
      :host .discord-thread-message-content {
        display: block;
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      :host .discord-thread-message-timestamp {
        color: var(--muted-strong);
      }
      :host .discord-application-tag {
        background: var(--brand);
      }
    `,
  ],
  [
    DiscordButton,
    css`
      :host > *:first-child {
        border-radius: 8px;
        min-height: 32px;
      }
      .primary {
        background: var(--brand);
      }
      .success {
        background: #1f7a3f;
      }
      .destructive {
        background: #d22d39;
      }
      .secondary {
        background: var(--button);
        color: var(--button-text);
      }
      .secondary.hoverable:hover {
        background: var(--button-hover);
      }
      :host > :focus-visible {
        outline: 2px solid var(--focus);
        outline-offset: 2px;
      }
    `,
  ],
  [
    DiscordEmbed,
    css`
      :host {
        color: var(--text);
        max-width: 520px;
      }
      :host .discord-embed-wrapper {
        background: var(--card);
      }
      :host .discord-embed-title,
      :host .discord-embed-author,
      :host .discord-embed-author a {
        color: var(--strong);
      }
      :host .discord-embed-title a {
        color: var(--link);
      }
    `,
  ],
  [
    DiscordEmbedField,
    css`
      .discord-field-title {
        color: var(--strong);
      }
    `,
  ],
  [
    DiscordEmbedFooter,
    css`
      :host {
        color: var(--muted-strong);
      }
    `,
  ],
  [
    DiscordMention,
    css`
      :host {
        color: var(--mention) !important;
        background: var(--mention-ground) !important;
        cursor: default;
      }
    `,
  ],
  [
    DiscordSystemMessage,
    css`
      :host {
        color: var(--muted-strong);
        font-family: inherit;
        padding: 2px 16px;
        margin: 0;
      }
      :host(:hover) {
        background: none;
      }
      .discord-message-timestamp {
        color: var(--muted-strong) !important;
      }
    `,
  ],
]

/** To be called before the first component is drawn. */
export function dressComponents(): void {
  for (const [component, skin] of skins) {
    component.elementStyles = [...component.elementStyles, skin]
  }
}
