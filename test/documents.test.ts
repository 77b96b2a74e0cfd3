import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')

const documents = globSync('**/*.md', {
  cwd: root,
  // What models write is no document.
  exclude: ['**/node_modules/**', 'playground/model/answers/**', 'test/core/layout/corpus/**'],
})

/** Folders at the top: what begins with one of them in a code span is a path of this project. */
const folders = 'src|commands|test|playground|bench|packages|scripts|docs'
const inCode = new RegExp(`\`((?:${folders})/[\\w./-]*[\\w-])(?:\\{[^\`]*)?/?\``, 'g')
const inLinks = /\]\((?!https?:|#|mailto:)([^)#\s]+)/g

it.each(documents)('%s names only paths that exist', (document) => {
  const text = readFileSync(path.join(root, document), 'utf8')
  const here = path.dirname(path.join(root, document))
  const named = [
    ...[...text.matchAll(inCode)].map(([, target = '']) => path.join(root, target)),
    ...[...text.matchAll(inLinks)].map(([, target = '']) => path.join(here, target)),
  ]
  expect(named.filter((target) => !existsSync(target))).toEqual([])
})
