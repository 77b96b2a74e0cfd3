import { DiscordLLMStreamer } from '@kyyn/llm-stream'
import { serve } from './host.ts'

// As its README shows it, with its defaults: an edit every 1.5 s.
await serve((target, deltas) => new DiscordLLMStreamer(target).stream(deltas))
