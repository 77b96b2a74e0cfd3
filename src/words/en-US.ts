import type { Words } from '../core/words.ts'

const retry = 'Please try again in a minute.'
const owner = 'Please tell whoever runs this bot'

export const words: Words = {
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
    forbidden: 'I may no longer write here, so the answer ends here.',
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
    broken: 'The model server reported an error, or sent what is no answer. Please ask again.',
    'no-model': `No model is chosen yet. ${owner}: OPENAI_MODEL.`,
    internal: 'Something went wrong inside the bot. Its log says what.',
  },
  nothingAsked: 'I found no text in this message, and text is all I can read so far.',
  historyUnreadable:
    'I could not read this thread. May I see it and its message history? If so, please ask again.',
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
    goOn: 'Continue',
    remove: 'Delete',
    notYours: 'Only the person who asked, or somebody who may manage messages, can do this.',
    over: 'This answer has ended already.',
    busy: 'This answer is being written right now.',
    unreadable: 'I cannot read the question or the answer any more. Please ask again.',
    onlyBeginning: 'I have only the beginning of this question. Please ask again.',
    notRemoved: 'I could not delete all of this answer.',
  },
  commands: {
    ask: {
      description: 'Ask the model; the answer opens a thread in which you can go on',
      question: 'What you want to know',
    },
  },
}
