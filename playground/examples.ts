import type { Example, ModelState } from './page/wire.ts'

/** Questions to click. The demo model knows only certain words; a real one is asked for real work. */
export function exampleQuestions(kind: ModelState['kind']): readonly Example[] {
  return kind === 'demo' ? demoExamples : realExamples
}

const stopHint = 'Press Stop below the answer while it is being written.'

const demoExamples: readonly Example[] = [
  { label: 'Short', question: 'Give me a short answer' },
  { label: 'Long', question: 'Give me the long tour' },
  { label: 'Code', question: 'Show me some code' },
  { label: 'Table', question: 'Draw a table' },
  { label: '中文', question: '用中文介绍一下' },
  { label: 'Stop it', question: 'Talk for a long time until I stop you', hint: stopHint },
  { label: 'Error midway', question: 'Fail with an error' },
  { label: 'Connect a real model', question: 'How do I connect a real model?' },
  { label: 'Invite it to a server', question: 'How do I invite the bot to my server?' },
]

const realExamples: readonly Example[] = [
  { label: 'Short', question: 'What is a platen, in one sentence?' },
  { label: 'Long', question: 'Explain at length how a typewriter works' },
  { label: 'Code', question: 'Write a small web server in TypeScript' },
  { label: 'Table', question: 'Compare three programming languages in a table' },
  { label: '中文', question: '用中文写一首短诗' },
  {
    label: 'Stop it',
    question: 'Tell a very long story about a printer in ten chapters',
    hint: stopHint,
  },
  {
    label: 'Error midway',
    question: 'Describe how paper is made, in five paragraphs',
    hint: 'Press “Cut the model off” behind the scenes while the answer is being written.',
  },
]
