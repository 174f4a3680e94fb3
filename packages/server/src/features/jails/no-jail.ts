import { credentialHelperCommand, credentialHelperPath } from '@notelab/credential-helper';
import { launch } from '@notelab/launcher';
import { closingOpenFiles } from './closing-open-files.ts';
import type { Jail } from './jail.ts';

/** Runs processes unconfined, as the server's own user. */
export function noJail(why: string): Jail {
  return {
    kind: 'none',
    warning: `${why} Git, terminals and kernels therefore run unconfined, as the user of the Notelab server: only trusted people should be editors.`,
    owner: null,
    credentialHelper: credentialHelperCommand(process.execPath, credentialHelperPath),
    socketPathInside: (credentialSocket) => credentialSocket,
    terminalCommand: ({ args: [program = '', ...args], cwd, env }) =>
      closingOpenFiles({ program, args, cwd, env }),
    foldersInTerminal: ({ home, told }) => ({ home, told }),
    spawn: ({ args: [program = '', ...args], cwd, env }) => launch({ program, args, cwd, env }),
  };
}
