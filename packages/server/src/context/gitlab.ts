import { createAccounts } from '../features/gitlab/accounts/accounts.ts';
import { createConnectionTests } from '../features/gitlab/connection-test/connection-test.ts';
import { createInstances } from '../features/gitlab/instances/instances.ts';
import { createTraffic } from '../features/gitlab/instances/traffic.ts';
import { createVault } from '../features/gitlab/vault/vault.ts';
import { createIntegrations } from '../features/integrations/integrations.ts';
import { createRepositories } from '../features/repositories/repositories.ts';
import { createSightings } from '../features/repositories/sightings.ts';
import { deriveKey } from '../installation-key.ts';
import type { People } from './people.ts';
import type { Start } from './start.ts';

export type GitLabServices = Awaited<ReturnType<typeof buildGitLab>>;

/** Tier 3: instances, the accounts people have there, and what the workspace uses of them. */
export async function buildGitLab({ config, log, key, publicUrl, onClose }: Start, people: People) {
  const { database, audit, events, users, workspaces } = people;
  const vault = createVault(deriveKey(key, 'vault'));
  const traffic = createTraffic();
  const instances = createInstances({
    database,
    vault,
    audit,
    workspaces,
    publicUrl,
    allowPrivateGitLab: config.allowPrivateGitLab,
    answerWithinMs: config.gitlabLimits?.apiMs,
    traffic,
  });
  onClose(instances.close);
  const accounts = await createAccounts({
    database,
    vault,
    instances,
    users,
    workspaces,
    audit,
    events,
    log,
  });
  onClose(accounts.close);
  const connectionTests = createConnectionTests({
    instances,
    accounts,
    checkWithinMs: config.gitlabLimits?.apiMs,
  });
  const sightings = createSightings({ database, events, accounts, workspaces });
  const repositories = createRepositories({ database, accounts, instances, sightings, audit, events, log });
  const integrations = createIntegrations({ database, repositories, sightings, instances, audit, events });

  return {
    vault,
    traffic,
    instances,
    accounts,
    connectionTests,
    sightings,
    repositories,
    integrations,
  };
}
