import { expect, it } from 'vitest';
import { askByMail, groupUnjudged } from './health-words.ts';

it('the mail to a member says what is wrong, where, and carries nothing that breaks its address', () => {
  const user = { id: 'u' as never, name: 'Ada & Bob', email: 'ada@example.com' };
  const instance = { id: 'i' as never, name: 'GitLab “Nord”' };
  const about = { workspace: 'A & B?', address: 'https://notelab.example.com/w/1', from: 'Carl' };
  const mail = new URL(askByMail({ kind: 'needs-reconnect', user, instance }, about));
  expect(mail.pathname).toBe('ada@example.com');
  expect([...mail.searchParams.keys()]).toEqual(['subject', 'body']);
  expect(mail.searchParams.get('subject')).toBe('Please reconnect your GitLab “Nord” account in Notelab');
  expect(mail.searchParams.get('body')).toContain('https://notelab.example.com/w/1');
});

it('what was left open for one reason on one instance is told once, what is about one repository by itself', () => {
  const unjudged = (path: string, reason: string, branch: string | null = null) =>
    ({ repository: { path, instanceId: 'i' }, reason, branch, seenBy: null }) as never;
  const groups = groupUnjudged([
    unjudged('a', 'no-answer'),
    unjudged('b', 'not-visible'),
    unjudged('c', 'no-answer', 'dev'),
    unjudged('d', 'not-visible'),
  ]);
  expect(groups.map((group) => group.map(({ repository }) => repository.path))).toEqual([
    ['a', 'c'],
    ['b'],
    ['d'],
  ]);
});
