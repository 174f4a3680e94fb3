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

  it('says both roles of a change', () => {
    expect(toSentence(entry('member-role-changed', 'Eve', { before: 'viewer', after: 'editor' }))).toBe(
      'changed the role of Eve from viewer to editor',
    );
  });

  it('says actions it does not know as they are named', () => {
    expect(toSentence(entry('something-new', 'x'))).toBe('something new x');
  });
});
