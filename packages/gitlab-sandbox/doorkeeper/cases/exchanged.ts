import type { Case } from '../case.ts';
import { exchange, type Fields, newCode } from '../requests.ts';

interface Exchange {
  /** What the code was asked with. */
  asked?: Fields;
  /** What the exchange says otherwise than a good one. */
  changes?: Fields;
  headers?: Record<string, string>;
}

/** A code is asked for and exchanged. */
export const exchanged = (title: string, { asked, changes, headers }: Exchange): Case => ({
  title: `code: ${title}`,
  act: async (provider) => exchange(provider, await newCode(provider, asked), changes, headers),
});
