/** The scopes an application can ask for, with GitLab's explanation on the consent page. */
export const scopeTexts: Record<string, { title: string; detail: string }> = {
  api: {
    title: 'Access the authenticated user’s API',
    detail: 'Grants complete read/write access to the API, including all groups and projects.',
  },
  read_api: {
    title: 'Read API',
    detail: 'Grants read access to the API, including all groups and projects.',
  },
  read_user: {
    title: 'Read the authenticated user’s personal information',
    detail: 'Grants read-only access to the authenticated user’s profile through the /user endpoint.',
  },
  read_repository: {
    title: 'Allows read-only access to the repository',
    detail: 'Grants read-only access to repositories on private projects using Git-over-HTTP.',
  },
  write_repository: {
    title: 'Allows read-write access to the repository',
    detail: 'Grants read-write access to repositories on private projects using Git-over-HTTP (not the API).',
  },
  openid: {
    title: 'Authenticate using OpenID Connect',
    detail: 'Grants permission to authenticate with GitLab using OpenID Connect.',
  },
  profile: {
    title: 'Allows read-only access to the user’s personal information using OpenID Connect',
    detail: 'Grants read-only access to the user’s profile data using OpenID Connect.',
  },
  email: {
    title: 'Allows read-only access to the user’s primary email address using OpenID Connect',
    detail: 'Grants read-only access to the user’s primary email address using OpenID Connect.',
  },
};

/** GitLab's default when an application asks for nothing. */
export const defaultScope = 'api';

export function parseScopes(scope: string | undefined): string[] {
  return (scope ?? '').split(/\s+/).filter((name) => name !== '');
}

/** Whether scopes that an application asks for are written as they should be, and all allowed. */
export function isValidScope(scope: string, allowed: string[]): boolean {
  return !/[\n\r\t]/.test(scope) && isSubset(parseScopes(scope), allowed);
}

export function isSubset(scopes: string[], allowed: string[]): boolean {
  return scopes.every((scope) => allowed.includes(scope));
}

export const codeReadScopes = ['api', 'read_api', 'read_repository', 'write_repository'];
export const codeWriteScopes = ['api', 'write_repository'];
