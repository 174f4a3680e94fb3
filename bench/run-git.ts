import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs git the way a person's terminal would, without this machine's own configuration. */
export async function runGit(args: string[], { processors }: { processors?: string } = {}): Promise<void> {
  const [program = 'git', ...rest] = [
    ...(processors ? ['taskset', '--cpu-list', processors] : []),
    'git',
    ...args,
  ];
  const git = spawn(program, rest, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
    },
  });
  const [code] = await once(git, 'close');
  if (code !== 0) throw new Error(`git ${args[0]} ended with ${code}`);
}
