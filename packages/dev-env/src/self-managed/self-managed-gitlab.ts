import { join } from 'node:path';
import { type Sandbox, startSandbox } from '@notelab/gitlab-sandbox';
import { findFreePort } from '../find-free-port.ts';
import { type CertificateAuthority, createCertificateAuthority } from './certificate-authority.ts';
import { startTlsFront, type TlsFront } from './tls-front.ts';

/** A company's GitLab: below a path, behind TLS with a certificate of the company's own authority. */
export interface SelfManagedGitLab {
  /** `https://localhost:<port>/gitlab` */
  url: string;
  sandbox: Sandbox;
  authority: CertificateAuthority;
  front: TlsFront;
  close(): Promise<void>;
}

export async function startSelfManagedGitLab(
  dataDir: string,
  oauthApplications: Parameters<typeof startSandbox>[0]['oauthApplications'] = [],
): Promise<SelfManagedGitLab> {
  const authority = createCertificateAuthority(join(dataDir, 'authority'), 'Acme authority');
  const port = await findFreePort();
  const front = await startTlsFront(authority.issue({ names: ['DNS:localhost'] }), () => port);
  const url = `https://localhost:${front.port}/gitlab`;
  const sandbox = await startSandbox({
    dataDir: join(dataDir, 'gitlab'),
    port,
    publicUrl: url,
    oauthApplications,
  });
  return {
    url,
    sandbox,
    authority,
    front,
    async close() {
      await front.close();
      await sandbox.close();
    },
  };
}
