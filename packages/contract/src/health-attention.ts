import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { WorkspaceId } from './ids.ts';

// In a file of its own because the first page asks it.
export const countHealthFindings = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/health/attention',
  tag: 'Connection health',
  summary: 'How many findings wait for somebody (admin)',
  params: z.object({ workspaceId: WorkspaceId }),
  response: z.object({ attention: z.number().int() }),
});
