/** Where git finds one instance. */
export interface InstanceForGit {
  /** As people write it: `https://gitlab.example.com/sub`, without a slash at the end. */
  url: string;
  /** What takes its place; ends with a slash. */
  gatewayUrl: string;
  /** Who its owner is there; null when they are nobody there. */
  identity: GitIdentity | null;
}

export interface GitIdentity {
  name: string;
  email: string;
}

export interface TerminalGit {
  /** Of the gateway: `http://127.0.0.1:1234`. */
  gatewayOrigin: string;
  instances: InstanceForGit[];
  /** Who commits where no instance is concerned. */
  identity: GitIdentity;
  credentialHelper: string;
  editor: string;
  /** The folder that holds the files, as the terminal sees it. */
  folder: string;
  /** Hooks of Notelab's own, for LFS; null where there is none. */
  lfsHooks: string | null;
}

type Setting = [name: string, value: string];

type Section = [header: string, settings: Setting[]];

/** The file that git is told to read; it names the others. */
export const mainFile = 'gitconfig';

/**
 * The configuration that git in a terminal reads last, so that it wins over the `.git/config` that every editor of
 * the project can write to. What a person says with `git -c` wins over it.
 * @returns the text of each file, by its name
 */
export function toGitConfig(git: TerminalGit): Record<string, string> {
  const known = git.instances.flatMap((instance, index) =>
    instance.identity ? [{ instance, identity: instance.identity, file: `identity-${index + 1}` }] : [],
  );
  const whose = known.flatMap(({ instance, file }) =>
    spellingsOf(instance, git.instances).map(
      (spelling): Section => [
        // Where a remote of the repository is on this instance (git-config(1), Conditional includes).
        `includeIf ${quote(`hasconfig:remote.*.url:${spelling}${spelling.endsWith('/') ? '**' : '*/**'}`)}`,
        [['path', `${git.folder}/${file}`]],
      ],
    ),
  );
  return {
    [mainFile]: toText([...mainSections(git), ...whose]),
    ...Object.fromEntries(
      known.map(({ file, identity }) => [file, toText([['user', Object.entries(identity)]])]),
    ),
  };
}

function mainSections(git: TerminalGit): Section[] {
  const { gatewayOrigin, instances, identity, credentialHelper, editor, lfsHooks } = git;
  return [
    ...instances.map(
      (instance): Section => [
        `url ${quote(instance.gatewayUrl)}`,
        spellingsOf(instance, instances).map((spelling) => ['insteadOf', spelling]),
      ],
    ),
    [
      `credential ${quote(gatewayOrigin)}`,
      [
        // An empty one forgets those that were named before.
        ['helper', ''],
        ['helper', credentialHelper],
        ['useHttpPath', 'true'],
      ],
    ],
    [`http ${quote(gatewayOrigin)}`, [['followRedirects', 'false']]],
    ['user', Object.entries(identity)],
    ['init', [['defaultBranch', 'main']]],
    [
      'safe',
      [
        ['directory', '*'],
        ['bareRepository', 'explicit'],
      ],
    ],
    // Whatever these name in a shared repository would run as whoever types here.
    [
      'core',
      [
        ['fsmonitor', 'false'],
        ['hooksPath', lfsHooks ?? '/dev/null'],
        ['editor', editor],
        ['pager', 'less'],
        ['sshCommand', 'ssh'],
        ['askPass', ''],
      ],
    ],
    ['sequence', [['editor', editor]]],
    ['protocol "ext"', [['allow', 'never']]],
    ['commit', [['gpgSign', 'false']]],
    ['tag', [['gpgSign', 'false']]],
    ...(lfsHooks ? lfsSections(gatewayOrigin) : []),
  ];
}

function toText(sections: Section[]): string {
  return sections
    .map(([header, settings]) =>
      [`[${header}]`, ...settings.map(([name, value]) => `\t${name} = ${quote(value)}`), ''].join('\n'),
    )
    .join('');
}

/** How people write an instance's address: over HTTPS, and the two ways of SSH, which knows no sub-path. */
function spellingsOf({ url }: InstanceForGit, instances: InstanceForGit[]): string[] {
  const { hostname } = new URL(url);
  const first = instances.find((other) => new URL(other.url).hostname === hostname);
  return [`${url}/`, ...(first?.url === url ? [`git@${hostname}:`, `ssh://git@${hostname}/`] : [])];
}

/**
 * What `git lfs install` would write, and what git-lfs would otherwise find out and write into the repository's own
 * configuration, with an address that is another one after the next start.
 */
function lfsSections(gatewayOrigin: string): Section[] {
  return [
    [
      'filter "lfs"',
      [
        ['clean', 'git-lfs clean -- %f'],
        ['smudge', 'git-lfs smudge -- %f'],
        ['process', 'git-lfs filter-process'],
        ['required', 'true'],
      ],
    ],
    [
      `lfs ${quote(gatewayOrigin)}`,
      [
        ['access', 'basic'],
        // GitLab always has locks; a push of what somebody else has locked stops before it begins.
        ['locksVerify', 'true'],
      ],
    ],
  ];
}

/** Within quotes everything but these stands for itself (git-config(1), Syntax). */
function quote(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  return `"${text.replace(/[\u0000-\u001f\u007f]/g, ' ').replace(/["\\]/g, '\\$&')}"`;
}
