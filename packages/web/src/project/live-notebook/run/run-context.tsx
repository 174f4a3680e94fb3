import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLiveNotebook, usePicked } from '../live-context.ts';
import { type LosingAction, LosingActionDialog } from './losing-action-dialog.tsx';
import { createRunActions, type RunActions } from './run-actions.ts';
import { hasMemory, useKernel } from './use-kernel.ts';

interface Running extends RunActions {
  /** Does what a kernel forgets its variables by; asks first when there are any. */
  askTo(action: LosingAction): void;
}

const RunContext = createContext<Running | null>(null);

/** Makes a notebook one that can be run, by keys too. */
export function RunProvider({ children }: { children: ReactNode }) {
  const { notebookId, blocks, connection, commands, canEdit } = useLiveNotebook();
  const actions = useMemo(
    () => createRunActions({ notebookId, blocks, connection }),
    [notebookId, blocks, connection],
  );
  const [question, setQuestion] = useState<LosingAction | null>(null);
  const hasVariables = useRef(false);
  hasVariables.current = useKernel(hasMemory);
  const askTo = useCallback(
    (action: LosingAction) => (hasVariables.current ? setQuestion(action) : void actions[action]()),
    [actions],
  );
  const value = useMemo(() => ({ ...actions, askTo }), [actions, askTo]);
  useEffect(() => {
    if (!canEdit) return;
    const { run, interrupt } = actions;
    return commands.register({ run, interrupt, restart: () => askTo('restart') });
  }, [actions, askTo, commands, canEdit]);
  const isLive = usePicked(connection, ({ link }) => link === 'live');
  useEffect(() => {
    if (isLive) actions.noteConnected();
  }, [isLive, actions]);
  return (
    <RunContext value={value}>
      {children}
      {question ? (
        <LosingActionDialog
          action={question}
          onClose={() => setQuestion(null)}
          onConfirm={() => actions[question]()}
        />
      ) : null}
    </RunContext>
  );
}

export function useRunActions(): Running {
  const value = useContext(RunContext);
  if (!value) throw new Error('Only within a notebook that can be run.');
  return value;
}
