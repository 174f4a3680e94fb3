import { chmod, chown, mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Jail, TerminalLimits } from '../jails/jail.ts';
import type { CredentialQuestion, CredentialReply } from '../passes/answer-credential-request.ts';
import { openCredentialSocket } from '../passes/credential-socket.ts';
import { type ProjectFiles, removeTree } from '../projects/files.ts';
import { mainFile, type TerminalGit, toGitConfig } from './git-config.ts';
import type { Size } from './host/messages.ts';
import { findProgram, shellEnvironment, startUpFile } from './shell-environment.ts';
import type { TerminalHost } from './start-host.ts';

export interface ShellRequest extends Size {
  /** The screen that it is to be shown on. */
  id: string;
  files: ProjectFiles;
  /** A folder that is not there yet: the shell's home, for as long as it runs. */
  home: string;
  /** The project's own Python environment, when it has one. */
  environment: string | null;
  limits: TerminalLimits;
  git: GitSettings;
  answer(shellPid: number, question: CredentialQuestion): Promise<CredentialReply>;
}

/** What of git's configuration can change while the shell runs. */
export type GitSettings = Pick<TerminalGit, 'gatewayOrigin' | 'instances' | 'identity'>;

export interface Shell {
  /** The process that its jail was started with. */
  pid: number;
  /** Git in the running shell goes by this from now on. */
  configureGit(git: GitSettings): Promise<void>;
  /** Takes away what the shell had, once it has ended. */
  tidyUp(): Promise<void>;
}

/** Starts a shell in a jail of its own, with a home and a credential socket that no other shell ever has. */
export async function openShell(
  { jail, host }: { jail: Jail; host: TerminalHost },
  { id, columns, rows, files, home, environment, limits, git, answer }: ShellRequest,
): Promise<Shell> {
  let pid: number | null = null;
  const socket = await openCredentialSocket({
    folder: tmpdir(),
    owner: jail.owner,
    answer: (question) => (pid === null ? {} : answer(pid, question)),
  });
  const told = dirname(socket.path);
  const inside = jail.foldersInTerminal({ home, told });
  const tidyUp = async () => {
    await socket.close();
    await removeTree(home);
  };

  const shell = findProgram('bash') ?? '/bin/sh';
  const editor = ['nano', 'vim', 'vi'].find(findProgram) ?? 'vi';
  const hasLfs = findProgram('git-lfs') !== null;

  async function configureGit(settings: GitSettings): Promise<void> {
    const files = toGitConfig({
      ...settings,
      credentialHelper: jail.credentialHelper,
      editor,
      folder: inside.told,
      lfsHooks: hasLfs ? join(inside.told, 'hooks') : null,
    });
    for (const [name, text] of Object.entries(files)) {
      // Renamed into place: git never reads half of it.
      const fresh = join(told, `${name}.new`);
      await writeFile(fresh, text, { mode: 0o644 });
      await rename(fresh, join(told, name));
    }
  }

  try {
    await mkdir(home, { mode: 0o700 });
    const startUp = join(home, '.bashrc');
    await writeFile(startUp, startUpFile);
    if (jail.owner) for (const path of [home, startUp]) await chown(path, jail.owner.uid, jail.owner.gid);
    if (hasLfs) await writeLfsHook(join(told, 'hooks'));
    await configureGit(git);

    const env = shellEnvironment({
      home: inside.home,
      gitConfig: join(inside.told, mainFile),
      credentialSocket: join(inside.told, basename(socket.path)),
      projectFolder: files.root,
      environment,
      shell,
      editor,
    });
    const { root } = files;
    const folders = environment ? [environment] : [];
    const command = jail.terminalCommand({
      args: [shell],
      cwd: root,
      folder: root,
      env,
      home,
      told,
      folders,
      limits,
    });
    pid = await host.start({ id, columns, rows, command, owner: jail.owner });
    return { pid, configureGit, tidyUp };
  } catch (error) {
    await tidyUp();
    throw error;
  }
}

/**
 * Uploads large files before the commits that name them, as the hook does that `git lfs install` writes. That one takes
 * a third of a second and asks GitLab for locks also where nobody uses Git LFS; this one looks whether somebody does.
 */
const lfsHook = `#!/bin/sh
if test -d "$(git rev-parse --git-path lfs/objects)" ||
  git grep --quiet --cached -E 'filter=lfs|lockable' -- ':(glob)**/.gitattributes' 2>/dev/null
then exec git lfs pre-push "$@"
fi
`;

async function writeLfsHook(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o755 });
  const hook = join(folder, 'pre-push');
  await writeFile(hook, lfsHook);
  await chmod(hook, 0o755);
}
