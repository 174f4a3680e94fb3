import type { PassRepository } from '../../passes/passes.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { authoriseLfs } from './authorise-lfs.ts';
import { downloadObject } from './download-object.ts';
import type { LfsAction } from './parse-lfs-request.ts';
import type { LfsExchange, LfsServing } from './serve-lfs.ts';
import { uploadObject } from './upload-object.ts';
import { verifyObject } from './verify-object.ts';

const methods = { download: 'GET', upload: 'PUT', verify: 'POST' } as const;

/** Brings one object from or to where GitLab keeps it, for who holds a ticket for exactly that. */
export async function serveTransfer(
  { method, ticket: name }: Extract<LfsAction, { kind: 'transfer' }>,
  repository: PassRepository,
  exchange: LfsExchange,
  { authorise, limits, tickets }: LfsServing,
): Promise<Refusal | null> {
  const { pass } = exchange;
  const ticket = tickets.find(pass, name);
  const isOfRequest =
    ticket?.repositoryId === repository.repositoryId && methods[ticket.kind] === method ? ticket : null;
  if (!isOfRequest) {
    return refuse(
      404,
      'not-found',
      'This address of an object has expired or was never given out here. Run the command again.',
    );
  }
  const write = isOfRequest.kind !== 'download';
  const authorised = await authoriseLfs(authorise, pass, {
    repository,
    write,
    oids: [isOfRequest.oid],
  });
  if (!authorised.ok) return authorised;
  const transfer = { ticket: isOfRequest, upstream: authorised.upstream, limits, exchange };
  if (isOfRequest.kind === 'download') return downloadObject(transfer);
  return isOfRequest.kind === 'upload' ? uploadObject(transfer) : verifyObject(transfer);
}
