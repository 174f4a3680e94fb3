import { spawn } from 'node:child_process';
import { credentialHelperPath } from '@notelab/credential-helper';
import type { Jail } from './jail.ts';

/** Runs processes unconfined, as the server's own user. */
export function noJail(why: string): Jail {
  return {
    kind: 'none',
    warning: `${why} Git therefore runs unconfined, as the user of the Notelab server: only trusted people should be editors.`,
    owner: null,
    credentialHelper: `!'${process.execPath}' '${credentialHelperPath}'`,
    socketPathInside: (credentialSocket) => credentialSocket,
    spawn: ({ args: [program = '', ...args], cwd, env }) =>
      spawn(program, args, { cwd, env, detached: true, stdio: 'pipe' }),
  };
}
