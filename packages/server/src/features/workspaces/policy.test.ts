import type { Role, UserId, WorkspaceId } from '@notelab/contract';
import { expect, it } from 'vitest';
import { createWorkspaceGate } from './policy.ts';

const user = { id: 'u' as UserId };
const id = 'w' as WorkspaceId;
const gateFor = (role: Role | null) =>
  createWorkspaceGate(async () => (role ? { id, name: 'Acme', role } : null));

it.each<[member: Role | null, asked: Role, answer: string]>([
  ['viewer', 'viewer', 'in'],
  ['viewer', 'editor', 'Only editors and admins of this workspace can do this; you are a viewer.'],
  ['viewer', 'admin', 'Only admins of this workspace can do this; you are a viewer.'],
  ['editor', 'viewer', 'in'],
  ['editor', 'editor', 'in'],
  ['editor', 'admin', 'Only admins of this workspace can do this; you are an editor.'],
  ['admin', 'viewer', 'in'],
  ['admin', 'editor', 'in'],
  ['admin', 'admin', 'in'],
  [null, 'viewer', 'There is no such workspace, or you are not a member of it.'],
])('%s asks as %s: %s', async (member, asked, answer) => {
  const result = await gateFor(member)(user, id, asked).then(
    () => 'in',
    (error: Error) => error.message,
  );
  expect(result).toBe(answer);
});
