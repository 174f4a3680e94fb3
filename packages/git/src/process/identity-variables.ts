export interface GitIdentity {
  name: string;
  email: string;
}

/** The variables by which git knows who wrote a commit and who made it. */
export function toIdentityVariables(author: GitIdentity, committer: GitIdentity): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: toIdentName(author),
    GIT_AUTHOR_EMAIL: withoutDelimiters(author.email),
    GIT_COMMITTER_NAME: toIdentName(committer),
    GIT_COMMITTER_EMAIL: withoutDelimiters(committer.email),
  };
}

/** git refuses a name of nothing but punctuation; the mailbox name is then the next best. */
function toIdentName({ name, email }: GitIdentity): string {
  const clean = withoutDelimiters(name);
  if (/[^\s.,:;"'\\]/.test(clean)) return clean;
  const mailbox = withoutDelimiters(email).split('@', 1)[0]!;
  return /[^\s.,:;"'\\]/.test(mailbox) ? mailbox : 'unknown';
}

function withoutDelimiters(text: string): string {
  return text
    .toWellFormed()
    .replace(/[<>\p{Cc}]/gu, '')
    .trim();
}
