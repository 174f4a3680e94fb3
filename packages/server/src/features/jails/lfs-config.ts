import { existsSync } from 'node:fs';

/** Where git and its helpers are looked for in the jail. */
const folders = ['/usr/local/bin', '/usr/bin', '/bin'];

/** Whether large files can be fetched and uploaded here. */
export const isLfsInstalled = (): boolean => folders.some((folder) => existsSync(`${folder}/git-lfs`));

/**
 * What `git lfs install` would write: without it git would commit a large file itself where a pointer belongs, and take
 * one that was fetched for changed.
 */
export function lfsFilter(): [key: string, value: string][] {
  if (!isLfsInstalled()) return [];
  return [
    ['filter.lfs.clean', 'git-lfs clean -- %f'],
    ['filter.lfs.smudge', 'git-lfs smudge -- %f'],
    ['filter.lfs.process', 'git-lfs filter-process'],
    ['filter.lfs.required', 'true'],
  ];
}

/** Sends Git LFS to the gateway, whatever the repository's `.lfsconfig` and `.git/config` say. */
export function lfsThrough(repositoryUrl: string): [key: string, value: string][] {
  const url = `${repositoryUrl}/info/lfs`;
  return [
    ['lfs.url', url],
    ['lfs.pushurl', url],
    [`lfs.${url}.access`, 'basic'],
    [`lfs.${url}.locksverify`, 'false'],
    ['lfs.basictransfersonly', 'true'],
    ['lfs.standalonetransferagent', ''],
    [`lfs.${url}.standalonetransferagent`, ''],
    ['lfs.fetchinclude', ''],
    ['lfs.fetchexclude', ''],
    ['lfs.skipdownloaderrors', 'false'],
  ];
}
