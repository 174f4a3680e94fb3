import { whyNotFolderName } from '@notelab/contract';

/** The folder name to offer for a repository: the last part of its path, made acceptable; '' when it cannot be. */
export function suggestFolderName(repositoryPath: string): string {
  const last = repositoryPath.split('/').at(-1) ?? '';
  const name = last.replace(/^[.-]+/, '').replace(/\.+$/, '');
  return whyNotFolderName(name) === null ? name : '';
}
