import {
  changeRepositories,
  disconnectAccount,
  listGitLabProjects,
  listMyInstances,
  listRepositories,
  listRepositoryBranches,
} from '@notelab/contract';
import { type Ground, inWorkspace, link, linkOr, refusalOf } from './ground.ts';
import type { Operation } from './operations.ts';

export const workspaceOperations: Operation[] = [
  {
    name: 'connect the account',
    kind: 'account',
    async arrange(ground) {
      await disconnect(ground);
      return {
        act: () => linkOr(ground),
        check: async () => must(await isLinked(ground), 'it is not connected'),
      };
    },
  },
  {
    name: 'disconnect the account',
    kind: 'account',
    async arrange(ground) {
      const token = await tokenOf(ground);
      return {
        act: () => refusalOf(disconnect(ground)),
        async check() {
          must(!(await isLinked(ground)), 'it is still connected');
          await ground.world.notelab.context.accounts.revokePending();
          const headers = { authorization: `Bearer ${token}` };
          const { status } = await fetch(`${ground.world.sandbox.url}/api/v4/user`, { headers });
          must(status === 401, 'GitLab still accepts the token');
          await link(ground);
        },
      };
    },
  },
  {
    name: 'search repositories',
    kind: 'list',
    async arrange(ground) {
      let found: string[] = [];
      const search = ground.path.split('/').at(-1)!;
      const query = { instanceId: ground.world.instanceId, search };
      return {
        act: () =>
          refusalOf(
            ground.person.call(listGitLabProjects, { ...inWorkspace(ground), query }),
            ({ projects }) => {
              found = projects.map(({ path }) => path);
              return null;
            },
          ),
        check: async () => must(found.includes(ground.path), `found ${found}`),
      };
    },
  },
  {
    name: 'connect a repository',
    kind: 'read',
    async arrange(ground) {
      await change(ground, [], [ground.repository.id]);
      return {
        act: () => refusalOf(change(ground, [ground.gitlabId], [])),
        async check() {
          const connected = await ground.person.call(listRepositories, inWorkspace(ground));
          must(
            connected.filter(({ gitlabId }) => gitlabId === ground.gitlabId).length === 1,
            'it is not connected',
          );
        },
      };
    },
  },
  {
    name: 'offer branches',
    kind: 'read',
    async arrange(ground) {
      let found: string[] = [];
      const params = { ...inWorkspace(ground).params, repositoryId: ground.repository.id };
      return {
        act: () =>
          refusalOf(ground.person.call(listRepositoryBranches, { params, query: {} }), (branches) => {
            found = branches.map(({ name }) => name);
            return null;
          }),
        check: async () => must(found.includes('main'), `found ${found}`),
      };
    },
  },
];

export function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

const disconnect = ({ world, person }: Ground) =>
  person.call(disconnectAccount, { params: { instanceId: world.instanceId } });

const change = (ground: Ground, connect: number[], remove: Ground['repository']['id'][]) =>
  ground.person.call(changeRepositories, {
    ...inWorkspace(ground),
    body: { instanceId: ground.world.instanceId, connect, remove },
  });

async function accountOf({ world, person }: Ground) {
  const instances = await person.call(listMyInstances);
  return instances.find(({ id }) => id === world.instanceId)!.account;
}

const isLinked = async (ground: Ground) => (await accountOf(ground))?.health === 'connected';

async function tokenOf(ground: Ground): Promise<string> {
  const account = (await accountOf(ground))!;
  return (await ground.world.notelab.context.accounts.accessToken(account.id)).reveal();
}
