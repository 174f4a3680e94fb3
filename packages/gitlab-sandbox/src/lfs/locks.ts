import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Site } from '../server/site.ts';
import { accessLevel, maintainer } from '../state/access.ts';
import type { LfsLockRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import { findUserById } from '../state/users.ts';
import { sendLfs } from './lfs-replies.ts';

interface LocksOf {
  project: ProjectRecord;
  user: UserRecord | null;
}

function present(site: Site, { id, path, createdAt, userId }: LfsLockRecord) {
  return {
    path,
    id: String(id),
    locked_at: createdAt,
    owner: { name: findUserById(site.store, userId)?.name ?? null },
  };
}

const locksOf = (site: Site, project: ProjectRecord) =>
  site.store.state.lfsLocks.filter(({ projectId }) => projectId === project.id);

export function listLocks(site: Site, request: FastifyRequest, reply: FastifyReply, { project }: LocksOf) {
  const { path, id } = request.query as { path?: string; id?: string };
  const locks = locksOf(site, project).filter(
    (lock) => (path === undefined || lock.path === path) && (id === undefined || String(lock.id) === id),
  );
  return sendLfs(reply, 200, { locks: locks.map((lock) => present(site, lock)) });
}

export function verifyLocks(site: Site, reply: FastifyReply, { project, user }: LocksOf) {
  const isOurs = ({ userId }: LfsLockRecord) => userId === user?.id;
  const locks = locksOf(site, project);
  return sendLfs(reply, 200, {
    ours: locks.filter(isOurs).map((lock) => present(site, lock)),
    theirs: locks.filter((lock) => !isOurs(lock)).map((lock) => present(site, lock)),
  });
}

export function createLock(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { project, user }: LocksOf,
) {
  const { path = '' } = request.body as { path?: string };
  const existing = locksOf(site, project).find((lock) => lock.path === path);
  if (existing) {
    const problem = { message: 'already locked', documentation_url: `${site.url}/help` };
    return sendLfs(reply, 409, { lock: present(site, existing), ...problem });
  }
  const { store } = site;
  const lock: LfsLockRecord = {
    id: store.nextId('lfs-lock'),
    projectId: project.id,
    path,
    userId: user!.id,
    createdAt: store.nowIso(),
  };
  store.state.lfsLocks.push(lock);
  store.save();
  return sendLfs(reply, 201, { lock: present(site, lock) });
}

export function unlock(
  site: Site,
  request: FastifyRequest,
  reply: FastifyReply,
  { project, user }: LocksOf,
  id: string,
) {
  const refuse = (status: number, message: string) =>
    sendLfs(reply, status, { message, documentation_url: `${site.url}/help` });
  const { force } = request.body as { force?: boolean };
  const lock = locksOf(site, project).find((each) => String(each.id) === id);
  if (!lock) return refuse(404, 'Lock not found');
  const mayForce = force === true && accessLevel(site.store, user, project) >= maintainer;
  if (lock.userId !== user?.id && !mayForce) {
    if (force) return refuse(403, 'You must have maintainer access to force delete a lock');
    return refuse(403, `${lock.path} is locked by GitLab User ${lock.userId}`);
  }
  const { store } = site;
  store.state.lfsLocks = store.state.lfsLocks.filter((each) => each !== lock);
  store.save();
  return sendLfs(reply, 200, { lock: present(site, lock) });
}
