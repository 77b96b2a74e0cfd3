import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // End-to-end tests mostly wait for answers being typed: more of them at once cost little.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/end-to-end/**'],
        },
      },
      {
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
    ],
  },
})
