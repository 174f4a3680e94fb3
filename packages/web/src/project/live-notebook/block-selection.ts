import { createValueStore, type Readable } from './value-store.ts';

export interface SelectionState {
  /** The block that keys go to; null in an empty notebook. */
  active: string | null;
  /** Where a selection of several began. */
  anchor: string | null;
  /** In the order of the notebook; holds the active one. */
  ids: readonly string[];
  /** `edit`: keys go into the block's text. `command`: they act on blocks. */
  mode: 'command' | 'edit';
}

export interface BlockSelection {
  state: Readable<SelectionState>;
  /** Selects one block. */
  select(id: string): void;
  /** Selects all from where the selection began to this one. */
  extendTo(id: string): void;
  selectAll(): void;
  /** Puts the cursor into a block's text. */
  edit(id: string): void;
  command(): void;
  close(): void;
}

const nothing: SelectionState = { active: null, anchor: null, ids: [], mode: 'command' };

/** Which blocks are selected. It follows what is moved and taken away, here and elsewhere. */
export function createBlockSelection(order: Readable<readonly string[]>): BlockSelection {
  const first = order.get()[0];
  const state = createValueStore<SelectionState>(
    first === undefined ? nothing : { active: first, anchor: first, ids: [first], mode: 'command' },
  );
  let before = order.get();

  const between = (anchor: string, active: string): SelectionState => {
    const ids = order.get();
    const [from, to] = [ids.indexOf(anchor), ids.indexOf(active)];
    return { anchor, active, ids: ids.slice(Math.min(from, to), Math.max(from, to) + 1), mode: 'command' };
  };
  const only = (id: string, mode: SelectionState['mode']): SelectionState => ({
    active: id,
    anchor: id,
    ids: [id],
    mode,
  });
  const has = (id: string) => order.get().includes(id);

  const stop = order.subscribe(() => {
    const [present, ids] = [state.get(), order.get()];
    const was = before;
    before = ids;
    if (present.active === null) return ids[0] === undefined ? undefined : state.set(only(ids[0], 'command'));
    const there = new Set(ids);
    const kept = ids.filter((id) => present.ids.includes(id));
    if (there.has(present.active)) {
      if (kept.length === present.ids.length && kept.every((id, at) => id === present.ids[at])) return;
      const anchor = present.anchor !== null && there.has(present.anchor) ? present.anchor : present.active;
      return state.set({ ...present, anchor, ids: kept });
    }
    const next = neighbour(was, there, present.active);
    state.set(next === null ? nothing : only(next, 'command'));
  });

  return {
    state,
    select: (id) => has(id) && state.set(only(id, 'command')),
    extendTo(id) {
      const { anchor } = state.get();
      if (has(id)) state.set(between(anchor !== null && has(anchor) ? anchor : id, id));
    },
    selectAll() {
      const ids = order.get();
      const { active } = state.get();
      if (active !== null) state.set({ active, anchor: ids[0]!, ids, mode: 'command' });
    },
    edit: (id) => has(id) && state.set(only(id, 'edit')),
    command() {
      if (state.get().mode === 'edit') state.set({ ...state.get(), mode: 'command' });
    },
    close: stop,
  };
}

/** The first block behind one that is gone, else the last before it. */
function neighbour(was: readonly string[], there: Set<string>, gone: string): string | null {
  const at = was.indexOf(gone);
  return (
    was.slice(at + 1).find((id) => there.has(id)) ??
    was.slice(0, Math.max(at, 0)).findLast((id) => there.has(id)) ??
    [...there][0] ??
    null
  );
}
