const at = (port: number, sandboxPort: number, name: string) => ({
  port,
  sandboxPort,
  url: `http://127.0.0.1:${port}`,
  sandboxUrl: `http://localhost:${sandboxPort}`,
  dataDir: `.cache/${name}`,
});

/** Notelab with the sandbox and its samples. */
export const sampleNotelab = at(4331, 4332, 'journeys-sample');

/** Notelab as it is before anybody has signed up. */
export const emptyNotelab = at(4333, 4334, 'journeys-empty');
