import type { Language } from './language.ts'

/** The demo model's topics; each has a file of its name in `answers/en` and `answers/zh`. */
export type Topic =
  | 'chinese'
  | 'code'
  | 'connect'
  | 'failure'
  | 'invite'
  | 'other'
  | 'short'
  | 'table'
  | 'tour'

/** How the answer ends: complete, with an error from the server, or with a closed connection. */
export type Fate = 'complete' | 'error' | 'disconnect'

interface Rule {
  readonly topic: Topic
  readonly fate?: Fate
  readonly en: RegExp
  readonly zh: RegExp
}

/** The first matching rule decides, so rare words come before common ones. */
const rules: readonly Rule[] = [
  { topic: 'failure', fate: 'disconnect', en: /\bdisconnect(s|ed)?\b/i, zh: /断线|掉线|断开/ },
  { topic: 'failure', fate: 'error', en: /\b(errors?|fail(s|ed|ure)?)\b/i, zh: /错误|出错|失败/ },
  { topic: 'table', en: /\btables?\b/i, zh: /表格/ },
  { topic: 'code', en: /\b(code|program|function)\b/i, zh: /代码|程序|函数/ },
  { topic: 'invite', en: /\b(invite|portal|token|real discord)\b/i, zh: /邀请|令牌|请进/ },
  { topic: 'connect', en: /\b(connect|ollama|openai|api key|real model)\b/i, zh: /连接|接上|密钥/ },
  { topic: 'chinese', en: /\bchinese\b/i, zh: /中文/ },
  { topic: 'short', en: /\b(short|brief|briefly)\b/i, zh: /短|简单/ },
  { topic: 'tour', en: /\b(long|tour|platen|what can you do)\b/i, zh: /长|导览|介绍|platen/i },
  { topic: 'short', en: /^\W*(hello|hi|hey)\b/i, zh: /你好|您好/ },
]

/** Finds a question's topic by keywords. */
export function topicOf(question: string, language: Language): { topic: Topic; fate: Fate } {
  const rule =
    rules.find((each) => each[language].test(question)) ??
    rules.find((each) => each.en.test(question))
  return { topic: rule?.topic ?? 'other', fate: rule?.fate ?? 'complete' }
}
