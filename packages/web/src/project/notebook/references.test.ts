import { expect, test } from 'vitest';
import { resolvePicture, resolveReference } from './references.ts';

const at = 'analytics/notebooks/churn.ipynb';
const resolve = (written: string) => resolveReference(written, at);

test('a link leads to the web, to a file of the project, or to a heading', () => {
  expect(resolve('https://example.com/a')).toEqual({ kind: 'web', url: 'https://example.com/a' });
  expect(resolve('../README%20first.md#top')).toEqual({ kind: 'file', path: 'analytics/README first.md' });
  expect(resolve('#Some-heading')).toEqual({ kind: 'anchor', name: 'Some-heading' });
});

test.each([
  'javascript:alert(1)',
  ' java\nscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,<script>1</script>',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://example.com/1',
  '/api/sign-out',
  '\\\\example.com\\share',
  '../../../other-project/secret',
  '..%2F..%2F..%2Fsecret',
  'https://',
  '',
])('a link to %j leads nowhere', (written) => {
  expect(resolve(written)).toEqual({ kind: 'none' });
});

test('pictures are those of the cell and of the project; others are named, not loaded', () => {
  const attachments = new Map([['plot 1.png', 'data:image/png;base64,AAAA']]);
  const picture = (written: string) => resolvePicture(written, at, attachments);
  expect(picture('attachment:plot%201.png')).toEqual({ kind: 'data', source: 'data:image/png;base64,AAAA' });
  expect(picture('attachment:toString')).toEqual({ kind: 'none' });
  expect(picture('figures/a.png')).toEqual({ kind: 'file', path: 'analytics/notebooks/figures/a.png' });
  expect(picture('//example.com/t.png')).toEqual({ kind: 'web', url: 'https://example.com/t.png' });
  expect(picture('https://example.com/t.png').kind).toBe('web');
  expect(picture('data:text/html,<script>1</script>')).toEqual({ kind: 'none' });
});
