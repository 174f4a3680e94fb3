import { openTerminal } from '@notelab/contract';
import { openTerminalPage, type TerminalPage } from '@notelab/dev-env';
import { askGitLab, type Ending, type Ground, inProject, pushFromElsewhere } from './ground.ts';
import type { Operation } from './operations.ts';
import { must } from './workspace-operations.ts';

const pages = new WeakMap<Ground, TerminalPage>();

async function pageOf(ground: Ground): Promise<TerminalPage> {
  const known = pages.get(ground);
  if (known) return known;
  const body = { columns: 200, rows: 50 };
  const terminal = await ground.person.call(openTerminal, { ...inProject(ground), body });
  const page = await openTerminalPage(ground.person, terminal.id);
  pages.set(ground, page);
  return page;
}

/** A command that fails must say why, as everything in a terminal does. */
async function runGit(ground: Ground, command: string): Promise<Ending> {
  const { output, exitCode } = await (await pageOf(ground)).run(
    `cd ~+/clone 2>/dev/null || cd clone; ${command}; r=$?; cd ..; (exit $r)`,
  );
  return exitCode === 0 ? null : { code: 'push-refused', detail: output.trim() };
}

export const terminalOperations: Operation[] = [
  {
    name: 'git fetch in a terminal',
    kind: 'read',
    async arrange(ground, number) {
      const branch = `seen-${number}`;
      await pushFromElsewhere(ground, `${branch}.txt`, branch);
      await pageOf(ground);
      return {
        act: () => runGit(ground, 'git fetch -q'),
        async check() {
          const seen = await runGit(ground, `git rev-parse -q --verify origin/${branch}`);
          must(seen === null, 'the new branch is not there');
        },
      };
    },
  },
  {
    name: 'git push in a terminal',
    kind: 'write',
    async arrange(ground, number) {
      const branch = `typed-${number}`;
      await runGit(ground, `git branch -q ${branch}`);
      return {
        act: () => runGit(ground, `git push -q origin ${branch}`),
        check: async () => void (await askGitLab(ground, 'rev-parse', '--verify', `refs/heads/${branch}`)),
      };
    },
  },
];
