import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100; // USER_HZ, the same on all of Linux's platforms that Node runs on

/** prctl(2) by its number; Perl is on every Debian, and Node cannot make this call. */
const prctl: Partial<Record<NodeJS.Architecture, number>> = { x64: 157, arm64: 167 };
const becomeSubreaper = 36;

/**
 * A command under a parent that waits for what its descendants leave behind. bubblewrap ends before its first
 * process does, so that the kernel would add the time of git in a jail to nobody's account.
 */
export function underReaper(command: string[]): string[] {
  const script = [
    `syscall(${prctl[process.arch]}, ${becomeSubreaper}, 1, 0, 0, 0) == 0 or die "no subreaper: $!";`,
    'my $child = fork; if (!$child) { exec @ARGV or die $! }',
    '$SIG{TERM} = sub { kill "TERM", $child };',
    'my $code = 0;',
    'while (1) { my $ended = wait; $code = $? >> 8 if $ended == $child; last if $ended < 0 && $!{ECHILD} }',
    'exit $code;',
  ];
  return ['perl', '-MErrno', '-e', script.join(' '), ...command];
}

/** Seconds of processor time of a command under a reaper, with all its descendants, living and ended. */
export function reapedSeconds(reaperPid: number): number {
  return listTree(reaperPid).reduce((sum, pid) => sum + sumTimes(pid, [...own, ...ofChildren]), 0);
}

function listTree(pid: number): number[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return [pid, ...children.flatMap(listTree)];
  } catch {
    // It has ended meanwhile, and counts for the one that waited for it.
    return [];
  }
}

/** Seconds of processor time of the descendants of this process that have ended. */
export function childrenSeconds(): number {
  return sumTimes(process.pid, ofChildren);
}

/* Fields of proc(5), counted from 0: utime and stime, cutime and cstime. */
const own = [13, 14];
const ofChildren = [15, 16];

function sumTimes(pid: number, fields: number[]): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold blanks; two fields end with it.
  const rest = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.reduce((sum, field) => sum + Number(rest[field - 2]), 0) / ticksPerSecond;
}
