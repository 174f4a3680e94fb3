import { acceptInvitation, completeSetUp, createInvitation, type WorkspaceId } from '@notelab/contract';
import { Client } from './client.ts';
import { sampleSignIns, sampleWorkspaceName } from './samples.ts';

/** Makes the sample workspace and its users the way people would: set-up, then invitations. */
export async function createSamples(notelabUrl: string): Promise<WorkspaceId> {
  const [first, ...others] = sampleSignIns;
  const admin = new Client(notelabUrl);
  const { name, email, password } = first!;
  const me = await admin.call(completeSetUp, {
    body: { name, email, password, workspaceName: sampleWorkspaceName },
  });
  const workspaceId = me.workspaces[0]!.id;
  await Promise.all(
    others.map(async ({ role, ...newUser }) => {
      const { url } = await admin.call(createInvitation, { params: { workspaceId }, body: { role } });
      const token = new URL(url!).pathname.split('/').at(-1)!;
      await new Client(notelabUrl).call(acceptInvitation, { params: { token }, body: { newUser } });
    }),
  );
  return workspaceId;
}
