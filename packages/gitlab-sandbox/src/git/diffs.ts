import { gitText } from './run-git.ts';

const emptyTree = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export interface FileDiff {
  oldPath: string;
  newPath: string;
  oldMode: string;
  newMode: string;
  status: 'added' | 'deleted' | 'renamed' | 'modified';
  isBinary: boolean;
  /** The text from the first `@@` on; empty for binary files and mere renames. */
  hunks: string;
}

interface RawChange {
  oldMode: string;
  newMode: string;
  letter: string;
  oldPath: string;
  newPath: string;
}

function parseRawChanges(raw: string): RawChange[] {
  const parts = raw.split('\0');
  const changes: RawChange[] = [];
  for (let index = 0; index < parts.length && parts[index]!.startsWith(':'); ) {
    const [oldMode, newMode, , , letter] = parts[index]!.slice(1).split(' ') as [
      string,
      string,
      string,
      string,
      string,
    ];
    const isRename = letter.startsWith('R') || letter.startsWith('C');
    const oldPath = parts[index + 1]!;
    changes.push({ oldMode, newMode, letter, oldPath, newPath: isRename ? parts[index + 2]! : oldPath });
    index += isRename ? 3 : 2;
  }
  return changes;
}

function statusOf(letter: string): FileDiff['status'] {
  if (letter.startsWith('A')) return 'added';
  if (letter.startsWith('D')) return 'deleted';
  return letter.startsWith('R') ? 'renamed' : 'modified';
}

/** What changed from one commit (null: nothing) to another, file by file. */
export async function readDiff(dir: string, from: string | null, to: string): Promise<FileDiff[]> {
  const range = ['-M', '--no-ext-diff', '--no-textconv', from ?? emptyTree, to, '--'];
  const changes = parseRawChanges(await gitText(dir, ['diff', '--raw', '-z', ...range]));
  const patch = await gitText(dir, ['diff', '--patch', ...range]);
  const patches = patch.split(/^(?=diff --git )/m);
  return changes.map((change, index) => {
    const text = patches[index] ?? '';
    const start = text.search(/^@@ /m);
    return {
      oldPath: change.oldPath,
      newPath: change.newPath,
      oldMode: change.oldMode,
      newMode: change.newMode,
      status: statusOf(change.letter),
      isBinary: /^Binary files /m.test(start === -1 ? text : text.slice(0, start)),
      hunks: start === -1 ? '' : text.slice(start),
    };
  });
}
