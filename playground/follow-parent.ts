// Loaded into the bot's process before the bot. A killed playground cannot stop its bot, and the
// bot would try to reconnect for ever.
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
})
// This listener must not keep the process alive.
process.channel?.unref()
