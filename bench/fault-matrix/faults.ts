import type { FaultRule } from '@notelab/gitlab-sandbox';
import { type Ground, gitlabUser, link, pushFromElsewhere } from './ground.ts';
import type { Operation } from './operations.ts';

/** What may be wrong with GitLab, or between here and there, while a person acts. */
export interface Fault {
  name: string;
  /** Which operations it can happen to. */
  concerns(operation: Operation): boolean;
  /** Which have to be done all the same, at once. */
  isNoExcuse?(operation: Operation): boolean;
  begin(ground: Ground, number: number): Promise<void> | void;
  end(ground: Ground): Promise<void> | void;
  /** What a person whom the fault has stopped does before trying again. */
  mend?(ground: Ground): Promise<void>;
}

const everything = /^/;
const html = { 'content-type': 'text/html' };
const page = (title: string) => `<!DOCTYPE html><html><head><title>${title}</title></head></html>`;

type Answer = Omit<FaultRule, 'match'>;
function answering(
  name: string,
  answer: Answer,
  isNoExcuse?: Fault['isNoExcuse'],
  match: FaultRule['match'] = everything,
): Fault {
  return {
    name,
    concerns: () => true,
    ...(isNoExcuse && { isNoExcuse }),
    begin: ({ world }) => world.sandbox.faults.set({ match, ...answer }),
    end: ({ world }) => world.sandbox.faults.clear(),
  };
}

const onTokens = (fault: Omit<Fault, 'concerns'>): Fault => ({
  ...fault,
  concerns: ({ kind }) => kind !== 'account',
});
const onRepository = (fault: Omit<Fault, 'concerns'>): Fault => ({
  ...fault,
  concerns: ({ kind }) => kind === 'read' || kind === 'write',
});
const always = () => true;
const clear = ({ world }: Ground) => world.sandbox.faults.clear();
const expire = ({ world }: Ground) => world.sandbox.expireAccessTokens(gitlabUser);
const hourMs = 3_600_000;

export const faults: Fault[] = [
  answering('300 ms late', { kind: 'delay', delayMs: 300 }, always),
  answering('100 kB a second', { kind: 'slow', bytesPerSecond: 100_000 }, always),
  answering('no answer in time', { kind: 'status', status: 504, delayMs: 4_000 }),
  answering('connections end unanswered', { kind: 'down' }),
  answering('500', { kind: 'status', status: 500, body: { message: '500 Internal Server Error' } }),
  answering('502 of a proxy', { kind: 'status', status: 502, headers: html, body: page('502 Bad Gateway') }),
  answering('503, once', { kind: 'status', status: 503, body: 'later', times: 1 }),
  answering('429', {
    kind: 'status',
    status: 429,
    headers: { 'content-type': 'text/plain', 'retry-after': '120' },
    body: 'Retry later\n',
  }),
  answering('a web page with 200', { kind: 'status', status: 200, headers: html, body: page('Maintenance') }),
  answering('cut before the body', { kind: 'drop-after-bytes', afterBytes: 0 }),
  answering('cut after 100 bytes', { kind: 'drop-after-bytes', afterBytes: 100 }),
  answering('cut after 100 bytes, once', { kind: 'drop-after-bytes', afterBytes: 100, times: 1 }),
  onTokens({ name: 'access token expired', isNoExcuse: always, begin: expire, end: () => {} }),
  onTokens({
    name: 'expired, and no refresh to be had',
    begin(ground) {
      expire(ground);
      ground.world.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'status', status: 500 });
    },
    end: clear,
  }),
  onTokens({
    name: 'the answer to the refresh is lost',
    begin(ground) {
      expire(ground);
      ground.world.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'drop-after-bytes', times: 1 });
    },
    end: clear,
    mend: link,
  }),
  onTokens({
    name: 'access revoked on GitLab',
    begin: ({ world }) => world.sandbox.revokeApplication(gitlabUser, 'notelab-sample-application'),
    end: () => {},
    mend: link,
  }),
  onTokens({
    name: 'GitLab’s clock two hours ahead',
    isNoExcuse: always,
    begin: ({ world }) => world.sandbox.setClockOffset(2 * hourMs),
    end: ({ world }) => world.sandbox.setClockOffset(0),
  }),
  onTokens({
    name: 'GitLab’s clock two hours behind',
    isNoExcuse: always,
    begin: ({ world }) => world.sandbox.setClockOffset(-2 * hourMs),
    end: ({ world }) => world.sandbox.setClockOffset(0),
  }),
  onRepository({
    name: 'repository renamed',
    isNoExcuse: always,
    begin: ({ world, path }) => world.sandbox.renameProject(path, `${path}-renamed`),
    end: ({ world, path }) => world.sandbox.renameProject(`${path}-renamed`, path),
  }),
  onRepository({
    name: 'branch moved',
    begin: (ground, number) => pushFromElsewhere(ground, `meanwhile-${number}.txt`),
    end: () => {},
  }),
  onRepository({
    name: 'archived',
    isNoExcuse: ({ kind, name }) => kind === 'read' && name !== 'connect a repository',
    begin: ({ world, path }) => world.sandbox.setArchived(path, true),
    end: ({ world, path }) => world.sandbox.setArchived(path, false),
  }),
  onRepository({
    name: 'no member any more',
    begin: ({ world, path }) => world.sandbox.setMember(path, gitlabUser, null),
    end: ({ world, path }) => world.sandbox.setMember(path, gitlabUser, 40),
  }),
];
