import { expect, test } from 'vitest';
import { doingInWords, outcomeInWords, progressInWords } from './operation-words.ts';

test('progress is said as far as it is known', () => {
  expect(progressInWords({ fraction: 0.624, phase: '', receivedBytes: 41_000_000 })).toBe('62 % · 41 MB');
  expect(progressInWords({ fraction: 1.2, phase: '', receivedBytes: null })).toBe('100 %');
  expect(progressInWords({ fraction: null, phase: '', receivedBytes: null })).toBe('');
});

test('operations and outcomes name the folder', () => {
  expect(doingInWords({ kind: 'clone', folderName: 'forecasting' })).toBe('Cloning forecasting');
  expect(outcomeInWords({ kind: 'updated', from: 'a', to: 'b', fileCount: 1 }, 'analytics')).toBe(
    'Pulled analytics: 1 file changed',
  );
});
