/** GitLab's scopes in words: what Notelab may do with the account. */
const words: Record<string, string> = {
  api: 'read and write all that you can reach there: clone, pull, push, merge requests',
  read_api: 'read all that you can reach there',
  read_repository: 'clone and pull',
  write_repository: 'clone, pull and push',
  read_user: 'read your profile',
};

/** Null for scopes that Notelab has no words for. */
export function scopesInWords(scopes: string[]): string | null {
  const known = scopes.flatMap((scope) => words[scope] ?? []);
  return known.length === scopes.length && known.length > 0 ? known.join('; ') : null;
}
