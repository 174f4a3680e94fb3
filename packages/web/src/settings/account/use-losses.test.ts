import type { AccountUse } from '@notelab/contract';
import { expect, test } from 'vitest';
import { toLosses } from './use-losses.ts';

test('what stops with an account is named, by kind', () => {
  const projectName = 'Sales';
  const use: AccountUse[] = [
    { kind: 'operation', operation: 'pull', folderName: 'analytics', projectName },
    { kind: 'terminal', name: 'Terminal 1', projectName },
    { kind: 'terminal', name: 'Terminal 2', projectName },
    { kind: 'automatic-export', repositoryPath: 'acme/analytics', branch: 'main', projectName },
  ];
  expect(toLosses(use)).toEqual([
    { title: '1 Git action ends now', items: ['Pulling analytics · Sales'] },
    { title: '2 open terminals lose git', items: ['Terminal 1 · Sales', 'Terminal 2 · Sales'] },
    { title: '1 automatic export stops', items: ['Sales to acme/analytics, branch main'] },
  ]);
  expect(toLosses(use, 'reporter')[1]?.title).toBe('2 open terminals: git goes on as @reporter');
});
