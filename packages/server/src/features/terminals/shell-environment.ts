import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const systemPath = '/usr/local/bin:/usr/bin:/bin';

/** Where the machine has a program that shells may run, or null. */
export function findProgram(name: string): string | null {
  const folder = systemPath.split(delimiter).find((each) => existsSync(join(each, name)));
  return folder ? join(folder, name) : null;
}

/** What a shell is told by its environment, built from empty. There is no secret in it. */
export function shellEnvironment({
  home,
  gitConfig,
  credentialSocket,
  projectFolder,
  environment,
  shell,
  editor,
}: {
  home: string;
  gitConfig: string;
  credentialSocket: string;
  projectFolder: string;
  environment: string | null;
  shell: string;
  editor: string;
}): Record<string, string> {
  const loopback = '127.0.0.1,localhost';
  return {
    PATH: `${environment ? `${environment}/bin:` : ''}${home}/.local/bin:${systemPath}`,
    ...(environment && { VIRTUAL_ENV: environment }),
    HOME: home,
    USER: 'notelab',
    LOGNAME: 'notelab',
    SHELL: shell,
    LANG: 'C.UTF-8',
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    EDITOR: editor,
    HISTFILE: `${home}/.bash_history`,
    NO_PROXY: loopback,
    no_proxy: loopback,
    NOTELAB_PROJECT: projectFolder,
    NOTELAB_CREDENTIAL_SOCKET: credentialSocket,
    // By the environment, because a repository's own configuration cannot override that (git-config(1), Scopes).
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'include.path',
    GIT_CONFIG_VALUE_0: gitConfig,
    // A shared repository's configuration can send git to any address, and that address can ask for a password.
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** Where a new home begins; its owner may change it. The prompt calls the project's folder “project”. */
export const startUpFile = `# Read by bash when it starts. This folder lives as long as the terminal.
PS1='\\[\\e[1;34m\\]\${PWD/#$NOTELAB_PROJECT/project}\\[\\e[0m\\] \\$ '
alias ls='ls --color=auto' ll='ls -lh' grep='grep --color=auto'
`;
