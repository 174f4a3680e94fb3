import { cancelHealthCheck, startHealthCheck } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { applyHealthCheck } from '../../api/apply-event.ts';
import { call } from '../../api/call.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { notifyProblem } from '../../theme/notify.ts';

/** Begins a check and ends it early; how far it is comes by events. */
export function useHealthCheck() {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const params = { workspaceId };
  const start = useMutation({
    mutationFn: () => call(startHealthCheck, { params }),
    onSuccess: (check) => applyHealthCheck(client, workspaceId, check),
    onError: notifyProblem,
  });
  const cancel = useMutation({
    mutationFn: () => call(cancelHealthCheck, { params }),
    onError: notifyProblem,
  });
  return {
    start: () => start.mutate(),
    isStarting: start.isPending,
    cancel: () => cancel.mutate(),
    isCancelling: cancel.isPending,
  };
}
