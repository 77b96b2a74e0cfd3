// Loaded into the bot's process before the bot itself. A playground that is killed cannot stop its
// bot, and the bot would look for a Discord that is gone for ever.
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM')
})
// Watching for the end must not keep a bot alive that has nothing left to do.
process.channel?.unref()
