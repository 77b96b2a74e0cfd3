// Runs before the npm scripts, on whatever Node there is. The package `node` brings Node 24; where
// its binary could not be installed and the machine's own Node is older, one sentence says so.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `Platen needs Node 24 or newer, and this is Node ${process.versions.node}: npm could not install the Node that Platen brings along, so install Node 24 from https://nodejs.org and run "npm ci" again.`,
  )
  process.exit(1)
}
