import type { Example, ModelState, PlaygroundState } from './page/protocol.ts'

/** Example questions. The demo model knows only certain keywords; a real model gets real work. */
export function exampleQuestions(kind: ModelState['kind']): PlaygroundState['examples'] {
  return kind === 'demo' ? demoExamples : realExamples
}

const stop = {
  en: 'Press Stop below the answer while it is being written.',
  zh: '在答案写出来的时候，按它下面的“停止”。',
}
const cut = {
  en: 'Press “Cut the model off” behind the scenes while the answer is being written.',
  zh: '在答案写出来的时候，打开“幕后”，按“切断模型”。',
}

const demoExamples = {
  en: examples([
    ['Short', 'Give me a short answer'],
    ['Long', 'Give me the long tour'],
    ['Code', 'Show me some code'],
    ['Table', 'Draw a table'],
    ['中文', '用中文介绍一下'],
    ['Stop it', 'Talk for a long time until I stop you', stop.en],
    ['Error midway', 'Fail with an error'],
    ['Connect a real model', 'How do I connect a real model?'],
    ['Invite it to a server', 'How do I invite the bot to my server?'],
  ]),
  zh: examples([
    ['短', '给我一个简短的回答'],
    ['长', '带我看一遍长长的导览'],
    ['代码', '写一点代码'],
    ['表格', '画一个表格'],
    ['English', 'Give me a short answer'],
    ['停下它', '说得长一点，直到我让你停下', stop.zh],
    ['中途出错', '中途出个错误'],
    ['接上真正的模型', '怎样连接真正的模型？'],
    ['请进服务器', '怎样邀请你进我的服务器？'],
  ]),
}

const realExamples = {
  en: examples([
    ['Short', 'What is a platen, in one sentence?'],
    ['Long', 'Explain at length how a typewriter works'],
    ['Code', 'Write a small web server in TypeScript'],
    ['Table', 'Compare three programming languages in a table'],
    ['中文', '用中文写一首短诗'],
    ['Stop it', 'Tell a very long story about a printer in ten chapters', stop.en],
    ['Error midway', 'Describe how paper is made, in five paragraphs', cut.en],
  ]),
  zh: examples([
    ['短', '用一句话说明什么是打字机的滚筒'],
    ['长', '详细讲讲打字机是怎样工作的'],
    ['代码', '用 TypeScript 写一个小小的网页服务器'],
    ['表格', '用表格比较三种编程语言'],
    ['English', 'Write a short poem in English'],
    ['停下它', '讲一个关于印刷工的很长的故事，分十章', stop.zh],
    ['中途出错', '用五段话说说纸是怎样造出来的', cut.zh],
  ]),
}

function examples(
  all: readonly (readonly [label: string, question: string, hint?: string])[],
): readonly Example[] {
  return all.map(([label, question, hint]) => ({
    label,
    question,
    ...(hint === undefined ? {} : { hint }),
  }))
}
