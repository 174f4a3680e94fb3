import type { AccountFinding, AccountTrouble, RepositoryFinding, Unjudged, Witness } from '@notelab/contract';

/** The name of who was told something, for the middle of a sentence. */
export function nameOf(witness: Witness | null): string {
  return witness?.name ?? 'somebody who is no member any more';
}

/** A mail that asks a member to see to their account. */
export function askByMail(
  { kind, user, instance }: Pick<AccountFinding, 'kind' | 'user' | 'instance'>,
  { workspace, address, from }: { workspace: string; address: string; from: string },
): string {
  const wish = kind === 'missing' ? 'connect' : 'reconnect';
  const subject = `Please ${wish} your ${instance.name} account in Notelab`;
  const body = [
    `Hello ${user.name},`,
    kind === 'missing'
      ? `the projects of “${workspace}” use repositories on ${instance.name}, and you have no account connected there yet. Until you do, you can neither pull nor push in Notelab.`
      : `${instance.name} no longer accepts your account in Notelab, so that pulls, pushes and exports as you wait.`,
    `Please ${wish} it here: ${address}`,
    from,
  ].join('\n\n');
  return `mailto:${user.email}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

/** What is wrong with a member's account, after “@ada on GitLab …”, or “On GitLab they have …”. */
export const accountSentences: Record<AccountFinding['kind'], string> = {
  missing: 'no account yet: pulls and pushes have to wait for one.',
  'needs-reconnect': 'has to be reconnected.',
  blocked: 'is blocked on GitLab. Who looks after that GitLab can say why; here nothing has to be done.',
  'application-refused': 'cannot be used: GitLab does not accept the application of this Notelab.',
  ending: 'works, but GitLab gave nothing to renew it with: it has to be reconnected again and again.',
};

export const troubleReasons: Record<AccountTrouble['reason'], string> = {
  blocked: 'GitLab refuses everything',
  'application-refused': 'GitLab refuses the application',
  revoked: 'the access was withdrawn on GitLab',
  'renewal-lost': 'the connection broke while GitLab was renewing the access',
  ended: 'the access ran out',
  'application-replaced': 'the application was replaced by another one',
  'key-replaced': 'the key of this Notelab was replaced',
};

export const repositoryChips: Record<RepositoryFinding['kind'], string> = {
  missing: 'not found',
  'no-admin': 'no admin sees it',
  archived: 'archived',
  moved: 'moved',
  visibility: 'visibility changed',
};

/** Why a check could say nothing, and what would help. */
export const unjudgedReasons: Record<Unjudged['reason'], string> = {
  'not-visible': 'GitLab does not show it to the account that the check ran with.',
  'no-account': 'Whoever ran the check has no account on this instance.',
  'needs-reconnect': 'The account that the check ran with has to be reconnected.',
  blocked: 'GitLab has blocked the account that the check ran with.',
  'application-refused': 'GitLab does not accept the application of this Notelab.',
  forbidden: 'The account that the check ran with may not read its code.',
  'slow-down': 'GitLab asked to slow down. Check again in a few minutes.',
  'no-answer': 'GitLab did not answer. Check again later.',
  refused: 'GitLab answered something that Notelab cannot read.',
  'not-reached': 'The check ended before it came to this one.',
};

/** “acme/analytics”, or “acme/analytics, branch dev” when only that was left open. */
export function nameOfUnjudged({ repository, branch }: Pick<Unjudged, 'repository' | 'branch'>): string {
  return branch ? `${repository.path}, branch ${branch}` : repository.path;
}

/** These are about one repository each; the others about the account or GitLab, and so about many at once. */
const single = new Set<Unjudged['reason']>(['not-visible', 'forbidden', 'refused']);

/** Those together that were left open on one instance for one and the same reason. */
export function groupUnjudged(unjudged: Unjudged[]): [Unjudged, ...Unjudged[]][] {
  const groups = Map.groupBy(unjudged, (one) => {
    const { repository, reason } = one;
    return single.has(reason) ? nameOfUnjudged(one) : `${repository.instanceId} ${reason}`;
  });
  return [...groups.values()] as [Unjudged, ...Unjudged[]][];
}
