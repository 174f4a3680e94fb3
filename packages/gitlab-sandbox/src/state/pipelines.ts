import type {
  MergeRequestRecord,
  PipelineRecord,
  PipelineStatus,
  ProjectRecord,
  UserRecord,
} from './model.ts';
import type { Store } from './store.ts';

const pendingForMs = 1_500;
const runningForMs = 6_000;

/** The ref on which GitLab runs the pipelines of a merge request. */
export function mergeRequestRef({ iid }: Pick<MergeRequestRecord, 'iid'>): string {
  return `refs/merge-requests/${iid}/head`;
}

/** Saving is up to the caller: a push may bring thousands of branches. */
export function addPipeline(
  store: Store,
  project: ProjectRecord,
  user: UserRecord,
  input: Pick<PipelineRecord, 'sha' | 'ref' | 'source'>,
): PipelineRecord {
  const pipeline: PipelineRecord = {
    id: store.nextId('pipeline'),
    iid: store.nextId(`pipeline-of-${project.id}`),
    projectId: project.id,
    ...input,
    status: null,
    userId: user.id,
    createdAt: store.nowIso(),
  };
  store.state.pipelines.push(pipeline);
  return pipeline;
}

/** Waits a moment, runs for some seconds and passes, unless it was given a status. */
export function pipelineStatus(store: Store, { status, createdAt }: PipelineRecord): PipelineStatus {
  if (status !== null) return status;
  const ageMs = store.clock.now() - Date.parse(createdAt);
  if (ageMs < pendingForMs) return 'pending';
  return ageMs < pendingForMs + runningForMs ? 'running' : 'success';
}

/** When a pipeline that runs by the clock began and ended to run; the creation for one with a given status. */
export function pipelineTimes(pipeline: PipelineRecord): { startedMs: number; finishedMs: number } {
  const createdMs = Date.parse(pipeline.createdAt);
  return { startedMs: createdMs + pendingForMs, finishedMs: createdMs + pendingForMs + runningForMs };
}

/** Pipelines of a merge request's newest commit, newest first; GitLab shows the first as its head pipeline. */
export function listHeadPipelines(store: Store, request: MergeRequestRecord): PipelineRecord[] {
  const refs = [request.sourceBranch, mergeRequestRef(request)];
  return store.state.pipelines
    .filter(
      ({ projectId, sha, ref }) =>
        projectId === request.projectId && sha === request.sha && refs.includes(ref),
    )
    .toReversed();
}
