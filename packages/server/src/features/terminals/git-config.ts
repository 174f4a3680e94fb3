/** Where git finds one instance. */
export interface InstanceForGit {
  /** As people write it: `https://gitlab.example.com/sub`, without a slash at the end. */
  url: string;
  /** What takes its place; ends with a slash. */
  gatewayUrl: string;
}

export interface TerminalGit {
  /** Of the gateway: `http://127.0.0.1:1234`. */
  gatewayOrigin: string;
  instances: InstanceForGit[];
  /** Who commits, unless they say otherwise. */
  identity: { name: string; email: string };
  credentialHelper: string;
  editor: string;
  /** Hooks of Notelab's own, for LFS; null where there is none. */
  lfsHooks: string | null;
}

type Setting = [name: string, value: string];

/**
 * The configuration that git in a terminal reads last, so that it wins over the `.git/config` that every editor of
 * the project can write to. What a person says with `git -c` wins over it.
 */
export function toGitConfig(git: TerminalGit): string {
  const { gatewayOrigin, instances, identity, credentialHelper, editor, lfsHooks } = git;
  const sections: [header: string, settings: Setting[]][] = [
    ...instances.map((instance): [string, Setting[]] => [
      `url ${quote(instance.gatewayUrl)}`,
      spellingsOf(instance, instances).map((spelling) => ['insteadOf', spelling]),
    ]),
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
function lfsSections(gatewayOrigin: string): [string, Setting[]][] {
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
