import type { CommandLine } from './jail.ts';

const closeAllButThree = `
  for each in /dev/fd/*; do
    number=\${each##*/}
    if [ "$number" -gt 2 ]; then eval "exec $number>&-"; fi
  done
  exec "$@"`;

/**
 * Has a program start with its input, output and errors open and nothing else. node-pty hands each terminal the
 * screens of all that were opened before: with such a file a shell could read and type in another's terminal.
 */
export function closingOpenFiles({ program, args, ...rest }: CommandLine): CommandLine {
  return {
    ...rest,
    program: 'bash',
    args: ['--noprofile', '--norc', '-c', closeAllButThree, 'bash', program, ...args],
  };
}
