import type { Provider } from './provider.ts';
import type { Reply } from './reply.ts';

/** Something that is done to both servers, and the answers that must be the same. */
export interface Case {
  title: string;
  act(provider: Provider): Promise<Reply | Reply[]>;
}
