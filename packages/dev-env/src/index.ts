export { Client, ProblemReplyError } from './client.ts';
export { createWorld, type World } from './create-world.ts';
export { linkGitLabAccount } from './link-gitlab-account.ts';
export { type NotebookPage, openNotebookPage } from './notebook-client.ts';
export { samplePassword, sampleSignIns } from './samples.ts';
export { openTerminalPage, type TerminalPage, upgradeStatus } from './terminal-client.ts';
export { waitForOperation } from './wait-for-operation.ts';
