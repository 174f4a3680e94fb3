// The whole of the tests, from a fresh clone: installs what it needs, runs every kind of check, and ends with
// one line that counts them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildDatabase } from './build-database.mjs';
import { buildWeb } from './build-web.mjs';
import { env, installDependencies, installSystemPackages, root } from './ensure-installed.mjs';
import { startPostgres } from './postgres.mjs';

installDependencies();
const missing = installSystemPackages([
  'git',
  'git-lfs',
  'bwrap',
  'setpriv',
  'chromium',
  'postgres',
  'jupyter-server',
]);

const results = join(root, '.cache/test-results');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const total = { passed: 0, failed: 0 };

function step(name, count) {
  const startedAt = Date.now();
  console.log(`\n── ${name}`);
  const { passed, failed } = count();
  total.passed += passed;
  total.failed += failed;
  console.log(
    `── ${name}: ${passed} passed, ${failed} failed (${((Date.now() - startedAt) / 1000).toFixed(0)} s)`,
  );
}

/** A tool that only says yes or no. */
const check = (command, args) => () => {
  const ok = spawnSync(command, args, { cwd: root, stdio: 'inherit', env }).status === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
};

/** Vitest; its report is read so that a run that ends early or finds no test counts as failed. */
const vitest =
  (name, args, extraEnv = {}) =>
  () => {
    const report = join(results, `${name}.json`);
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
    const { status } = spawnSync('vitest', ['run', ...reporters, ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...env, ...extraEnv },
    });
    if (!existsSync(report)) return { passed: 0, failed: 1 };
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    const brokenFile = status !== 0 && numFailedTests === 0 ? 1 : 0;
    return { passed: numPassedTests, failed: numFailedTests + brokenFile + (numPassedTests === 0 ? 1 : 0) };
  };

/**
 * Stories whose outcome hangs on git, jails and screens, or that start servers on databases of their own: told once,
 * on the embedded one. `NOTELAB_TEST_DATABASE_URL=postgres://… npx vitest run packages/server/stories` tells all.
 */
const toldOnce = [
  'before-a-commit',
  'branches',
  'cloning',
  'committing',
  'file-names',
  'first-start',
  'git-in-a-terminal',
  'git-interrupted',
  'history',
  'lfs-in-a-terminal',
  'linked-content',
  'live-changes',
  'merging',
  'poisoned-repository',
  'project-files',
  're-cloning',
  'recovery',
  'start-up',
  'sudden-death',
  'switching-and-pulling',
  'terminal-safety',
  'terminals',
  'terminals-without-a-jail',
];
const toldTwice = readdirSync(join(root, 'packages/server/stories'))
  .filter((file) => file.endsWith('.test.ts') && !toldOnce.includes(file.slice(0, -'.test.ts'.length)))
  .map((file) => `packages/server/stories/${file}`);

const journeys = () => {
  const report = join(results, 'journeys.json');
  const { status } = spawnSync('playwright', ['test', '--config', 'e2e/playwright.config.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = JSON.parse(readFileSync(report, 'utf8')).stats;
  return {
    passed: expected,
    failed: unexpected + flaky + (status !== 0 && unexpected + flaky === 0 ? 1 : 0),
  };
};

const missingProgram = (program) => () => {
  console.log(`${program} is missing, so these tests cannot run.`);
  return { passed: 0, failed: 1 };
};

step('types', check('tsc', ['--noEmit']));
step('lint', check('biome', ['check', '--error-on-warnings']));
step('boundaries', check('depcruise', ['--config', '.dependency-cruiser.cjs', 'packages']));
buildDatabase();
buildWeb();
step('unit tests and server stories', vitest('embedded', []));
if (missing.includes('postgres')) step('server stories on PostgreSQL', missingProgram('postgres'));
else {
  const postgres = await startPostgres();
  try {
    step(
      'server stories on PostgreSQL',
      vitest('postgres', toldTwice, {
        NOTELAB_TEST_DATABASE_URL: postgres.url,
      }),
    );
  } finally {
    postgres.stop();
  }
}
step('browser journeys', missing.includes('chromium') ? missingProgram('chromium') : journeys);

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
