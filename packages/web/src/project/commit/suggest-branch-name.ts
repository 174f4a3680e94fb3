/** A name for a branch that a commit goes to: whose it is, and what the message says. */
export function suggestBranchName(username: string, message: string, taken: readonly string[]): string {
  const words = message
    .split('\n', 1)[0]!
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g);
  const subject = (words ?? ['changes']).slice(0, 6).join('-').slice(0, 50);
  const owner = username
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const name = `${owner === '' ? 'work' : owner}/${subject}`;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
