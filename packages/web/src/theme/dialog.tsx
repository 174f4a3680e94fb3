import { Modal } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import classes from './dialog.module.css';
import { useFocusReturn } from './use-focus-return.ts';

interface DialogProps {
  title: ReactNode;
  onClose: () => void;
  /** Width in pixels. */
  size?: number;
  /** Buttons at the foot, the main one last. */
  footer: ReactNode;
  /** Makes the dialog a form: the footer's submit button and Enter call it. */
  onSubmit?: () => void;
  /** The body comes up to the edges: for lists. */
  flush?: boolean;
  children: ReactNode;
}

/** A dialog with its title above and its buttons below a line. Mounted while it is open. */
export function Dialog({ title, onClose, size = 480, footer, onSubmit, flush, children }: DialogProps) {
  useFocusReturn();
  const content = (
    <>
      <div className={classes.body} data-flush={flush || undefined}>
        {children}
      </div>
      <div className={classes.foot}>{footer}</div>
    </>
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A dialog inside another one's form must not submit both.
    event.stopPropagation();
    onSubmit?.();
  };
  return (
    <Modal.Root
      opened
      centered
      onClose={onClose}
      size={size}
      radius={12}
      classNames={{ content: classes.content }}
    >
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content>
        {/* A dialog's head is no landmark: two dialogs over each other would be two banners. */}
        <Modal.Header className={classes.head} role="presentation">
          <Modal.Title className={classes.title}>{title}</Modal.Title>
          <Modal.CloseButton aria-label="Close" size={28} iconSize={16} />
        </Modal.Header>
        <Modal.Body className={classes.frame}>
          {onSubmit ? (
            <form onSubmit={submit} noValidate>
              {content}
            </form>
          ) : (
            content
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
