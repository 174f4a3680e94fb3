// What happens when the tokens of 200 people expire in the same minute while all of them work, at a GitLab whose clock
// is two hours ahead and that takes its time. A third of the tokens has died at GitLab before Notelab thinks so. All
// begin at once; then each does something else four times in that minute. Server and sandbox share this process.

import { setTimeout as delay } from 'node:timers/promises';
import { changeRepositories, listGitLabProjects, listRepositoryBranches } from '@notelab/contract';
import { createWorld } from '@notelab/dev-env';
import { sql } from 'drizzle-orm';
import { inviteMembers } from './members.ts';
import { report } from './report.ts';

const people = 200;
const laterActionsEach = 4;
const minuteMs = 60_000;
const answerMs = 100;
const projectPath = 'acme/analytics';

const world = await createWorld();
try {
  const { workspaceId, instanceId, sandbox, notelab } = world;
  const { database } = notelab.context;
  const admin = await world.signInLinked('admin', 'maintainer');
  const params = { workspaceId };
  const query = { instanceId, search: 'analytics' };
  const { projects } = await admin.call(listGitLabProjects, { params, query });
  const { gitlabId } = projects.find(({ path }) => path === projectPath)!;
  const body = { instanceId, connect: [gitlabId], remove: [] };
  const [repository] = await admin.call(changeRepositories, { params, body });
  const members = await inviteMembers(world, admin, { count: people, projectPath });

  await database.sql.execute(sql`
    update gitlab_accounts set access_token_expires_at = now()
      + case when gitlab_user_id % 3 = 0 then interval '1 hour' else random() * interval '1 minute' end`);
  sandbox.setClockOffset(2 * 3_600_000);
  sandbox.faults.set({ match: 'POST /oauth/token', kind: 'delay', delayMs: answerMs });
  const before = sandbox.requests().filter(({ path }) => path === '/oauth/token').length;

  const tookMs: number[] = [];
  const failures: unknown[] = [];
  const begunAt = performance.now();
  await Promise.all(
    members.flatMap(({ client }) =>
      Array.from({ length: 1 + laterActionsEach }, async (_, index) => {
        if (index > 0) await delay(Math.random() * minuteMs);
        const startedAt = performance.now();
        const inRepository = { ...params, repositoryId: repository!.id };
        await client
          .call(listRepositoryBranches, { params: inRepository, query: {} })
          .catch((error) => failures.push(error));
        tookMs.push(performance.now() - startedAt);
      }),
    ),
  );
  const allMs = performance.now() - begunAt;

  const refreshes = sandbox.requests().filter(({ path }) => path === '/oauth/token').length - before;
  const { rows } = (await database.sql.execute(
    sql`select token_version - 1 as refreshes, state from gitlab_accounts where username like 'member-%'`,
  )) as unknown as { rows: { refreshes: number; state: string }[] };
  const countOf = (matches: (row: (typeof rows)[number]) => boolean) => rows.filter(matches).length;
  const slowest = tookMs.toSorted((a, b) => a - b)[Math.floor(tookMs.length * 0.95)]!;

  for (const failure of failures.slice(0, 3)) console.error(failure);
  report(`actions of ${people} people`, tookMs.length, '');
  report('  that failed', failures.length, '', 0);
  report('requests to POST /oauth/token', refreshes, '', people);
  report(
    'accounts not refreshed exactly once',
    countOf((row) => row.refreshes !== 1),
    '',
    0,
  );
  report(
    'accounts that need to be reconnected',
    countOf((row) => row.state !== 'connected'),
    '',
    0,
  );
  report('until all actions were done', allMs / 1000, ' s');
  report('95 of 100 actions took at most', slowest / 1000, ' s');
} finally {
  await world.close();
}
