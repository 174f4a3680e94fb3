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
  'doorkeeper',
  'python3-gitlab',
  'git-credential-oauth',
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

/**
 * A machine that is busy with other things can be slower than the longest wait of a test. What failed in a few files
 * is run again, alone, and this is said; what fails twice has failed.
 */
const mostFilesTriedAgain = 4;

/**
 * @param runFiles runs tests of files, or all without any; the files that passed and failed, with how many tests of each
 */
const withSecondTry = (runFiles) => async (run) => {
  const first = await runFiles(run, []);
  const files = [...first.failed.keys()];
  const total = { passed: sum(first.passed), failed: sum(first.failed) + first.broken };
  if (files.length === 0 || files.length > mostFilesTriedAgain || first.broken > 0) return total;
  console.log(`\nFailed at first, and run again alone: ${files.join(', ')}`);
  const second = await runFiles(run, files);
  const others = [...first.passed].filter(([file]) => !files.includes(file));
  return { passed: sum(others) + sum(second.passed), failed: sum(second.failed) + second.broken };
};
const sum = (counts) => [...counts].reduce((total, [, count]) => total + count, 0);

/** Vitest; its report is read so that a run that ends early or finds no test counts as failed. */
const vitest = (name, args, extraEnv = {}) =>
  withSecondTry(async (run, files) => {
    const report = join(results, `${name}${files.length > 0 ? '-again' : ''}.json`);
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
    const which = files.length > 0 ? [...files, '--maxWorkers=1'] : args;
    const status = await run('vitest', ['run', ...reporters, ...which], extraEnv);
    if (!existsSync(report)) return { passed: new Map(), failed: new Map(), broken: 1 };
    const { testResults, numPassedTests } = JSON.parse(readFileSync(report, 'utf8'));
    const [passed, failed] = [new Map(), new Map()];
    for (const { name: file, status: outcome, assertionResults } of testResults) {
      const count = (kind) => assertionResults.filter((test) => test.status === kind).length;
      passed.set(file, count('passed'));
      if (outcome === 'failed') failed.set(file, Math.max(1, count('failed')));
    }
    const isBroken = numPassedTests === 0 || (status !== 0 && failed.size === 0);
    return { passed, failed, broken: isBroken ? 1 : 0 };
  });

/**
 * Stories whose outcome hangs on git, GitLab, jails and screens, or that start servers on databases of their own: told once,
 * on the embedded one. `NOTELAB_TEST_DATABASE_URL=postgres://… npx vitest run packages/server/stories` tells all.
 */
const toldOnce = [
  'before-a-commit',
  'branches',
  'cloning',
  'committing',
  'copied-pass',
  'exporting',
  'file-names',
  'first-start',
  'git-in-a-terminal',
  'git-interrupted',
  'gitlab-changes',
  'gitlab-down',
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
  'self-managed-gitlab',
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

const journeys = withSecondTry(async (run, files) => {
  const report = join(results, `journeys${files.length > 0 ? '-again' : ''}.json`);
  const args = ['test', '--config', 'e2e/playwright.config.ts', ...files];
  const status = await run('playwright', args, { PLAYWRIGHT_JSON_OUTPUT_FILE: report });
  if (!existsSync(report)) return { passed: new Map(), failed: new Map(), broken: 1 };
  const [passed, failed] = [new Map(), new Map()];
  for (const { file, ok } of listSpecs(JSON.parse(readFileSync(report, 'utf8')))) {
    const counts = ok ? passed : failed;
    counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  const isBroken = passed.size === 0 || (status !== 0 && failed.size === 0);
  return { passed, failed, broken: isBroken ? 1 : 0 };
});

/** Playwright's tests, in whatever groups they stand. One that did not run is not ok. */
const listSpecs = ({ suites = [], specs = [] }) => [
  ...specs.map(({ file, ok, tests }) => ({
    file,
    ok: ok && tests.every(({ status }) => status === 'expected'),
  })),
  ...suites.flatMap(listSpecs),
];

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
/** Journeys wait for their one page most of the time, as stories do for git: one strand leaves half of two cores idle. */
const aside = availableParallelism() > 1;
const stories = step('unit tests and server stories', vitest('embedded', []));
if (!aside) await stories;
await step('browser journeys', missing.includes('chromium') ? missingProgram('chromium') : journeys, {
  aside,
});
await step(
  'server stories on PostgreSQL',
  missing.includes('postgres')
    ? missingProgram('postgres')
    : storiesOnPostgres([...toldTwice, ...(aside ? ['--maxWorkers=1'] : [])]),
  { aside },
);
await stories;

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);
