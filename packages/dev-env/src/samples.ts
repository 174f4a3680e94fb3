import type { Role } from '@notelab/contract';

/** Password of every sample user, in Notelab and in the sandbox. */
export const samplePassword = 'notelab-demo';

/** Notelab's sample users, each with the role their name says. */
export const sampleSignIns: { email: string; password: string; role: Role; name: string }[] = [
  { email: 'admin@example.com', password: samplePassword, role: 'admin', name: 'Admin' },
  { email: 'editor@example.com', password: samplePassword, role: 'editor', name: 'Editor' },
  { email: 'viewer@example.com', password: samplePassword, role: 'viewer', name: 'Viewer' },
];

export const sampleWorkspaceName = 'Acme Data';

/** Notelab's OAuth application on the sandbox. The secret opens nothing but the sandbox. */
export const sampleApplication = {
  clientId: 'notelab-sample-application',
  clientSecret: 'notelab-sample-secret',
};
