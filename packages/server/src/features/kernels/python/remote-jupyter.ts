import type { ProjectId } from '@notelab/contract';
import { guardedDispatcher, parseInstanceUrl, Secret } from '@notelab/gitlab';
import { z } from 'zod';
import { fail, ProblemError } from '../../../problem.ts';
import { type Vault, VaultError } from '../../gitlab/vault/vault.ts';
import { createJupyterClient, type JupyterClient } from '../jupyter/client.ts';
import type { PythonRow } from '../store.ts';

/** Starting a kernel on a gateway may start a machine. */
const answersWithinMs = 90_000;
const Greeting = z.object({ version: z.string() });

export type RemoteJupyters = ReturnType<typeof createRemoteJupyters>;

/** Reaches Jupyter Servers and Enterprise Gateways that projects have named. */
export function createRemoteJupyters({
  vault,
  allowPrivateHosts,
}: {
  vault: Vault;
  allowPrivateHosts: boolean;
}) {
  const dispatcher = guardedDispatcher({ allowPrivateHosts, answerWithinMs: answersWithinMs });

  const connect = (url: string, token: Secret | null): JupyterClient =>
    createJupyterClient({ name: new URL(url).host, url, token, dispatcher });

  return {
    /** The client for what a project has named. */
    open(projectId: ProjectId, { remoteUrl, sealedRemoteToken }: PythonRow): JupyterClient {
      if (!remoteUrl) return fail('invalid-input', 'No Jupyter server is named for this project.');
      try {
        const place = { projectId, field: 'jupyter-token' as const };
        return connect(remoteUrl, sealedRemoteToken ? vault.open(sealedRemoteToken, place) : null);
      } catch (error) {
        if (error instanceof VaultError)
          fail('jupyter-unavailable', 'The token of the Jupyter server has to be entered again by an admin.');
        throw error;
      }
    },

    /**
     * Makes sure that a Jupyter answers there. @returns what to store
     * @param token null keeps the one that is stored for the same address; it is sent to no other
     */
    async check(
      projectId: ProjectId,
      { url: text, token }: { url: string; token: string | null },
      known: PythonRow,
    ): Promise<Pick<PythonRow, 'remoteUrl' | 'sealedRemoteToken'>> {
      const url = toUrl(text);
      const place = { projectId, field: 'jupyter-token' as const };
      const kept = url === known.remoteUrl ? known.sealedRemoteToken : null;
      const sealed = token === null ? kept : token === '' ? null : vault.seal(new Secret(token), place);
      const client = connect(url, sealed ? vault.open(sealed, place) : null);
      try {
        await client.request({ method: 'GET', path: '/api', reply: Greeting });
        await client.request({ method: 'GET', path: '/api/kernelspecs', reply: z.unknown() });
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        const { detail, raw } = error.problem;
        fail('jupyter-unavailable', detail, { ...(raw !== undefined && { raw }), fields: { url: detail } });
      }
      return { remoteUrl: url, sealedRemoteToken: sealed };
    },

    close: () => dispatcher.close(),
  };
}

function toUrl(text: string): string {
  const parsed = parseInstanceUrl(text);
  if (parsed.kind === 'url') return parsed.url;
  const reason = 'This is not an address. It looks like https://jupyter.example.com.';
  return fail('address-invalid', reason, { fields: { url: reason } });
}
