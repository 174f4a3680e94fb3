import { z } from 'zod';

/* Batch requests and replies (git-lfs, docs/api/batch.md). Unknown properties are left out on both ways. */

const Oid = z.string().regex(/^[0-9a-f]{64}$/);
const Size = z.number().int().nonnegative();

const maxObjects = 1000;

export const BatchRequest = z.object({
  operation: z.enum(['download', 'upload']),
  ref: z.object({ name: z.string().max(1000) }).optional(),
  objects: z
    .array(z.object({ oid: Oid, size: Size }))
    .min(1)
    .max(maxObjects),
  hash_algo: z.literal('sha256').optional(),
});
export type BatchRequest = z.infer<typeof BatchRequest>;

const Action = z.object({
  href: z.string().max(8192),
  header: z.record(z.string(), z.string()).nullish(),
  expires_in: z.number().nullish(),
  expires_at: z.string().nullish(),
});
export type Action = z.infer<typeof Action>;

export const BatchReply = z.object({
  transfer: z.string().nullish(),
  objects: z.array(
    z.object({
      oid: Oid,
      size: Size,
      actions: z
        .object({ download: Action.optional(), upload: Action.optional(), verify: Action.optional() })
        .nullish(),
      error: z.object({ code: z.number(), message: z.string() }).nullish(),
    }),
  ),
});
export type BatchReply = z.infer<typeof BatchReply>;
