export { startSandbox } from './sandbox.ts';
export { sampleEmail, samplePassword, sampleUsers } from './seed/sample-users.ts';
export type * from './types.ts';
