import { expect, test } from 'vitest';
import { minutesInWords } from './minutes-in-words.ts';
import { toRequirements } from './to-requirements.ts';

test('packages are typed with blanks between, wherever else blanks stand', () => {
  expect(toRequirements(' polars >= 1, <2  ./analytics[dev]\nnumpy ')).toEqual([
    'polars>=1,<2',
    './analytics[dev]',
    'numpy',
  ]);
  expect(toRequirements('acme @ https://x.example/acme.whl pandas')).toEqual([
    'acme @ https://x.example/acme.whl',
    'pandas',
  ]);
  expect(toRequirements('  ')).toEqual([]);
});

test('minutes are said in the largest unit that fits', () => {
  expect([1, 30, 60, 90, 240, 1440].map(minutesInWords)).toEqual([
    '1 minute',
    '30 minutes',
    '1 hour',
    '90 minutes',
    '4 hours',
    '1 day',
  ]);
});
