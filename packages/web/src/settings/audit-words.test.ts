import type { AuditEntry } from '@notelab/contract';
import { describe, expect, it } from 'vitest';
import { toSentence, toUseWords } from './audit-words.ts';

function entry(action: string, subject: string, details: Record<string, string> = {}): AuditEntry {
  return { id: 1, at: '2026-11-03T10:00:00.000Z', actor: 'Admin', action, subject, details };
}

describe('the audit log in words', () => {
  it('names both commits of a push', () => {
    const pushed = entry('pushed', 'acme/analytics', {
      ref: 'main',
      old: '8f2c1aa0',
      new: '51b0e9d1',
      project: 'Churn',
    });
    expect(toSentence(pushed)).toBe('pushed to acme/analytics on main (8f2c1aa0 → 51b0e9d1) in Churn');
    expect(toUseWords(pushed)).toEqual({
      did: 'Pushed',
      subject: 'acme/analytics · main 8f2c1aa0 → 51b0e9d1',
      from: 'project Churn',
    });
  });

  it('says where a branch was deleted, and of how it was called', () => {
    const deleted = entry('branch-deleted', 'acme/analytics', { ref: 'x', old: '8f2c1aa0', from: 'both' });
    expect(toSentence(deleted)).toBe('deleted the branch x of acme/analytics here and on GitLab');
    const renamed = entry('branch-renamed', 'acme/analytics', { old: 'x', ref: 'y', project: 'Churn' });
    expect(toSentence(renamed)).toBe('renamed the branch x of acme/analytics to y in Churn');
    expect(toUseWords(entry('changes-given-back', 'acme/analytics', { ref: 'x', files: '2' }))).toMatchObject(
      {
        did: 'Gave back changes',
        subject: 'acme/analytics · x',
      },
    );
  });

  it('says what a removed GitLab could not be told to revoke', () => {
    expect(toSentence(entry('instance-removed', 'Our GitLab'))).toBe(
      'removed the GitLab instance Our GitLab',
    );
    expect(toSentence(entry('instance-removed', 'Our GitLab', { unrevoked: '2' }))).toBe(
      'removed the GitLab instance Our GitLab; 2 accesses could not be revoked there',
    );
  });

  it('names the branches of a fetch', () => {
    const refs = 'main … → 51b0e9d1, topic new → 8f2c1aa0, and 3 more';
    expect(
      toSentence(entry('fetched', 'acme/analytics', { refs: 'main new → 51b0e9d1', project: 'Churn' })),
    ).toBe('fetched acme/analytics (main new → 51b0e9d1) in Churn');
    expect(toUseWords(entry('fetched', 'acme/analytics', { refs })).subject).toBe(
      'acme/analytics · main … → 51b0e9d1, topic new → 8f2c1aa0, and 3 more',
    );
  });

  it('says that a push was refused and why, or that nobody knows how it ended', () => {
    const moved = { ref: 'main', old: '8f2c1aa0', new: '51b0e9d1', project: 'Churn' };
    const refused = { ...moved, reason: 'pre-receive hook declined' };
    expect(toSentence(entry('push-refused', 'acme/analytics', refused))).toBe(
      'was refused a push to acme/analytics on main (8f2c1aa0 → 51b0e9d1) in Churn: pre-receive hook declined',
    );
    expect(toSentence(entry('pushed', 'acme/analytics', { ...moved, result: 'unknown' }))).toBe(
      'pushed to acme/analytics on main (8f2c1aa0 → 51b0e9d1) in Churn; GitLab did not confirm it',
    );
  });

  it('counts large files', () => {
    const many = entry('lfs-downloaded', 'acme/analytics', { files: '12', size: '1.2 GB', project: 'Churn' });
    expect(toSentence(many)).toBe('downloaded 12 large files (1.2 GB) of acme/analytics in Churn');
    const one = entry('lfs-uploaded', 'acme/analytics', { files: '1', size: '3 MB' });
    expect(toSentence(one)).toBe('uploaded 1 large file (3 MB) to acme/analytics');
    expect(toUseWords(one)).toMatchObject({
      did: 'Uploaded',
      subject: 'acme/analytics · 1 large file (3 MB)',
    });
  });

  it('says both roles of a change', () => {
    expect(toSentence(entry('member-role-changed', 'Eve', { before: 'viewer', after: 'editor' }))).toBe(
      'changed the role of Eve from viewer to editor',
    );
  });

  it('says who stands between Notelab and an instance', () => {
    const way = {
      url: 'https://gitlab.acme.example',
      authorities: 'Acme authority',
      proxy: 'http://proxy:3128',
    };
    expect(toSentence(entry('instance-changed', 'Acme GitLab', way))).toBe(
      'changed the GitLab instance Acme GitLab, trusting Acme authority, through the proxy http://proxy:3128',
    );
    expect(toSentence(entry('instance-changed', 'Acme GitLab', {}))).toBe(
      'changed the GitLab instance Acme GitLab',
    );
  });

  it('says actions it does not know as they are named', () => {
    expect(toSentence(entry('something-new', 'x'))).toBe('something new x');
  });
});
