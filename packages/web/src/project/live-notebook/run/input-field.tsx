import { Button, PasswordInput, TextInput } from '@mantine/core';
import { answerInput, type KernelState } from '@notelab/contract';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { call } from '../../../api/call.ts';
import { useMe } from '../../../app/workspace.ts';
import { ErrorPanel } from '../../../theme/error-panel.tsx';
import { useLiveNotebook } from '../live-context.ts';
import classes from './block-run-line.module.css';
import { useKernel } from './use-kernel.ts';

interface InputFieldProps {
  blockId: string;
  input: NonNullable<KernelState['input']>;
}

/** Where anybody who may edit answers what a block asks for with `input()`. */
export function InputField({ blockId, input: { prompt, password } }: InputFieldProps) {
  const { notebookId, canEdit } = useLiveNotebook();
  const { user } = useMe();
  const startedBy = useKernel((kernel) => kernel.running?.by ?? null);
  const [text, setText] = useState('');
  const answer = useMutation({
    mutationFn: () => call(answerInput, { params: { notebookId }, body: { blockId, text } }),
  });
  const field = useRef<HTMLInputElement>(null);
  const isMine = startedBy === user.name;
  // Who started the block goes on typing here, unless they write something else by now.
  useEffect(() => {
    if (isMine && !isWriting(document.activeElement)) field.current?.focus();
  }, [isMine]);
  if (!canEdit)
    return (
      <p className={classes.waits}>
        The block waits for an answer{prompt ? <code>: {prompt}</code> : null}. Editors can give it.
      </p>
    );
  const shared = {
    ref: field,
    size: 'xs',
    label: prompt || 'Answer',
    value: text,
    autoComplete: 'off',
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setText(event.currentTarget.value),
    // The notebook's keys are not meant here.
    onKeyDown: (event: React.KeyboardEvent) => event.stopPropagation(),
  };
  return (
    <>
      <form
        className={classes.input}
        onSubmit={(event) => {
          event.preventDefault();
          answer.mutate();
        }}
      >
        {password ? <PasswordInput {...shared} /> : <TextInput {...shared} />}
        <Button type="submit" loading={answer.isPending || answer.isSuccess}>
          Answer
        </Button>
      </form>
      {answer.isError ? <ErrorPanel error={answer.error} compact onRetry={() => answer.mutate()} /> : null}
    </>
  );
}

function isWriting(element: Element | null): boolean {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return true;
  // An empty block is only where the cursor came to stand.
  return element?.closest('.cm-editor') != null && element.querySelector('.cm-placeholder') === null;
}
