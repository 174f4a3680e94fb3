import type { PassRepository } from './passes.ts';

/** What the credential helper asks: the address that git wants to sign in to. */
export interface CredentialQuestion {
  protocol: string;
  host: string;
  path: string;
}

/** A pass for git, or why there is none, or nothing: git then ends with a clear failure. */
export interface CredentialReply {
  username?: string;
  password?: string;
  /** A sentence for the person who runs git. */
  message?: string;
}

/**
 * Hands out one pass, to git that goes to this gateway and to a repository of the pass, and to nobody else: a
 * repository's configuration can send git anywhere with any address.
 * @param gatewayUrl the gateway's address for the pass's instance (`gateway.urlFor(instanceId)`)
 */
export function answerWithPass(handed: {
  gatewayUrl: string;
  repositories: readonly PassRepository[];
  secret: string;
}): (question: CredentialQuestion) => CredentialReply {
  const gateway = new URL(handed.gatewayUrl);
  const paths = new Set(
    handed.repositories.flatMap(({ path }) => {
      const address = `${gateway.pathname.slice(1)}${path}.git`.toLowerCase();
      // Git LFS asks for the address of its own API.
      return [address, `${address}/info/lfs`];
    }),
  );
  return ({ protocol, host, path }) => {
    const isGateway = `${protocol}:` === gateway.protocol && host === gateway.host;
    // GitLab's paths ignore case, the gateway's prefix holds lower-case ids only.
    if (!isGateway || !paths.has(path.toLowerCase())) return {};
    return { username: 'notelab', password: handed.secret };
  };
}
