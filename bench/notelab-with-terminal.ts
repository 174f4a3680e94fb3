import { readdirSync, readFileSync } from 'node:fs';
import { completeSetUp, createProject, openTerminal, type ProjectId } from '@notelab/contract';
import { Client, openTerminalPage, samplePassword, type TerminalPage } from '@notelab/dev-env';
import { startNotelab } from './running-notelab.ts';

export interface NotelabWithTerminal {
  pid: number;
  /** The process that holds the screens. */
  hostPid: number;
  page: TerminalPage;
  stop(): Promise<void>;
}

/** Notelab alone, as in production, in a process of its own, with a project and one open page of a terminal in it. */
export async function startNotelabWithTerminal(
  dataDir: string,
  onOutput: (data: Uint8Array) => void,
): Promise<NotelabWithTerminal> {
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', 'packages/server/src/main.ts'];
  const notelab = await startNotelab(command, { dataDir });
  const pid = notelab.process.pid!;
  try {
    const admin = new Client(notelab.url);
    const { workspaces } = await admin.call(completeSetUp, {
      body: { name: 'Admin', email: 'admin@example.com', password: samplePassword, workspaceName: 'Bench' },
    });
    const { id } = await admin.call(createProject, {
      params: { workspaceId: workspaces[0]!.id },
      body: { name: 'Terminals' },
    });
    const page = await openBenchTerminal(admin, id, onOutput);
    return { pid, hostPid: findTerminalHost(pid), page, stop: notelab.stop };
  } catch (error) {
    await notelab.stop();
    throw error;
  }
}

/** A terminal as the page of a person opens it, once its prompt is there. */
export async function openBenchTerminal(
  client: Client,
  projectId: ProjectId,
  onOutput: (data: Uint8Array) => void,
): Promise<TerminalPage> {
  const terminal = await client.call(openTerminal, {
    params: { projectId },
    body: { columns: 100, rows: 30 },
  });
  const page = await openTerminalPage(client, terminal.id, { onOutput });
  await page.run('true');
  return page;
}

function findTerminalHost(serverPid: number): number {
  const children = readdirSync(`/proc/${serverPid}/task`).flatMap((task) =>
    readFileSync(`/proc/${serverPid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  );
  const host = children.find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('terminals/host/'),
  );
  if (!host) throw new Error('The process that holds the terminals was not found.');
  return Number(host);
}
