import type { Terminal } from '@notelab/contract';
import { expect, it } from 'vitest';
import { goneInWords, handOverInWords, inWords, whose, whyNotTyping } from './terminal-words.ts';

const ada = { id: 'ada', name: 'Ada' };
const bea = { id: 'bea', name: 'Bea' };
const alone = { owner: ada, typist: null } as unknown as Terminal;
const handedOver = { owner: ada, typist: bea } as unknown as Terminal;

it('says whose terminal it is', () => {
  expect(whose(alone, 'ada')).toBe('yours');
  expect(whose(alone, 'bea')).toBe('Ada');
});

it('lists names as people do', () => {
  expect(inWords([])).toBe('');
  expect(inWords(['Bea'])).toBe('Bea');
  expect(inWords(['Bea', 'Cy', 'Dan'])).toBe('Bea, Cy and Dan');
});

it('tells owner, typist and watcher alike that git has no access while somebody else types', () => {
  const rest = 'Git has no access in this terminal until';
  expect(handOverInWords(handedOver, 'ada')).toBe(`Bea types. ${rest} you take it back.`);
  expect(handOverInWords(handedOver, 'bea')).toBe(`You type. ${rest} Ada takes it back.`);
  expect(handOverInWords(handedOver, 'cy')).toBe(`Bea types. ${rest} Ada takes it back.`);
  expect(handOverInWords(alone, 'ada')).toBeNull();
});

it('tells those who type in vain who types', () => {
  expect(whyNotTyping(alone, 'ada')).toBeNull();
  expect(whyNotTyping(alone, 'bea')).toBe('You are watching: only Ada types here.');
  expect(whyNotTyping(handedOver, 'ada')).toBe('Bea types here. Take the terminal back to type yourself.');
  expect(whyNotTyping(handedOver, 'bea')).toBeNull();
});

it('says why a terminal may have gone, to its owner and to those who watched', () => {
  const terminal = { ...alone, name: 'Terminal 1' };
  expect(goneInWords(terminal, 'ada')).toMatch(/^Terminal 1 is gone: it was closed elsewhere/);
  expect(goneInWords(terminal, 'bea')).toMatch(/^You no longer see Ada’s Terminal 1/);
});
