import type { GitLabProject, Repository } from '@notelab/contract';
import { describe, expect, it } from 'vitest';
import { type Choice, changesOf, isChosen, toCandidates, toggle } from './repository-choice.ts';

const repository = (gitlabId: number, path: string) =>
  ({ id: `r${gitlabId}`, gitlabId, path, visibility: 'private', archived: false }) as Repository;
const project = (gitlabId: number, path: string) =>
  ({ gitlabId, path, visibility: 'private', archived: false }) as GitLabProject;

const none: Choice = new Map();

describe('choosing repositories', () => {
  it('lists connected ones first and each project once', () => {
    const lines = toCandidates(
      [repository(1, 'acme/one')],
      [project(2, 'acme/two'), project(1, 'acme/one'), project(2, 'acme/two')],
      '',
    );
    expect(lines.map(({ path }) => path)).toEqual(['acme/one', 'acme/two']);
  });

  it('applies the search to connected ones too', () => {
    const lines = toCandidates([repository(1, 'acme/one'), repository(3, 'acme/three')], [], 'THREE');
    expect(lines.map(({ path }) => path)).toEqual(['acme/three']);
  });

  it('ticks what is connected and keeps a wish across searches', () => {
    const [one, two] = toCandidates([repository(1, 'acme/one')], [project(2, 'acme/two')], '');
    expect(isChosen(none, one!)).toBe(true);
    const choice = toggle(toggle(none, two!), one!);
    expect(isChosen(choice, one!)).toBe(false);
    expect(isChosen(choice, two!)).toBe(true);
    expect(changesOf(choice)).toEqual({ connect: [2], remove: [one] });
  });

  it('has nothing to save once a tick is turned back', () => {
    const [one] = toCandidates([repository(1, 'acme/one')], [], '');
    expect(toggle(toggle(none, one!), one!).size).toBe(0);
  });
});
