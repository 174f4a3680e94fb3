import { onTestFinished } from 'vitest';

/** The GitLab that the suite asks: the sandbox, or a real one. */
export interface Target {
  /** Address without a trailing slash. */
  url: string;
  /** A user with a password, who is maintainer of the project. */
  username: string;
  password: string;
  /** A personal access token of this user, with the scope `api`. */
  token: string;
  /** Confidential, with every scope of `scopes`. */
  application: { clientId: string; clientSecret: string; redirectUri: string };
  /**
   * Full path of a private project with a protected default branch, in which the suite makes branches, merge
   * requests and protections of its own.
   */
  project: string;
  close(): Promise<void>;
}

/** What the application must have been registered with. */
export const scopes = ['api', 'read_api', 'read_user', 'read_repository', 'write_repository'];

/** Undoes something on the target when the test has ended, however it ended. */
export function afterwards(undo: () => Promise<unknown>): void {
  onTestFinished(async () => {
    await undo();
  });
}
