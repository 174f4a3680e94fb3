/** One of the two OAuth servers that are compared, and what a test prepares on it. */
export interface Provider {
  url: string;
  /** What the browser of the signed-in user, whose id is 2, adds to its requests. */
  visitor: { headers: Record<string, string>; fields: Record<string, string> };
  addApplication(application: Application): Promise<void>;
  issueTokens(clientId: string, scopes: string[]): Promise<{ accessToken: string; refreshToken: string }>;
  setClockOffset(offsetMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface Application {
  clientId: string;
  /** None: a public application. */
  clientSecret?: string;
  name: string;
  redirectUris: string[];
  scopes: string[];
}

export const redirectUri = 'https://app.example/callback';
const scopes = ['api', 'read_api', 'read_user', 'read_repository', 'write_repository'];

export const app = {
  clientId: 'app',
  clientSecret: 'app-secret',
  name: 'App',
  redirectUris: [redirectUri, 'https://app.example/second?fixed=1', 'http://127.0.0.1:4000/callback'],
  scopes,
};

export const otherApp = {
  clientId: 'other',
  clientSecret: 'other-secret',
  name: 'Other',
  redirectUris: [redirectUri],
  scopes,
};

/** Its secret is not plain letters: whoever sends it by Basic must know what to encode. */
export const oddApp = {
  clientId: 'odd',
  clientSecret: 'a+b%20c:d e',
  name: 'Odd',
  redirectUris: [redirectUri],
  scopes,
};

export const publicApp = { clientId: 'public', name: 'Public', redirectUris: [redirectUri], scopes };

export const readingApp = {
  clientId: 'reading',
  clientSecret: 'reading-secret',
  name: 'Reading',
  redirectUris: [redirectUri],
  scopes: ['read_user', 'read_api'],
};

export const applications: Application[] = [app, otherApp, oddApp, publicApp, readingApp];
