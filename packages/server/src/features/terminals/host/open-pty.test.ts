import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openPty } from './open-pty.ts';

it('takes a size and input at any moment of a program’s end', async () => {
  const command = { program: '/bin/sh', args: ['-c', 'exit 3'], cwd: '/', env: { PATH: '/bin:/usr/bin' } };
  const pty = openPty(command, { columns: 80, rows: 24 }, null);
  const exit = Promise.withResolvers<{ exitCode: number }>();
  let ended = false;
  pty.onExit((how) => {
    ended = true;
    exit.resolve(how);
  });
  for (let columns = 80; !ended; columns = columns === 80 ? 90 : 80) {
    pty.resize({ columns, rows: 24 });
    pty.write('x');
    await nextTurn();
  }
  pty.resize({ columns: 100, rows: 24 });
  expect((await exit.promise).exitCode).toBe(3);
});
