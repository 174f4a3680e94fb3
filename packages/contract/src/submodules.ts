import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { CheckoutId } from './ids.ts';
import { Operation } from './operations.ts';

/** Another repository at one of its commits, inside a checkout. */
export const Submodule = z.object({
  path: z.string(),
  /** As the repository writes it. */
  url: z.string(),
  /** The commit that the checkout wants. */
  pinned: z.string(),
  /** The commit that is there; null while nothing is. */
  checkedOut: z.string().nullable(),
  /** `connected`: Notelab can fetch it as the acting user. `unusable`: its entry names no address or place to use. */
  access: z.enum(['connected', 'not-connected', 'elsewhere', 'unusable']),
  /** Its path on the checkout's GitLab instance; null when it is elsewhere. */
  repositoryPath: z.string().nullable(),
});
export type Submodule = z.infer<typeof Submodule>;

const tag = 'Checkouts';
const inCheckout = z.object({ checkoutId: CheckoutId });

export const listSubmodules = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/submodules',
  tag,
  summary: 'Submodules of the current commit, at most 100',
  params: inCheckout,
  response: z.array(Submodule),
});
export const updateSubmodules = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/submodules/update',
  tag,
  summary: 'Bring submodules of connected repositories to the commits that the checkout wants (editor)',
  params: inCheckout,
  response: Operation,
});
