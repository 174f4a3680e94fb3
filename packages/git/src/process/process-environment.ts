import { dirname } from 'node:path';
import type { GitEnvironment } from './git-environment.ts';

/**
 * The complete environment of one git process, built from nothing: the server's own variables never reach it.
 *
 * What this can and cannot do: configuration given here (GIT_CONFIG_COUNT) beats the repository's for the same
 * key, but a key made for a URL (`http.https://host.proxy`) in the repository's config beats our general key.
 * Overriding a shared repository's config is therefore hygiene; what protects the token is that git never
 * holds one. GIT_ALLOW_PROTOCOL and NO_PROXY are variables and cannot be overridden by config.
 *
 * Filters (`filter.<name>.clean|smudge|process`) and credential helpers for a URL can be named in `.git/config` under
 * any name, so they cannot all be switched off. They run inside the jail of a person who may open a terminal in this
 * project anyway: nothing is gained by them. Merge drivers are replaced where something is merged: `withOwnMerging`.
 */
export function buildProcessEnvironment(
  git: GitEnvironment,
  cwd: string,
  options: { isRepository: boolean; readOnly: boolean; env: Record<string, string> },
): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    // As empty as a folder can be, and nothing to tidy up when the server is killed.
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    NO_PROXY: '127.0.0.1,localhost',
    no_proxy: '127.0.0.1,localhost',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '/bin/false',
    SSH_ASKPASS: '/bin/false',
    GIT_EDITOR: 'true',
    GIT_SEQUENCE_EDITOR: 'true',
    GIT_PAGER: 'cat',
    GIT_ALLOW_PROTOCOL: 'http:https',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_LAZY_FETCH: '1',
    GIT_LFS_SKIP_SMUDGE: '1',
    // The reflog wants a name even where nothing is committed; without one git looks the host up in DNS.
    GIT_COMMITTER_NAME: 'Notelab',
    GIT_COMMITTER_EMAIL: 'notelab@localhost',
    // A folder that lost its .git must not make git act on a repository around it.
    GIT_CEILING_DIRECTORIES: dirname(cwd),
    // core.worktree in the repository's config would send git to write elsewhere.
    ...(options.isRepository ? { GIT_WORK_TREE: '.' } : {}),
    ...(options.readOnly ? { GIT_OPTIONAL_LOCKS: '0' } : {}),
    ...git.env,
    ...options.env,
    ...toConfigVariables([...defaultConfig, ['safe.directory', cwd], ...git.config]),
  };
}

const defaultConfig: [string, string][] = [
  ['credential.helper', ''], // empty: forget the helpers named so far
  ['credential.useHttpPath', 'true'],
  ['http.followRedirects', 'false'],
  ['http.lowSpeedLimit', '1000'],
  ['http.lowSpeedTime', '60'],
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.quotePath', 'false'],
  ['core.abbrev', 'no'], // whole object ids in what is parsed here (the report of a push)
  ['core.protectHFS', 'true'],
  ['core.protectNTFS', 'true'],
  ['safe.bareRepository', 'explicit'],
  ['transfer.fsckObjects', 'true'],
  // Old but harmless history that GitLab accepts as well; refusing it would make such repositories unusable.
  ...['badTimezone', 'missingSpaceBeforeDate', 'zeroPaddedFilemode'].map((id): [string, string] => [
    `fetch.fsck.${id}`,
    'ignore',
  ]),
  ['submodule.recurse', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['commit.gpgSign', 'false'],
  ['push.gpgSign', 'false'],
  ['push.pushOption', ''], // empty: forget options (`merge_request.create` …) somebody put into the repository
  ['push.followTags', 'false'],
  ['log.showSignature', 'false'], // would start gpg.program
  ['merge.verifySignatures', 'false'],
  ['user.useConfigOnly', 'true'],
  ['i18n.commitEncoding', 'UTF-8'],
  ['i18n.logOutputEncoding', 'UTF-8'],
  ['advice.detachedHead', 'false'],
];

function toConfigVariables(config: [string, string][]): Record<string, string> {
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(config.length) };
  for (const [index, [key, value]] of config.entries()) {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  }
  return variables;
}
