import { acceptInvitation, createInvitation } from '@notelab/contract';
import { Client, linkGitLabAccount, type World } from '@notelab/dev-env';
import { Agent, install } from 'undici';

// The built-in fetch takes no agent of another undici.
install();

/** A person at an address of their own on loopback, because Notelab limits what comes from one. */
class Member extends Client {
  readonly #agent: Agent;

  constructor(baseUrl: string, localAddress: string) {
    super(baseUrl);
    this.#agent = new Agent({ localAddress });
  }

  override fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return super.fetch(path, { ...init, dispatcher: this.#agent } as RequestInit);
  }
}

/** Invites people who each have a GitLab account of their own, with access to the project, and links it. */
export async function inviteMembers(
  world: World,
  admin: Client,
  { count, projectPath }: { count: number; projectPath: string },
): Promise<{ client: Client; username: string }[]> {
  const { workspaceId, instanceId, sandbox, notelab } = world;
  const invite = async (index: number) => {
    const username = `member-${index}`;
    const newUser = { name: username, email: `${username}@example.com`, password: 'notelab-bench' };
    const client = new Member(notelab.url, `127.0.${1 + (index >> 7)}.${1 + (index & 127)}`);
    const body = { role: 'editor' } as const;
    const { url } = await admin.call(createInvitation, { params: { workspaceId }, body });
    const token = new URL(url!).pathname.split('/').at(-1)!;
    await client.call(acceptInvitation, { params: { token }, body: { newUser } });
    await sandbox.addUser({ username, ...newUser });
    sandbox.setMember(projectPath, username, 30);
    await linkGitLabAccount(client, sandbox, { instanceId, username });
    return { client, username };
  };
  const members: { client: Client; username: string }[] = [];
  for (let index = 0; index < count; index += 1) members.push(await invite(index));
  return members;
}
