/** What is looked for, and how. */
export interface Search {
  text: string;
  matchCase: boolean;
  wholeWord: boolean;
  isRegExp: boolean;
}

/** The search as an expression that can be run; a problem when it is none; null when there is nothing to look for. */
export type Pattern = { expression: RegExp } | { problem: string } | null;

const word = '[\\p{L}\\p{N}\\p{M}_]';

export function toPattern({ text, matchCase, wholeWord, isRegExp }: Search): Pattern {
  if (text === '') return null;
  const flags = matchCase ? 'gmu' : 'gimu';
  try {
    // By itself first: what is put around it must not make a half expression whole.
    const source = isRegExp ? new RegExp(text, flags).source : escaped(text);
    return {
      expression: new RegExp(wholeWord ? `(?<!${word})(?:${source})(?!${word})` : source, flags),
    };
  } catch (error) {
    return { problem: inWords(error) };
  }
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** “Unterminated group”, out of “Invalid regular expression: /(/gmu: Unterminated group”. */
function inWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.slice(message.lastIndexOf(': ') + 1).trim();
}
