import { liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import type * as Y from 'yjs';
import { createValueStore, type Readable } from '../value-store.ts';
import {
  findMatches,
  type Match,
  nextMatch,
  type Place,
  replacementOf,
  type SearchedBlock,
} from './matches.ts';
import { type Search, toPattern } from './pattern.ts';

export interface FindState {
  isOpen: boolean;
  showsReplace: boolean;
  search: Search;
  replacement: string;
  matches: readonly Match[];
  /** Index of the match that one is at; -1 when there is none. */
  current: number;
  /** Why the search is no expression. */
  problem: string | null;
  /** What the last replacement did. */
  said: string | null;
  /** Rises when somebody asks to see the current match. */
  shownCount: number;
}

/** Looks through all blocks of a notebook, those that are not on the page too. */
export interface Finder {
  state: Readable<FindState>;
  /** @param text what to look for, when something is selected @param from where one is */
  open(options: { showsReplace: boolean; text?: string; from?: Place | null }): void;
  close(): void;
  look(change: Partial<Search>): void;
  showReplace(shows: boolean): void;
  setReplacement(text: string): void;
  step(by: 1 | -1): void;
  /** Replaces the current match and goes on to the next. */
  replaceOne(): void;
  /** Replaces all as one step of the history. */
  replaceAll(): void;
  destroy(): void;
}

interface SearchedNotebook {
  doc: Y.Doc;
  history: { change<T>(action: () => T): T };
}

/** While somebody types, the matches are found anew when they pause. */
const pauseMs = 120;

export function createFinder({ doc, history }: SearchedNotebook): Finder {
  const state = createValueStore<FindState>({
    isOpen: false,
    showsReplace: false,
    search: { text: '', matchCase: false, wholeWord: false, isRegExp: false },
    replacement: '',
    matches: [],
    current: -1,
    problem: null,
    said: null,
    shownCount: 0,
  });
  let timer: ReturnType<typeof setTimeout> | null = null;
  /** Where looking goes on from. */
  let place: Place | null = null;

  const change = (changes: Partial<FindState>) => state.set({ ...state.get(), ...changes });

  /** @param show whether the match that is found first is to be seen */
  const refresh = (show: boolean) => {
    if (timer) clearTimeout(timer);
    timer = null;
    const { search, shownCount } = state.get();
    const pattern = toPattern(search);
    if (!pattern || 'problem' in pattern)
      return change({ matches: [], current: -1, problem: pattern?.problem ?? null });
    const matches = findMatches(pattern.expression, searchedBlocks(doc));
    const current = nextMatch(matches, orderedIds(doc), place, 1);
    change({ matches, current, problem: null, shownCount: shownCount + (show && current !== -1 ? 1 : 0) });
  };
  const goTo = (current: number) => {
    const { matches, shownCount } = state.get();
    const match = matches[current];
    if (!match) return;
    place = { blockId: match.blockId, offset: match.from };
    change({ current, shownCount: shownCount + 1, said: null });
  };
  const replaceThose = (matches: readonly Match[], expression: RegExp): number => {
    const { replacement, search } = state.get();
    let last = 0;
    history.change(() => {
      for (const [blockId, those] of Map.groupBy(matches, (match) => match.blockId)) {
        const block = liveBlocks(doc).get(blockId);
        const source = block && sourceOf(block);
        if (!source) continue;
        // All by the text as it was: what is put in must not be what another match is judged by.
        const before = source.toString();
        const texts = those.map((match) =>
          replacementOf(expression, before, match, replacement, search.isRegExp),
        );
        for (const [index, { from, to }] of [...those.entries()].toReversed()) {
          source.delete(from, to - from);
          source.insert(from, texts[index]!);
        }
        last = texts.at(-1)!.length;
      }
    });
    return last;
  };
  /** The matches as they are at this moment, for what is changed by them. */
  const present = () => {
    if (timer) refresh(false);
    const pattern = toPattern(state.get().search);
    return pattern && 'expression' in pattern ? pattern.expression : null;
  };

  const onUpdate = () => {
    if (!state.get().isOpen || timer) return;
    timer = setTimeout(() => refresh(false), pauseMs);
  };
  doc.on('update', onUpdate);

  return {
    state,
    open({ showsReplace, text, from = null }) {
      const { search, isOpen } = state.get();
      if (from) place = from;
      change({
        isOpen: true,
        showsReplace: showsReplace || (isOpen && state.get().showsReplace),
        search: text ? { ...search, text: search.isRegExp ? literally(text) : text } : search,
        said: null,
      });
      refresh(false);
    },
    close() {
      change({ isOpen: false, matches: [], current: -1, said: null });
    },
    look(changes) {
      change({ search: { ...state.get().search, ...changes }, said: null });
      refresh(true);
    },
    showReplace: (showsReplace) => change({ showsReplace }),
    setReplacement: (replacement) => change({ replacement }),
    step(by) {
      if (timer) refresh(false);
      const { matches, current } = state.get();
      const at = matches[current];
      if (!at) return goTo(nextMatch([...matches], orderedIds(doc), place, by));
      goTo((current + by + matches.length) % matches.length);
    },
    replaceOne() {
      const expression = present();
      const { matches, current } = state.get();
      const match = matches[current];
      if (!expression || !match) return;
      const length = replaceThose([match], expression);
      place = { blockId: match.blockId, offset: match.from + length };
      refresh(true);
    },
    replaceAll() {
      const expression = present();
      if (!expression) return;
      const all = findMatches(expression, searchedBlocks(doc), Number.POSITIVE_INFINITY);
      if (all.length === 0) return;
      replaceThose(all, expression);
      refresh(false);
      const blocks = new Set(all.map(({ blockId }) => blockId)).size;
      change({ said: `${all.length} replaced in ${blocks === 1 ? '1 block' : `${blocks} blocks`}` });
    },
    destroy() {
      if (timer) clearTimeout(timer);
      doc.off('update', onUpdate);
    },
  };
}

function* searchedBlocks(doc: Y.Doc): Generator<SearchedBlock> {
  for (const id of orderedIds(doc)) {
    const block = liveBlocks(doc).get(id);
    const source = block && sourceOf(block);
    if (source) yield { id, text: source.toString() };
  }
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
