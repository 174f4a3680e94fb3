import { defineConfig } from '@playwright/test';
import { emptyNotelab, sampleNotelab } from './addresses.ts';

const start = 'node --disable-warning=ExperimentalWarning packages/dev-env/src/start.ts';

/** A Notelab as `npm start` starts it, on ports and data of its own. */
const server = (at: typeof sampleNotelab, env: Record<string, string>) => ({
  command: `rm -rf ${at.dataDir} && exec ${start}`,
  cwd: '..',
  url: `${at.url}/api/set-up`,
  env: {
    NOTELAB_PORT: String(at.port),
    GITLAB_SANDBOX_PORT: String(at.sandboxPort),
    NOTELAB_DATA_DIR: at.dataDir,
    NOTELAB_LOG: 'warn',
    ...env,
  },
  timeout: 60_000,
});

/** Debian's Chromium; `npm test` installs it. As root it has no sandbox of its own. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.journey.ts',
  outputDir: '../.cache/journeys',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  workers: 1,
  reporter: [['list'], ['json']],
  webServer: [
    server(sampleNotelab, {}),
    server(emptyNotelab, { NOTELAB_SANDBOX: 'off', NOTELAB_ALLOW_PRIVATE_GITLAB: 'true' }),
  ],
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-gpu',
      ],
    },
    // Without its film, which takes more processor time than the journeys themselves.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: true },
    screenshot: 'only-on-failure',
  },
});
