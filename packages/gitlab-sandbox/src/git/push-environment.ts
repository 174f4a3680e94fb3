import { lfsObjectsDirOf } from '../lfs/lfs-objects.ts';
import type { Site } from '../server/site.ts';
import { accessLevel, maintainer } from '../state/access.ts';
import type { ProjectRecord, ProtectedBranchRecord, UserRecord } from '../state/model.ts';

/** A protection's name as a pattern for the shell's `case`, where only `*` stays special. */
function toShellPattern(name: string): string {
  return name.replace(/[^A-Za-z0-9*/_.-]/g, '\\$&').replaceAll(/\\[\s]/g, '?');
}

/** What the hooks need to know about a push. */
export function pushEnvironment(
  site: Site,
  push: {
    project: ProjectRecord;
    user: UserRecord;
    isEmpty: boolean;
    isCreated: boolean;
    movedFrom: string | null;
    recordFile: string;
  },
): Record<string, string> {
  const { project, user } = push;
  const level = accessLevel(site.store, user, project);
  const rule = (protection: ProtectedBranchRecord) => {
    const mayPush = protection.pushLevel > 0 && level >= protection.pushLevel;
    const mayForce = mayPush && protection.allowForcePush;
    return `${toShellPattern(protection.name)} ${mayPush ? 'yes' : 'no'} ${mayForce ? 'yes' : 'no'}`;
  };
  const open = site.store.state.mergeRequests.filter(
    (request) => request.projectId === project.id && request.state === 'opened',
  );
  return {
    SANDBOX_PROJECT_PATH: project.path,
    SANDBOX_PROJECT_URL: `${site.url}/${project.path}`,
    SANDBOX_DEFAULT_BRANCH: project.defaultBranch,
    SANDBOX_PROTECTIONS: project.protectedBranches.map(rule).join('\n'),
    SANDBOX_OPEN_MERGE_REQUESTS: open.map(({ iid, sourceBranch }) => `${iid} ${sourceBranch}`).join('\n'),
    SANDBOX_WAS_EMPTY: push.isEmpty ? 'yes' : 'no',
    SANDBOX_EMPTY_REFUSED: push.isEmpty && project.protectsFirstBranch && level < maintainer ? 'yes' : 'no',
    SANDBOX_CREATED: push.isCreated ? 'yes' : 'no',
    SANDBOX_MOVED_FROM: push.movedFrom ?? '',
    SANDBOX_LFS_OBJECTS: lfsObjectsDirOf(site.store, project),
    SANDBOX_PUSH_RECORD: push.recordFile,
  };
}
