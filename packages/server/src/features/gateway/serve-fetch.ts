import type { Pass, PassRepository } from '../passes/passes.ts';
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
  serving: GitServing,
): Promise<Refusal | null> {
  const { req, request, pass, signal } = exchange;
  const { limits, advertised } = serving;
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
      const refs = listFetched(wanted, answer, pass, repository, serving);
      serving.record(toRecord({ pass, repository, kind: 'fetch', refs }));
    }
  }
}

function listFetched(
  { wants, haves }: UploadPackRequest,
  answer: UploadPackReply,
  pass: Pass,
  repository: PassRepository,
  { advertised, known }: GitServing,
): RecordedRef[] {
  const byId = [...wants].flatMap((oid): { ref: string | null; oid: string }[] => {
    const names = advertised.namesOf(pass, repository, oid);
    return names.length > 0 ? names.map((ref) => ({ ref, oid })) : [{ ref: null, oid }];
  });
  return [...answer.wantedRefs(), ...byId].map(({ ref, oid }) => {
    const before = ref === null ? null : known.findAmong(haves, pass, repository, ref);
    if (ref !== null) known.note(pass, repository, ref, oid);
    const oldOid = haves.size === 0 ? null : (before ?? 'unknown');
    return { ref, oldOid, newOid: oid, result: { kind: 'accepted' } };
  });
}
