import type { PassRepository } from '../passes/passes.ts';
import { askUpstream } from './ask-upstream.ts';
import type { Authorised } from './authorise.ts';
import { headersToUpstream } from './forwarded-headers.ts';
import { type RecordedRef, toRecord } from './git-record.ts';
import type { Refusal } from './refusal.ts';
import { relay } from './relay.ts';
import { readBeginning } from './request-body.ts';
import type { GitExchange, GitServing } from './serve-git.ts';
import { readUploadPackReply, type UploadPackReply } from './upload-pack-reply.ts';
import { parseUploadPackRequest, type UploadPackRequest } from './upload-pack-request.ts';

/** Serves one request to upload-pack: of protocol v2 also the list of refs. */
export async function serveFetch(
  authorised: Authorised,
  repository: PassRepository,
  exchange: GitExchange,
  { limits, record, advertised }: GitServing,
): Promise<Refusal | null> {
  const { req, request, pass, signal } = exchange;
  const asked = await readBeginning(req);
  if (!asked.ok) return asked;
  const { service, step } = request;
  const headers = headersToUpstream(req.headers);
  const question = { service, step, headers, body: asked.body };
  const reply = await askUpstream(authorised, question, { signal, limits });
  if (!reply.ok) return reply;

  const wanted = parseUploadPackRequest(asked.beginning);
  if (wanted.command === 'ls-refs') return relay(reply, exchange, advertised.read(pass, repository));
  const answer = readUploadPackReply();
  try {
    return await relay(reply, exchange, (chunk) => answer.push(chunk));
  } finally {
    // Also when the connection broke: git may have got all it wanted.
    if (answer.bringsPack()) {
      const refs = listFetched(wanted, answer, (oid) => advertised.namesOf(pass, repository, oid));
      record(toRecord({ pass, repository, kind: 'fetch', refs }));
    }
  }
}

function listFetched(
  { wants, firstHave }: UploadPackRequest,
  answer: UploadPackReply,
  namesOf: (oid: string) => string[],
): RecordedRef[] {
  const oldOid = answer.firstAcknowledged() ?? firstHave;
  const byId = wants.flatMap((oid): { ref: string | null; oid: string }[] => {
    const names = namesOf(oid);
    return names.length > 0 ? names.map((ref) => ({ ref, oid })) : [{ ref: null, oid }];
  });
  return [...answer.wantedRefs(), ...byId].map(({ ref, oid }) => ({
    ref,
    oldOid,
    newOid: oid,
    result: { kind: 'accepted' },
  }));
}
