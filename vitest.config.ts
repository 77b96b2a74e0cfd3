import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// No test changes a module. Test files share what they import: that was a third of their time.
const isolate = false

/** The chaos keeps the processor busy and the tests in the browser mostly wait: they begin together. */
class ChaosFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isChaos = ({ project }: TestSpecification) => project.name === 'chaos'
    return (await super.sort(files)).sort(
      (one, other) => Number(isChaos(other)) - Number(isChaos(one)),
    )
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: ChaosFirst },
    // Tests end to end and in the browser mostly wait for answers being typed: more at once cost little.
    maxWorkers: 5,
    projects: [
      { test: { name: 'chaos', include: ['test/chaos/chaos.test.ts'] } },
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts', 'packages/*/test/**/*.test.ts'],
          exclude: ['test/chaos/chaos.test.ts', 'test/end-to-end/**', 'test/browser/**'],
          isolate,
        },
      },
      {
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          testTimeout: 60_000,
          isolate,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: 'test/browser/support/global-setup.ts',
          testTimeout: 120_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 60_000 } },
          isolate,
        },
      },
    ],
  },
})
