import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    // Stories mostly wait for git and for each other's servers.
    maxWorkers: 3,
    projects: [
      // Apart, because starting git costs a process as much as it has memory, and a server has a lot.
      project('packages', ['packages/!(server)/**/*.test.{ts,tsx}']),
      project('server', ['packages/server/**/*.test.ts']),
    ],
  },
});

function project(name: string, include: string[]) {
  return {
    test: {
      name,
      include,
      exclude: ['**/node_modules/**', '**/dist/**'],
      // Tests mock no modules, so files can share them: what they test is loaded once per worker, not once per file.
      isolate: false,
      testTimeout: 120_000,
      hookTimeout: 180_000,
      // Of their own they give up after a second, which a busy machine may need for anything.
      expect: { poll: { timeout: 30_000 } },
    },
  };
}
