import { parseFlag, readSession, writeSession } from '../../use-session-state.ts';
import { createValueStore } from '../value-store.ts';

const storageKey = 'notelab.outline-open';

/** Whether outlines are shown: one choice for all notebooks. */
export const outlineShown = createValueStore(readSession(storageKey, parseFlag) ?? false);
outlineShown.subscribe(() => writeSession(storageKey, outlineShown.get()));
