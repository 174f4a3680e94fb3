import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { toLoggedError } from './to-logged-error.ts';

test('an error of the database is told without the values of its query', () => {
  const cause = Object.assign(new Error('the disk is full'), { code: '53100' });
  const query = 'update sessions set x = $1 where token = $2';
  const logged = toLoggedError(new DrizzleQueryError(query, ['two\nlines', 'planted-session'], cause));
  expect(logged).toMatchObject({
    message: `Failed query: ${query}\nparams: [left out]`,
    cause: { message: 'the disk is full', code: '53100' },
  });
  expect(logged.stack).toContain('to-logged-error.test.ts');
  expect(JSON.stringify(logged)).not.toMatch(/planted|two/);
});

test('fields that errors carry are left out, and what looks like a token is', () => {
  const error = Object.assign(new Error(`refused ${'ab12'.repeat(16)}`), { headers: { cookie: 'planted' } });
  const logged = toLoggedError(error);
  expect(logged.message).toBe('refused [secret]');
  expect(JSON.stringify(logged)).not.toContain('planted');
  expect(toLoggedError('glpat-aaaabbbbccccdddd')).toMatchObject({ message: '[secret]' });
});
