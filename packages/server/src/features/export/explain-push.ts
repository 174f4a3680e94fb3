import type { ErrorCode } from '@notelab/contract';
import type { PushRejection, PushResult } from '@notelab/git';
import { ProblemError } from '../../problem.ts';
import { problemOf } from '../checkouts/git-problem.ts';

type Unsuccessful = Extract<PushResult, { kind: 'rejected' | 'refused' }>;

/** Why GitLab did not take the commit of an export. */
export function explainPush(result: Unsuccessful, branch: string): ProblemError {
  const raw = result.kind === 'rejected' ? [...result.serverMessages, result.message] : [result.message];
  const said = raw.filter((line, index) => line !== '' && raw.indexOf(line) === index).join('\n');
  if (result.kind === 'refused') {
    const { problem } = problemOf(result.reason, result.message);
    const [code, detail] = problem.code === 'gitlab-forbidden' ? notAllowed : [problem.code, problem.detail];
    return new ProblemError(code, `${detail} Nothing was exported.`, { raw: said });
  }
  const [code, detail] = rejections[result.reason] ?? ['push-refused', 'GitLab refused the commit.'];
  return new ProblemError(code, `${detail.replace('BRANCH', branch)} Nothing was exported.`, { raw: said });
}

const notAllowed: [ErrorCode, string] = [
  'push-refused',
  'Your GitLab account may not push to this repository.',
];

const rejections: Partial<Record<PushRejection, [ErrorCode, string]>> = {
  'non-fast-forward': ['push-moved', 'The branch “BRANCH” moves on GitLab all the time.'],
  protected: [
    'push-protected',
    'The branch “BRANCH” is protected on GitLab and you may not push to it. Export to a new branch, with a merge request.',
  ],
  'no-default-branch': [
    'push-refused',
    'The repository is empty and only a maintainer may create its first branch.',
  ],
  forbidden: notAllowed,
  'too-large': [
    'push-too-large',
    'GitLab refused the commit because a file is too large. Export without outputs.',
  ],
  'secret-detected': ['push-secret', 'GitLab found something that looks like a secret.'],
};
