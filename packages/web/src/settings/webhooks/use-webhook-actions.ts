import { createWebhook, type Repository, removeWebhook, testWebhook, type Webhook } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/call.ts';
import { webhooksQuery } from '../../api/news-queries.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { notifyDone } from '../../theme/notify.ts';

/** What an admin does about the webhook of a repository. */
export function useWebhookActions(repository: Repository) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const params = { workspaceId, repositoryId: repository.id };
  const refresh = () => client.invalidateQueries({ queryKey: webhooksQuery(workspaceId).queryKey });
  const sayHowItWent = (webhook: Webhook) => {
    if (webhook.state === 'working') notifyDone(`Pushes to ${repository.path} show at once.`);
    if (webhook.state === 'waiting')
      notifyDone('This GitLab cannot send a test. The next push will show whether it works.');
  };
  return {
    /** Makes it and has GitLab try it at once. */
    create: useMutation({
      mutationFn: async () => {
        await call(createWebhook, { params });
        return call(testWebhook, { params });
      },
      onSuccess: sayHowItWent,
      onSettled: refresh,
    }),
    test: useMutation({
      mutationFn: () => call(testWebhook, { params }),
      onSuccess: sayHowItWent,
      onSettled: refresh,
    }),
    remove: useMutation({
      mutationFn: () => call(removeWebhook, { params }),
      onSettled: refresh,
    }),
  };
}
