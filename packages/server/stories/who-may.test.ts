import * as contract from '@notelab/contract';
import { acceptInvitation, createInvitation, createProject, createWorkspace } from '@notelab/contract';
import { Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectProject } from './a-connected-project.ts';

type AnyEndpoint = { method: string; path: string; response: unknown };
type EndpointName = {
  [Name in keyof typeof contract]: (typeof contract)[Name] extends AnyEndpoint ? Name : never;
}[keyof typeof contract];

interface Rule {
  /**
   * `anybody`: no sign-in. `oneself`: about the caller alone. `instances`: an admin of the installation. `owner`:
   * of the thing itself, with a story of its own. A role: in the workspace, and nobody else hears that it exists.
   */
  who: 'anybody' | 'oneself' | 'instances' | 'owner' | contract.Role;
  query?: Record<string, string>;
  body?: unknown;
}

const path = 'analytics/README.md';
const unknownId = 'z'.repeat(20);

/** The whole contract: an endpoint that is missing here does not compile. Bodies are valid, so all get that far. */
const rules: Record<EndpointName, Rule> = {
  getSetUp: { who: 'anybody' },
  completeSetUp: { who: 'anybody' },
  signIn: { who: 'anybody' },
  signOut: { who: 'anybody' },
  getInvitation: { who: 'anybody' },
  acceptInvitation: { who: 'anybody' },

  getMe: { who: 'oneself' },
  createWorkspace: { who: 'oneself', body: { name: 'Mine' } },
  listMyInstances: { who: 'oneself' },
  connectAccount: { who: 'oneself', body: {} },
  disconnectAccount: { who: 'oneself' },
  checkAccount: { who: 'oneself' },
  listAccountUse: { who: 'oneself' },
  takeOfferedAccount: { who: 'oneself' },
  refuseOfferedAccount: { who: 'oneself' },
  listMyGitLabUse: { who: 'oneself' },

  listInstances: { who: 'instances' },
  addInstance: {
    who: 'instances',
    body: { name: 'Evil', url: 'https://gitlab.example.com', clientId: 'a', clientSecret: 'b' },
  },
  updateInstance: { who: 'instances', body: { name: 'Evil' } },
  removeInstance: { who: 'instances' },

  getConnectionHealth: { who: 'admin' },
  countHealthFindings: { who: 'admin' },
  startHealthCheck: { who: 'admin' },
  cancelHealthCheck: { who: 'admin' },

  renameWorkspace: { who: 'admin', body: { name: 'Renamed' } },
  listMembers: { who: 'viewer' },
  changeMemberRole: { who: 'admin', body: { role: 'admin' } },
  removeMember: { who: 'admin' },
  listInvitations: { who: 'admin' },
  createInvitation: { who: 'admin', body: { role: 'admin' } },
  withdrawInvitation: { who: 'admin' },
  listAuditLog: { who: 'admin' },
  listGitLabProjects: { who: 'admin', query: { instanceId: unknownId } },
  listRepositories: { who: 'viewer' },
  changeRepositories: { who: 'admin', body: { instanceId: unknownId, connect: [], remove: [] } },
  getRepositoryUse: { who: 'admin' },
  listWebhooks: { who: 'admin' },
  createWebhook: { who: 'admin' },
  prepareWebhook: { who: 'admin' },
  testWebhook: { who: 'admin' },
  removeWebhook: { who: 'admin' },
  getRemoteNews: { who: 'viewer' },
  lookForPushes: { who: 'viewer' },
  listRepositoryBranches: { who: 'viewer' },
  listIntegrations: { who: 'viewer' },
  createIntegration: {
    who: 'admin',
    body: { repositoryId: unknownId, defaultBranch: 'main', folderName: 'evil' },
  },
  updateIntegration: { who: 'admin', body: { folderName: 'evil' } },
  deleteIntegration: { who: 'admin' },
  getIntegrationUse: { who: 'admin' },

  listProjects: { who: 'viewer' },
  createProject: { who: 'editor', body: { name: 'Evil' } },
  getProject: { who: 'viewer' },
  renameProject: { who: 'editor', body: { name: 'Evil' } },
  deleteProject: { who: 'editor' },
  listFiles: { who: 'viewer', query: { path: '' } },
  readFile: { who: 'viewer', query: { path } },
  writeFile: { who: 'editor', body: { path, text: 'evil', etag: null } },
  createFile: { who: 'editor', body: { path: 'evil', kind: 'file' } },
  renameFile: { who: 'editor', body: { from: path, to: 'evil' } },
  deleteFiles: { who: 'editor', body: { paths: [path] } },

  listCheckouts: { who: 'viewer' },
  connectIntegration: { who: 'editor', body: { integrationId: unknownId } },
  getCheckoutStatus: { who: 'viewer' },
  listBranches: { who: 'viewer' },
  getFileDiff: { who: 'viewer', query: { path: 'README.md' } },
  getUnpushedWork: { who: 'viewer' },
  listHistory: { who: 'viewer' },
  getCommit: { who: 'viewer' },
  getCommitDiff: { who: 'viewer', query: { path: 'README.md' } },
  fetchCheckout: { who: 'editor' },
  pullCheckout: { who: 'editor' },
  switchBranch: { who: 'editor', body: { branch: 'dev', where: 'remote' } },
  createBranch: { who: 'editor', body: { name: 'evil' } },
  listStartPoints: { who: 'viewer', query: { search: '' } },
  publishBranch: { who: 'editor', body: { branch: 'main' } },
  renameBranch: { who: 'editor', body: { branch: 'main', name: 'evil' } },
  getBranchDeletion: { who: 'viewer', query: { branch: 'main', where: 'local' } },
  deleteBranch: { who: 'editor', body: { branch: 'main', from: 'here', seenOnGitLab: null } },
  listLeftChanges: { who: 'viewer' },
  giveBackChanges: { who: 'editor', body: {} },
  forgetLeftChanges: { who: 'editor' },
  commitAndPush: { who: 'editor', body: { message: 'Evil', paths: ['README.md'] } },
  pushCheckout: { who: 'editor' },
  reCloneCheckout: { who: 'editor', body: { discardWork: true } },
  disconnectCheckout: { who: 'editor', body: { discardWork: true } },
  discardChanges: { who: 'editor', body: { paths: null } },
  listRecoveryPoints: { who: 'viewer' },
  getRecoveryPoint: { who: 'viewer' },
  restoreRecoveryPoint: { who: 'editor' },
  getPreflight: { who: 'editor' },
  getFileHunks: { who: 'viewer', query: { path: 'README.md' } },
  discardHunks: { who: 'editor', body: { path: 'README.md', hunks: ['0123456789abcdef'] } },
  undoLastCommit: { who: 'editor', body: { oid: '0'.repeat(40) } },
  moveCommits: { who: 'editor', body: { branch: 'evil' } },
  ignoreFiles: { who: 'editor', body: { paths: ['evil'] } },
  trackWithLfs: { who: 'editor', body: { paths: ['evil'] } },
  deleteRecoveryPoint: { who: 'editor' },
  getRecoverySpace: { who: 'viewer' },
  getBranchMergeRequest: { who: 'viewer', query: { branch: 'dev' } },
  listMergeRequests: { who: 'viewer' },
  getMergeRequestProposal: { who: 'editor' },
  listReviewers: { who: 'editor' },
  createMergeRequest: {
    who: 'editor',
    body: {
      sourceBranch: 'dev',
      targetBranch: 'main',
      title: 'Evil',
      description: '',
      draft: false,
      reviewerIds: [],
      removeSourceBranch: true,
      squash: false,
    },
  },
  setPullWay: { who: 'editor', body: { pullWay: 'rebase' } },
  getConflict: { who: 'viewer', query: { path: 'README.md' } },
  resolveConflict: {
    who: 'editor',
    body: { path: 'README.md', key: 'key', decision: { kind: 'keep', side: 'mine' } },
  },
  reopenConflict: { who: 'editor', body: { path: 'README.md' } },
  finishMerge: { who: 'editor' },
  abortMerge: { who: 'editor' },
  listLargeFiles: { who: 'viewer' },
  fetchLargeFiles: { who: 'editor', body: { path: null } },
  listSubmodules: { who: 'viewer' },
  updateSubmodules: { who: 'editor' },
  listOperations: { who: 'viewer' },
  cancelOperation: { who: 'editor' },

  listTerminals: { who: 'viewer' },
  openTerminal: { who: 'editor', body: { columns: 80, rows: 24 } },
  changeTerminal: { who: 'owner' },
  handOverTerminal: { who: 'owner' },
  closeTerminal: { who: 'owner' },

  listNotebooks: { who: 'viewer' },
  createNotebook: { who: 'editor', body: { name: 'Sales' } },
  renameNotebook: { who: 'editor', body: { name: 'Costs' } },
  duplicateNotebook: { who: 'editor' },
  moveNotebook: { who: 'editor', body: { before: null } },
  deleteNotebook: { who: 'editor' },
  restoreNotebook: { who: 'editor' },
  listDeletedNotebooks: { who: 'viewer' },

  listKernels: { who: 'viewer' },
  runBlocks: { who: 'editor', body: { blockIds: ['a'] } },
  interruptKernel: { who: 'editor' },
  restartKernel: { who: 'editor' },
  stopKernel: { who: 'editor' },
  answerInput: { who: 'editor', body: { blockId: 'a', text: 'evil' } },
  completeCode: { who: 'editor', body: { code: 'evil', cursor: 4 } },
  inspectCode: { who: 'editor', body: { code: 'evil', cursor: 4 } },
  clearOutputs: { who: 'editor', body: { blockIds: null } },
  getProjectPython: { who: 'viewer' },
  changeProjectPython: { who: 'editor', body: { autoreload: false } },
  setRemoteJupyter: { who: 'admin', body: { url: 'https://jupyter.example.com', token: 'evil' } },
  installPackages: { who: 'editor', body: { packages: ['evil'] } },
  cancelInstallation: { who: 'editor' },
  listNotebookFiles: { who: 'viewer', query: { path: '' } },
  importNotebook: { who: 'editor', body: { path: 'evil.ipynb' } },
  exportNotebook: { who: 'editor', body: { path: 'evil.ipynb', format: 'ipynb', outputs: true } },
  exportProjectNotebooks: { who: 'editor', body: { path: 'evil.deepnote', outputs: true } },
  listNotebookSources: { who: 'viewer' },
  getNotebookSource: { who: 'viewer' },
  changeNotebookSource: { who: 'editor', body: { outputs: true } },
  mergeSource: { who: 'editor', body: {} },
  undoSourceMerge: { who: 'editor' },
  writeSource: { who: 'editor', body: {} },
  forgetSource: { who: 'editor' },

  getExport: { who: 'viewer' },
  listStoppedExports: { who: 'viewer' },
  saveExport: {
    who: 'editor',
    body: {
      repositoryId: unknownId,
      branch: 'main',
      path: 'evil',
      formats: ['ipynb'],
      outputs: true,
      automatic: true,
    },
  },
  forgetExport: { who: 'editor' },
  previewExport: { who: 'editor' },
  diffExportFile: { who: 'editor', query: { path: 'evil.ipynb' } },
  runExport: { who: 'editor', body: { message: 'Evil' } },
  mergeExportedFile: { who: 'editor', body: { path: 'evil.ipynb' } },

  listVersions: { who: 'viewer' },
  saveVersion: { who: 'editor', body: { name: 'Before the review' } },
  renameVersion: { who: 'editor', body: { name: null } },
  readVersion: { who: 'viewer' },
  compareVersionNotebook: { who: 'viewer' },
  restoreVersion: { who: 'editor', body: {} },
};

const names = Object.keys(rules) as EndpointName[];
const endpoints = Object.fromEntries(
  Object.entries(contract).filter(([name]) => name in rules),
) as unknown as Record<EndpointName, contract.Endpoint>;
const ranks: contract.Role[] = ['viewer', 'editor', 'admin'];
const isRole = (who: Rule['who']): who is contract.Role => (ranks as string[]).includes(who);

let world: World;
let people: Record<contract.Role, Client>;
/** Signed in, admin of a workspace of their own, and no member of this one. */
let stranger: Client;
let strangersWorkspace: string;
/** What is named in addresses, all of it really there. */
let ids: Record<string, string>;
/** Endpoints of the contract that this server answers. */
let served: EndpointName[];

beforeAll(async () => {
  world = await createWorld();
  const { workspaceId, instanceId } = world;
  people = {
    viewer: await world.signIn('viewer'),
    editor: await world.signInLinked('editor', 'developer'),
    admin: await world.signInLinked('admin', 'maintainer'),
  };
  const { admin, editor } = people;
  const connected = await connectProject(world, admin, 'acme/analytics', { by: editor });
  const [operation] = await editor.call(contract.listOperations, {
    params: { projectId: connected.project.id },
  });
  const notebook = await editor.call(contract.createNotebook, {
    params: { projectId: connected.project.id },
    body: { name: 'Sales' },
  });
  const version = await editor.call(contract.saveVersion, {
    params: { projectId: connected.project.id },
    body: { name: 'First' },
  });
  const invitation = await admin.call(createInvitation, {
    params: { workspaceId },
    body: { role: 'viewer' },
  });
  ids = {
    workspaceId,
    instanceId,
    projectId: connected.project.id,
    checkoutId: connected.checkout.id,
    operationId: operation!.id,
    repositoryId: connected.repository.id,
    integrationId: connected.integration.id,
    invitationId: invitation.id,
    notebookId: notebook.id,
    versionId: version.id,
    pointId: unknownId,
    commit: (await admin.call(contract.getCheckoutStatus, { params: { checkoutId: connected.checkout.id } }))
      .headOid!,
    leftId: unknownId,
    userId: (await admin.call(contract.getMe)).user.id,
  };
  stranger = await joinAndLeave();
  strangersWorkspace = (await stranger.call(createWorkspace, { body: { name: 'Elsewhere' } })).id;
  const published = await listPublished();
  served = names.filter((name) => published.has(describeEndpoint(endpoints[name])));
}, 120_000);
afterAll(() => world?.close());

async function joinAndLeave(): Promise<Client> {
  const { workspaceId } = world;
  const body = { role: 'editor' as const };
  const { url } = await people.admin.call(createInvitation, { params: { workspaceId }, body });
  const token = new URL(url!).pathname.split('/').at(-1)!;
  const client = new Client(world.notelab.url);
  const newUser = { name: 'Stranger', email: 'stranger@example.com', password: 'correct horse' };
  const { user } = await client.call(acceptInvitation, { params: { token }, body: { newUser } });
  await client.call(contract.removeMember, { params: { workspaceId, userId: user.id } });
  return client;
}

const describeEndpoint = ({ method, path }: { method: string; path: string }) =>
  `${method} ${path.replace(/:(\w+)/g, '{$1}')}`;

/** What the server says of itself at `/api/docs`. */
async function listPublished(): Promise<Set<string>> {
  const reply = await people.viewer.fetch('/api/docs/json');
  const { paths } = (await reply.json()) as { paths: Record<string, Record<string, unknown>> };
  return new Set(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    ),
  );
}

/** Calls an endpoint. @returns `ok` or the problem's code. */
async function ask(client: Client, name: EndpointName, among = ids): Promise<string> {
  const { query, body } = rules[name];
  return client.call(endpoints[name], { params: among, query, body } as never).then(
    () => 'ok',
    (error) => error.reply?.code ?? String(error),
  );
}

async function askAll(client: Client, asked: EndpointName[], among = ids): Promise<Record<string, string>> {
  const answers = await Promise.all(asked.map(async (name) => [name, await ask(client, name, among)]));
  return Object.fromEntries(answers);
}

const all = (asked: EndpointName[], answer: string) =>
  Object.fromEntries(asked.map((name) => [name, answer] as const));
const servedTo = (matches: (rule: Rule) => boolean) => served.filter((name) => matches(rules[name]));

test('the server publishes nothing that is not in the contract, and the whole contract', async () => {
  const known = new Set(names.map((name) => describeEndpoint(endpoints[name])));
  expect([...(await listPublished())].filter((endpoint) => !known.has(endpoint))).toEqual([]);
  expect(names.filter((name) => !served.includes(name))).toEqual([]);
});

test('who is not signed in is sent to sign in, whatever they ask', async () => {
  const asked = servedTo(({ who }) => who !== 'anybody' && who !== 'owner');
  const answers = await askAll(new Client(world.notelab.url), asked);
  expect(answers).toEqual(all(asked, 'not-signed-in'));
});

test.each([
  ['a viewer', 'viewer'],
  ['an editor', 'editor'],
] as const)('%s is refused whatever needs a higher role', async (_, role) => {
  const asked = servedTo(({ who }) => isRole(who) && ranks.indexOf(who) > ranks.indexOf(role));
  expect(asked.length).toBeGreaterThan(10);
  expect(await askAll(people[role], asked)).toEqual(all(asked, 'forbidden'));
});

test('who is no member is told that nothing of it exists', async () => {
  const asked = servedTo(({ who }) => isRole(who));
  expect(await askAll(stranger, asked)).toEqual(all(asked, 'not-found'));
});

test('what belongs to another workspace is not found by way of one’s own', async () => {
  const asked = servedTo(({ who }) => isRole(who)).filter((name) =>
    /:workspaceId\/.*:\w+/.test(endpoints[name].path),
  );
  expect(asked.length).toBeGreaterThan(6);
  const answers = await askAll(stranger, asked, { ...ids, workspaceId: strangersWorkspace });
  expect(answers).toEqual(all(asked, 'not-found'));

  const params = { workspaceId: strangersWorkspace };
  const mine = await stranger.call(createProject, { params, body: { name: 'Mine' } } as never);
  const { repositoryId, integrationId } = ids;
  const attempts = {
    createIntegration: [params, { repositoryId, defaultBranch: 'main', folderName: 'x' }],
    changeRepositories: [params, { instanceId: ids.instanceId, connect: [], remove: [repositoryId] }],
    connectIntegration: [{ projectId: mine.id }, { integrationId }],
  } as const;
  for (const [name, [params, body]] of Object.entries(attempts)) {
    const endpoint = endpoints[name as EndpointName];
    const code = await stranger.call(endpoint, { params, body } as never).catch((error) => error.reply.code);
    expect(code, name).toBe('not-found');
  }
});

test('GitLab instances are everybody’s, so an admin of just any workspace does not change them', async () => {
  const asked = servedTo(({ who }) => who === 'instances');
  for (const client of [people.viewer, people.editor, stranger])
    expect(await askAll(client, asked)).toEqual(all(asked, 'forbidden'));
});

test('a viewer sees what viewers may see', async () => {
  const asked = servedTo(({ who }) => who === 'viewer').filter(
    (name) => !['listRepositoryBranches', 'getRecoveryPoint', 'getConflict'].includes(name),
  );
  expect(await askAll(people.viewer, asked)).toEqual(all(asked, 'ok'));
  // Branches on GitLab are seen by the own account, and the viewer has none.
  expect(await ask(people.viewer, 'listRepositoryBranches')).toBe('account-missing');
  // There is none in this project.
  expect(await ask(people.viewer, 'getRecoveryPoint')).toBe('not-found');
  expect(await ask(people.viewer, 'getConflict')).toBe('conflict-changed');
});

describe('outside the contract', () => {
  const file = () => `/api/projects/${ids.projectId}/raw?path=${path}`;
  const upload = (client: Client) => {
    const body = new FormData();
    body.append('file', new Blob(['evil']), 'evil.txt');
    return client.fetch(`/api/projects/${ids.projectId}/upload?path=`, { method: 'POST', body });
  };
  const statuses = (asked: Promise<Response>[]) =>
    Promise.all(asked.map(async (response) => (await response).status));

  test('downloads of notebooks are refused to who is no member', async () => {
    for (const address of [
      `/api/notebooks/${ids.notebookId}/download?format=ipynb`,
      `/api/projects/${ids.projectId}/notebooks/download`,
    ]) {
      const asked = [new Client(world.notelab.url), stranger, people.viewer].map((who) => who.fetch(address));
      expect(await statuses(asked)).toEqual([401, 404, 200]);
    }
  });

  test('files and uploads are refused to the same people', async () => {
    const nobody = new Client(world.notelab.url);
    expect(await statuses([nobody.fetch(file()), stranger.fetch(file())])).toEqual([401, 404]);
    expect((await people.viewer.fetch(file())).status).toBe(200);
    expect(await statuses([upload(nobody), upload(stranger), upload(people.viewer)])).toEqual([
      401, 404, 403,
    ]);
  });
});

test('after all these refusals everything is as it was', async () => {
  const { editor, admin } = people;
  const inProject = { params: { projectId: ids.projectId } } as never;
  expect((await editor.call(contract.getProject, inProject)).name).toBe('About analytics');
  const operations = await editor.call(contract.listOperations, inProject);
  expect(operations.map(({ kind }) => kind)).toEqual(['clone']);
  const inWorkspace = { params: { workspaceId: world.workspaceId } };
  const members = await admin.call(contract.listMembers, inWorkspace);
  expect(members.map(({ role }) => role).sort()).toEqual(['admin', 'editor', 'viewer']);
  expect(await admin.call(contract.listIntegrations, inWorkspace)).toHaveLength(1);
  expect(await admin.call(contract.listInvitations, inWorkspace)).toHaveLength(1);
  const status = await editor.call(contract.getCheckoutStatus, {
    params: { checkoutId: ids.checkoutId },
  } as never);
  expect(status).toMatchObject({ head: { name: 'main' }, changes: [] });
});
