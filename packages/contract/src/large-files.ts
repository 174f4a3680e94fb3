import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { CheckoutId } from './ids.ts';
import { FilePath } from './names.ts';
import { Operation } from './operations.ts';

/** The files of a checkout that Git LFS keeps: the repository itself holds pointers to them. */
export const LargeFiles = z.object({
  /** Whether this server has git-lfs, without which they cannot be fetched, committed or pushed. */
  installed: z.boolean(),
  files: z.array(
    z.object({
      path: z.string(),
      sizeBytes: z.number().int(),
      /** False: on disk there is only the pointer. */
      fetched: z.boolean(),
    }),
  ),
  /** All of them, also those beyond the ones listed. */
  total: z.number().int(),
});
export type LargeFiles = z.infer<typeof LargeFiles>;

const tag = 'Checkouts';
const inCheckout = z.object({ checkoutId: CheckoutId });

export const listLargeFiles = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/large-files',
  tag,
  summary: 'Files that Git LFS keeps, and whether they are here',
  params: inCheckout,
  response: LargeFiles,
});
export const fetchLargeFiles = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/large-files/fetch',
  tag,
  summary: 'Download what Git LFS keeps of the current commit, or one file of it (editor)',
  params: inCheckout,
  body: z.object({ /** Null: all of them. */ path: FilePath.nullable() }),
  response: Operation,
});
