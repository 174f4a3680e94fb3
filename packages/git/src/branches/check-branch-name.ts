export type BranchNameProblem =
  | 'empty'
  | 'too-long'
  | 'starts-with-dash'
  | 'reserved'
  | 'looks-like-a-commit'
  | 'forbidden-character'
  | 'forbidden-sequence';

export type BranchNameCheck = { kind: 'valid' } | { kind: 'invalid'; problem: BranchNameProblem };

const maxNameBytes = 244; // a ref is a file name; `.lock` and a 255 byte limit have to fit

/**
 * May a branch have this name? The rules of git-check-ref-format(1) with `--branch`, without its expansion of
 * `@{-1}`, and without names that are legal but a trap: `HEAD`, and a commit's 40 hex digits, which GitLab refuses.
 */
export function checkBranchName(name: string): BranchNameCheck {
  const problem = findProblem(name);
  return problem ? { kind: 'invalid', problem } : { kind: 'valid' };
}

/** Looser than for a new branch: may a branch or tag that exists be called this? */
export function isRefName(name: string): boolean {
  // Alone these are not allowed, or mean something else; after a letter they are what they are.
  return checkBranchName(`x${name}`).kind === 'valid' && !name.startsWith('/') && !name.startsWith('.');
}

function findProblem(name: string): BranchNameProblem | null {
  if (name === '') return 'empty';
  if (name.startsWith('-')) return 'starts-with-dash';
  if (name === '@' || /^head$/i.test(name)) return 'reserved';
  if (/^[0-9a-f]{40}(?:-?\/|$)/i.test(name) || /^[0-9a-f]{64}$/i.test(name)) return 'looks-like-a-commit';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are forbidden
  if (/[\u0000-\u0020\u007f~^:?*[\\]/.test(name) || !name.isWellFormed()) return 'forbidden-character';
  if (name.includes('..') || name.includes('@{') || name.endsWith('.')) return 'forbidden-sequence';
  const parts = name.split('/');
  if (parts.some((part) => part === '' || part.startsWith('.') || part.endsWith('.lock')))
    return 'forbidden-sequence';
  if (parts.some((part) => Buffer.byteLength(part) > maxNameBytes) || Buffer.byteLength(name) > 1024)
    return 'too-long';
  return null;
}
