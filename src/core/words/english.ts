import type { Words } from './words.ts'

const retry = 'Please try again in a minute.'
const owner = 'Please tell whoever runs this bot'

export const english: Words = {
  cutShort: {
    length: 'The model reached its length limit here.',
    filter: 'The model’s content filter stopped the answer here.',
  },
  empty: 'The model had nothing to say. Ask again, perhaps in other words.',
  interrupted: 'The bot was stopped while it was answering. Please ask again.',
  stopped: 'Stopped.',
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
  buttons: {
    stop: 'Stop',
    notYours:
      'Only the person who asked, or somebody who may manage messages, can stop this answer.',
    over: 'This answer has ended already.',
  },
  commands: {
    ask: {
      description: 'Ask the model; the answer opens a thread in which you can go on',
      question: 'What you want to know',
    },
  },
}
