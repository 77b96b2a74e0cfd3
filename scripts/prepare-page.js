// Runs when everything has been installed, so that the first start of the playground is as quick as the
// others. Installations without the development packages have no playground, and those without Node 24
// are told so when they start something.
const major = Number(process.versions.node.split('.')[0])
if (major >= 24 && !process.env.npm_config_omit?.includes('dev')) {
  const { buildPage } = await import('../playground/page/build.ts')
  await buildPage().catch((error) => console.error(`The playground's page: ${error.message}`))
}
