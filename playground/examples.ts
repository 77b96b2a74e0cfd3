import type { ChosenModel } from './choose-model.ts'

/** Questions to click. The demo model knows only certain words; a real one is asked for real work. */
export function exampleQuestions(kind: ChosenModel['kind']): readonly string[] {
  if (kind === 'demo') {
    return [
      'Give me the long tour',
      'Show me some code',
      'Draw a table',
      '用中文介绍一下',
      'How do I connect a real model?',
      'How do I invite the bot to my server?',
      'Fail with an error',
    ]
  }
  return [
    'Explain at length how a typewriter works',
    'Write a small web server in TypeScript',
    'Compare three programming languages in a table',
    '用中文写一首短诗',
    'What is a platen, in one sentence?',
  ]
}
