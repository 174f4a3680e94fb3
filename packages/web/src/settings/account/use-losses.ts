import type { AccountUse } from '@notelab/contract';
import { doingInWords } from '../../project/operations/operation-words.ts';
import type { Loss } from '../../theme/confirm-dialog.tsx';

/**
 * What stops with an account, by kind and name, for a dialog that asks first.
 * @param successor the GitLab user who takes over, as far as that goes
 */
export function toLosses(use: AccountUse[], successor: string | null = null): Loss[] {
  const operations = use.filter((one) => one.kind === 'operation');
  const terminals = use.filter((one) => one.kind === 'terminal');
  const exports = use.filter((one) => one.kind === 'automatic-export');
  return [
    {
      title: count(operations.length, 'Git action ends now', 'Git actions end now'),
      items: operations.map(
        ({ operation, folderName, projectName }) =>
          `${doingInWords({ kind: operation, folderName })} · ${projectName}`,
      ),
    },
    {
      title: successor
        ? count(terminals.length, 'open terminal', 'open terminals', `: git goes on as @${successor}`)
        : count(terminals.length, 'open terminal loses git', 'open terminals lose git'),
      items: terminals.map(({ name, projectName }) => `${name} · ${projectName}`),
    },
    {
      title: count(exports.length, 'automatic export stops', 'automatic exports stop'),
      items: exports.map(
        ({ repositoryPath, branch, projectName }) => `${projectName} to ${repositoryPath}, branch ${branch}`,
      ),
    },
  ];
}

const count = (number: number, one: string, many: string, rest = '') =>
  `${number} ${number === 1 ? one : many}${rest}`;
