export { Client, ProblemReplyError } from './client.ts';
export { createWorld, type World } from './create-world.ts';
export { findFreePort } from './find-free-port.ts';
export { linkGitLabAccount } from './link-gitlab-account.ts';
export { type NotebookPage, openNotebookPage } from './notebook-client.ts';
export { samplePassword, sampleSignIns } from './samples.ts';
export {
  type CertificateAuthority,
  createCertificateAuthority,
  type IssuedCertificate,
} from './self-managed/certificate-authority.ts';
export { type ConnectProxy, startConnectProxy } from './self-managed/connect-proxy.ts';
export { type SelfManagedGitLab, startSelfManagedGitLab } from './self-managed/self-managed-gitlab.ts';
export { startTlsFront, type TlsFront } from './self-managed/tls-front.ts';
export { openTerminalPage, type TerminalPage, upgradeStatus } from './terminal-client.ts';
export { createTestDatabase } from './test-database.ts';
export { waitForOperation } from './wait-for-operation.ts';
