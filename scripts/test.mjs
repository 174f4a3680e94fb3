// The whole of the tests, from a fresh clone: installs what it needs, runs every kind of check, and ends with
// one line that counts them.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
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

/**
 * One kind of check, counted.
 * @param count runs it with the given way to start a program
 * @param options.aside another kind is on the screen meanwhile: what this one says is shown when it has ended
 */
async function step(name, count, { aside = false } = {}) {
  const startedAt = Date.now();
  if (!aside) console.log(`\n── ${name}`);
  const said = [];
  const run = async (command, args, extraEnv = {}) => {
    const stdio = ['ignore', aside ? 'pipe' : 'inherit', aside ? 'pipe' : 'inherit'];
    const child = spawn(command, args, { cwd: root, stdio, env: { ...env, ...extraEnv } });
    const ended = new Promise((resolve) => child.once('error', () => resolve(1)).once('close', resolve));
    if (aside) said.push(...(await Promise.all([buffer(child.stdout), buffer(child.stderr)])));
    return ended;
  };
  const { passed, failed } = await count(run).catch((error) => {
    console.error(error);
    return { passed: 0, failed: 1 };
  });
  total.passed += passed;
  total.failed += failed;
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(0);
  if (aside) process.stdout.write(`\n── ${name}, beside\n${Buffer.concat(said)}`);
  console.log(`── ${name}: ${passed} passed, ${failed} failed (${seconds} s)`);
}

/** A tool that only says yes or no. */
const check = (command, args) => async (run) => {
  const ok = (await run(command, args)) === 0;
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
};

/** Vitest; its report is read so that a run that ends early or finds no test counts as failed. */
const vitest =
  (name, args, extraEnv = {}) =>
  async (run) => {
    const report = join(results, `${name}.json`);
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
    const status = await run('vitest', ['run', ...reporters, ...args], extraEnv);
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
  'kernels',
  'lfs-in-a-terminal',
  'linked-content',
  'live-changes',
  'merging',
  'poisoned-repository',
  'project-files',
  'python-of-a-project',
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

const journeys = async (run) => {
  const report = join(results, 'journeys.json');
  const args = ['test', '--config', 'e2e/playwright.config.ts'];
  const status = await run('playwright', args, { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = JSON.parse(readFileSync(report, 'utf8')).stats;
  return {
    passed: expected,
    failed: unexpected + flaky + (status !== 0 && unexpected + flaky === 0 ? 1 : 0),
  };
};

const missingProgram = (program) => async () => {
  console.log(`${program} is missing, so these tests cannot run.`);
  return { passed: 0, failed: 1 };
};

const storiesOnPostgres = (args) => async (run) => {
  const postgres = await startPostgres();
  try {
    return await vitest('postgres', args, { NOTELAB_TEST_DATABASE_URL: postgres.url })(run);
  } finally {
    postgres.stop();
  }
};

await step('types', check('tsc', ['--noEmit']));
await step('lint', check('biome', ['check', '--error-on-warnings']));
await step('boundaries', check('depcruise', ['--config', '.dependency-cruiser.cjs', 'packages']));
buildDatabase();
buildWeb();
await step('unit tests and server stories', vitest('embedded', []));
// A journey waits for its one page most of the time; one file at a time leaves the browser time to draw.
const aside = availableParallelism() > 1;
const onPostgres = step(
  'server stories on PostgreSQL',
  missing.includes('postgres')
    ? missingProgram('postgres')
    : storiesOnPostgres([...toldTwice, ...(aside ? ['--maxWorkers=1'] : [])]),
  { aside },
);
if (!aside) await onPostgres;
await step('browser journeys', missing.includes('chromium') ? missingProgram('chromium') : journeys);
await onPostgres;

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
