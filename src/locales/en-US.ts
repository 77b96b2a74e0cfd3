import type { Texts } from '../core/texts.ts'

const retry = 'Please try again in a minute.'
const owner = 'Please tell whoever runs this bot'

export const texts: Texts = {
  cutShort: {
    length: 'The model reached its length limit here.',
    filter: 'The model’s content filter stopped the answer here.',
  },
  empty: 'The model had nothing to say. Ask again, perhaps in other words.',
  interrupted: 'The bot was stopped while it was answering. Please ask again.',
  stopped: 'Stopped.',
  refused: 'The model declined to answer.',
  gone: {
    locked: 'This thread was locked, so the answer ends here.',
    forbidden: 'I am no longer allowed to write here, so the answer ends here.',
    full: 'Discord allows no more messages of mine here, so the answer ends.',
    expired: 'Discord lets me write here for 15 minutes only, so the answer ends here.',
    rejected: 'Discord did not take the rest of this answer.',
  },
  failed: {
    key: `The model server refused the bot’s key. ${owner}: OPENAI_API_KEY.`,
    quota: `The bot’s account with the model has no credit left. ${owner}.`,
    busy: `The model is busy: too many requests. ${retry}`,
    overloaded: `The model server has a problem. ${retry}`,
    unreachable: `The model server cannot be reached. ${retry}`,
    'not-found': `The model server does not know this model or this address. ${owner}: OPENAI_MODEL and OPENAI_BASE_URL.`,
    rejected: 'The model refused this request. If the conversation is very long, start a new one.',
    'never-started': `The model did not begin to answer in time. ${retry}`,
    stalled: 'The model fell silent, so the answer ends here. Please ask again.',
    cut: 'The connection to the model broke off, so the answer may be incomplete.',
    broken: 'The model server returned an error or an invalid answer. Please ask again.',
    'no-model': `No model is chosen yet. ${owner}: OPENAI_MODEL.`,
    internal: 'Something went wrong inside the bot. Its log says what.',
  },
  nothingAsked: 'I found no text in this message, and text is all I can read so far.',
  historyUnreadable:
    'I could not read this thread. May I see it and its message history? If so, please ask again.',
  cannotRead: 'Discord does not let me read this message. Mention me in it, or use /ask.',
  mentionMe: 'To go on, mention me in your message: I cannot read the others.',
  unread: (files) => `I cannot read files yet, so I did not see ${files}.`,
  cut: 'The conversation has grown too long for the model. It knows the first question, and everything from here on:',
  unpinned: (model) =>
    `The model ${model} is no longer available. The default model answers from now on.`,
  noSuchModel: (model) => `There is no model ${model} to choose. Pick one from the list.`,
  thinking: (seconds) => `thinking, ${seconds} s`,
  waiting: (ahead) => `waiting, ${ahead} ${ahead === 1 ? 'question' : 'questions'} before this one`,
  missing: {
    cannotAnswer: (permissions) =>
      `I cannot answer here, because I lack a permission: ${permissions}. Please tell whoever manages this server.`,
    noThread: (permissions) =>
      `I answer without a thread here, because I lack a permission: ${permissions}.`,
    locked: 'This thread is locked, so I cannot answer in it.',
  },
  permissions: {
    ViewChannel: 'View Channel',
    ReadMessageHistory: 'Read Message History',
    SendMessages: 'Send Messages',
    SendMessagesInThreads: 'Send Messages in Threads',
    CreatePublicThreads: 'Create Public Threads',
  },
  byAi: 'An AI wrote this; it may be wrong.',
  footer: {
    tokens: (count) => `${count} ${count === 1 ? 'token' : 'tokens'}`,
    seconds: (seconds) => `${seconds} s`,
  },
  ended: {
    done: (seconds) => `done, ${seconds} s`,
    failed: (seconds) => `ended early, ${seconds} s`,
  },
  buttons: {
    stop: 'Stop',
    retry: 'Retry',
    continue: 'Continue',
    delete: 'Delete',
    notYours: 'Only the person who asked, or somebody who may manage messages, can do this.',
    over: 'This answer has ended already.',
    busy: 'This answer is being written right now.',
    unreadable: 'I cannot read the question or the answer any more. Please ask again.',
    onlyBeginning: 'I have only the beginning of this question. Please ask again.',
    notDeleted: 'I could not delete all of this answer.',
  },
  commands: {
    ask: {
      name: 'ask',
      description: 'Ask the model; the answer opens a thread in which you can go on',
      question: { name: 'question', description: 'What you want to know' },
      model: {
        name: 'model',
        description: 'The model that answers; in a thread it stays for the whole conversation',
      },
      private: { name: 'private', description: 'Only you see the answer, and no thread opens' },
    },
    about: {
      name: 'Ask about this',
      title: 'Ask about this message',
      question: 'Your question',
      placeholder: 'For example: what does this mean?',
      gone: 'This message is no longer there.',
    },
    leave: {
      name: 'leave',
      description: 'Let people talk among themselves: the bot leaves this thread',
      left: 'I have left this thread. Mention me or use /ask, and I am back.',
      nothing: 'I am in no thread here that I could leave.',
      failed: 'I could not leave this thread. Please try again.',
    },
    help: {
      name: 'help',
      description: 'How to talk with this bot',
      text: [
        '**/ask** asks the model, and a thread opens on its answer. Write in the thread to go on.',
        '**@mention** me anywhere, or reply to one of my messages, and I answer right there.',
        'Right-click a message, **Apps → Ask about this**: a question about that message.',
        '**/ask private:** True shows the answer to you alone. **/leave** lets you talk among yourselves.',
        'Below each answer: **Stop**, **Retry**, **Continue**, **Delete**. Answers are written by an AI.',
      ].join('\n'),
      byMention: [
        '**/ask** asks the model, and a thread opens on its answer.',
        'I cannot read messages that do not mention me. To go on, **@mention** me in each one, or use **/ask** in the thread.',
        'Right-click a message, **Apps → Ask about this**: a question about that message.',
        '**/ask private:** True shows the answer to you alone. **/leave** lets you talk among yourselves.',
        'Below each answer: **Stop**, **Retry**, **Continue**, **Delete**. Answers are written by an AI.',
      ].join('\n'),
    },
  },
}
