import { describe, expect, test } from 'vitest';
import { describeWebPage } from './error-from-response.ts';
import { redact } from './redact.ts';
import { Secret } from './secret.ts';

describe('a text from somewhere else', () => {
  test('loses secrets, known ones and what looks like one', () => {
    const text = redact('planted at https://oauth2:token@gitlab.example.com/x.git', [new Secret('planted')]);
    expect(text).toBe('[secret] at https://[secret]@gitlab.example.com/x.git');
  });

  // Patterns that look at each part of a text from each of its places need hours for these.
  test('of megabytes that were made to be slow is read no slower than others', { timeout: 5_000 }, () => {
    expect(redact('a.'.repeat(2_000_000)).length).toBeLessThan(5_000);
    expect(describeWebPage('<title'.repeat(500_000))).toBe('a web page');
  });

  test('is short, also as the title of a page', () => {
    expect(describeWebPage(`<title>${'x'.repeat(60_000)}</title>`).length).toBeLessThan(300);
  });
});
