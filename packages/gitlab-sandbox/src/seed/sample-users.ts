export const samplePassword = 'notelab-demo';

export const sampleUsers = [
  { username: 'maintainer', name: 'Mara Maintainer' },
  { username: 'developer', name: 'Dev Developer' },
  { username: 'reporter', name: 'Rita Reporter' },
  { username: 'outsider', name: 'Otto Outsider' },
] as const;

export type SampleUsername = (typeof sampleUsers)[number]['username'];

export function sampleEmail(username: SampleUsername): string {
  return `${username}@acme.example`;
}
