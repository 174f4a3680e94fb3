import { chown, mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectId, User } from '@notelab/contract';
import type { GitEnvironment } from '@notelab/git';
import type { Gateway } from '../gateway/gateway.ts';
import type { Accounts, GitLabIdentity } from '../gitlab/accounts/accounts.ts';
import type { Jails } from '../jails/jails.ts';
import type { PassAccess, Passes } from '../passes/passes.ts';
import type { RepositoryRow } from '../repositories/repositories.ts';

/** What one git process may do: as one user, on one repository. */
export interface Grant {
  user: User;
  projectId: ProjectId;
  repository: RepositoryRow;
  access: PassAccess;
}
