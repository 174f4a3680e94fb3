import type { PassRepository } from '../passes/passes.ts';
import { askUpstream } from './ask-upstream.ts';
import type { Authorised } from './authorise.ts';
import { checkBoundPush } from './check-bound-push.ts';
import { headersToUpstream } from './forwarded-headers.ts';
import { toRecord } from './git-record.ts';
import { createPushResultReader, type PushResult } from './push-result.ts';
import { readPush } from './read-push.ts';
import type { Refusal } from './refusal.ts';
import { relay } from './relay.ts';
import type { GitExchange, GitServing } from './serve-git.ts';

/** Serves a push: its commands are known, and allowed by the pass, before anything goes to GitLab. */
export async function servePush(
  authorised: Authorised,
  repository: PassRepository,
  exchange: GitExchange,
  { limits, record, known }: GitServing,
): Promise<Refusal | null> {
  const { req, request, pass, signal } = exchange;
  const { access } = pass;
  const asked = await readPush(req, (list) =>
    typeof access === 'object' && 'push' in access ? checkBoundPush(list, access.push) : null,
  );
  if (!asked.ok) return asked;
  const { service, step } = request;
  const { body, commands } = asked;
  const headers = { ...headersToUpstream(req.headers), ...asked.headers };
  const { capabilities } = asked;
  const report = createPushResultReader({ capabilities, refs: commands.map(({ ref }) => ref) });
  let refusal: Refusal | null = null;
  try {
    const reply = await askUpstream(authorised, { service, step, headers, body }, { signal, limits });
    refusal = reply.ok ? await relay(reply, exchange, (chunk) => report.push(chunk)) : reply;
    return refusal;
  } finally {
    // Also when the connection broke: GitLab may have taken the push all the same.
    if (commands.length > 0) {
      const isRefused = refusal !== null && refusal.status < 500;
      const refused: PushResult | null = isRefused ? { kind: 'rejected', reason: refusal!.message } : null;
      const refs = commands.map(({ ref, oldOid, newOid }) => ({
        ref,
        oldOid: unlessZeros(oldOid),
        newOid: unlessZeros(newOid),
        result: refused ?? report.resultOf(ref),
      }));
      for (const { ref, newOid, result } of refs) {
        if (newOid && result.kind === 'accepted') known.note(pass, repository, ref, newOid);
      }
      record(toRecord({ pass, repository, kind: 'push', refs }));
    }
  }
}

const unlessZeros = (oid: string) => (/^0+$/.test(oid) ? null : oid);
