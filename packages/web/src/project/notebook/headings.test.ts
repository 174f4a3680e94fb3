import { expect, test } from 'vitest';
import { anchorsOf } from './headings.ts';

test('headings are found by the names that Jupyter gives them', () => {
  const text = '# The `first` one #\ntext\n```\n# no heading\n```\n## [Second](x.md)\n<a name="own"></a>';
  expect(anchorsOf(text)).toEqual(['The-first-one', 'Second', 'own']);
});
