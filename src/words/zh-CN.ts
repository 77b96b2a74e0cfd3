import type { Words } from '../core/words.ts'

const retry = '请稍后再试。'
const owner = '请告知机器人的管理员'

export const words: Words = {
  cutShort: {
    length: '模型在此达到了长度上限。',
    filter: '模型的内容过滤器在此中止了回答。',
  },
  empty: '模型没有给出内容。请换一种说法再问一次。',
  interrupted: '机器人在回答时被停止了。请再问一次。',
  stopped: '已停止。',
  refused: '模型拒绝回答。',
  gone: {
    locked: '子区已被锁定，回答到此为止。',
    forbidden: '我已无权在此发言，回答到此为止。',
    full: 'Discord 不允许我在此再发消息，回答到此为止。',
    expired: 'Discord 只允许我在此书写 15 分钟，回答到此为止。',
    rejected: 'Discord 没有接受余下的回答。',
  },
  failed: {
    key: `模型服务器拒绝了机器人的密钥。${owner}检查 OPENAI_API_KEY。`,
    quota: `机器人的模型账户余额不足。${owner}。`,
    busy: `模型正忙：请求太多。${retry}`,
    overloaded: `模型服务器出现问题。${retry}`,
    unreachable: `无法连接模型服务器。${retry}`,
    'not-found': `模型服务器不认识这个模型或这个地址。${owner}检查 OPENAI_MODEL 和 OPENAI_BASE_URL。`,
    rejected: '模型拒绝了这次请求。如果对话已经很长，请开始新的对话。',
    'never-started': `模型没有按时开始回答。${retry}`,
    stalled: '模型中途没有了回应，回答到此为止。请再问一次。',
    cut: '与模型的连接中断，回答可能不完整。',
    broken: '模型服务器报告了错误，或发来了无法识别的内容。请再问一次。',
    'no-model': `还没有选择模型。${owner}检查 OPENAI_MODEL。`,
    internal: '机器人内部出错，日志中有原因。',
  },
  nothingAsked: '这条消息里没有文字，而我目前只能读文字。',
  historyUnreadable: '我读不到这个子区的消息。请确认我有查看频道和消息历史的权限，然后再问一次。',
  cannotRead: 'Discord 不让我读取这条消息。请在消息中提及我，或使用 /ask。',
  mentionMe: '要继续，请在消息中提及我：其他消息我读不到。',
  unread: (files) => `我还不能读取文件，所以没有看到 ${files}。`,
  cut: '对话已超出模型能读的长度。模型知道最初的问题，以及从这里开始的内容：',
  unpinned: (model) => `模型 ${model} 已不可用，从现在起由默认模型回答。`,
  noSuchModel: (model) => `没有可选的模型 ${model}。请从列表中选择。`,
  thinking: (seconds) => `思考中，${seconds} 秒`,
  waiting: (ahead) => `等待中，前面还有 ${ahead} 个问题`,
  missing: {
    cannotAnswer: (permissions) =>
      `我无法在此回答，因为缺少权限：${permissions}。请告知服务器的管理者。`,
    noThread: (permissions) => `我在此回答时不开子区，因为缺少权限：${permissions}。`,
    locked: '这个子区已被锁定，我无法在其中回答。',
  },
  permissions: {
    ViewChannel: '查看频道',
    ReadMessageHistory: '阅读消息历史记录',
    SendMessages: '发送消息',
    SendMessagesInThreads: '在子区内发送消息',
    CreatePublicThreads: '创建公开子区',
  },
  byAi: '由 AI 撰写，可能有误。',
  footer: {
    tokens: (count) => `${count} 个词元`,
    seconds: (seconds) => `${seconds} 秒`,
  },
  ended: {
    done: (seconds) => `完成，${seconds} 秒`,
    failed: (seconds) => `提前结束，${seconds} 秒`,
  },
  buttons: {
    stop: '停止',
    retry: '重试',
    goOn: '继续',
    remove: '删除',
    notYours: '只有提问的人或可以管理消息的人才能这样做。',
    over: '这个回答已经结束了。',
    busy: '这个回答正在书写中。',
    unreadable: '我已读不到这个问题或回答。请再问一次。',
    onlyBeginning: '我只有这个问题的开头。请再问一次。',
    notRemoved: '我没能删除整个回答。',
  },
  commands: {
    ask: {
      description: '向模型提问；回答会开启一个子区，可在其中继续',
      question: '你想知道什么',
      model: '由哪个模型回答；在子区中整个对话都用它',
      private: '回答只有你能看到，也不开子区',
    },
    about: {
      name: '就此提问',
      title: '就这条消息提问',
      question: '你的问题',
      placeholder: '例如：这是什么意思？',
      gone: '这条消息已经不在了。',
    },
    leave: {
      description: '让大家自己聊：机器人离开这个子区',
      left: '我已离开这个子区。提及我或使用 /ask，我就回来。',
      nothing: '我在这里没有可以离开的子区。',
      failed: '我没能离开这个子区。请再试一次。',
    },
    help: {
      description: '如何与这个机器人对话',
      text: [
        '**/ask** 向模型提问，回答上会开一个子区。在子区里写消息即可继续。',
        '在任何地方**提及我**，或回复我的消息，我就在原处回答。',
        '右键点击一条消息，**APP → 就此提问**：针对这条消息提问。',
        '**/ask private:** True 的回答只有你能看到。**/leave** 让大家自己聊。',
        '每个回答下方有：**停止**、**重试**、**继续**、**删除**。回答由 AI 撰写。',
      ].join('\n'),
      byMention: [
        '**/ask** 向模型提问，回答上会开一个子区。',
        '没有提及我的消息我读不到。要继续，请在每条消息中**提及我**，或在子区里使用 **/ask**。',
        '右键点击一条消息，**APP → 就此提问**：针对这条消息提问。',
        '**/ask private:** True 的回答只有你能看到。**/leave** 让大家自己聊。',
        '每个回答下方有：**停止**、**重试**、**继续**、**删除**。回答由 AI 撰写。',
      ].join('\n'),
    },
  },
}
