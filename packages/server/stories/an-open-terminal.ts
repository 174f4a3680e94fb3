import { openTerminal, type Project, type Terminal } from '@notelab/contract';
import { type Client, openTerminalPage, type TerminalPage } from '@notelab/dev-env';

/** A terminal as its owner opens it: the shell runs, and a page shows it. */
export async function openedTerminal(
  client: Client,
  project: Pick<Project, 'id'>,
): Promise<{ terminal: Terminal; page: TerminalPage; in: { params: { terminalId: Terminal['id'] } } }> {
  const terminal = await client.call(openTerminal, {
    params: { projectId: project.id },
    body: { columns: 100, rows: 30 },
  });
  const page = await openTerminalPage(client, terminal.id);
  return { terminal, page, in: { params: { terminalId: terminal.id } } };
}
