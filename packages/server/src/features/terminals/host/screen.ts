import { SerializeAddon } from '@xterm/addon-serialize';
import headless from '@xterm/headless';
import type { Size } from './messages.ts';

/** Lines above the screen that can be scrolled back to. */
const scrollback = 10_000;

/** What a terminal shows, kept where no page is: for pages that come later, or come back. */
export interface Screen {
  draw(output: Uint8Array, onDrawn: () => void): void;
  resize(size: Size): void;
  /** All that was drawn before, as output that would draw it anew. */
  takeSnapshot(): Promise<Size & { screen: string }>;
  close(): void;
}

export function createScreen({ columns, rows }: Size): Screen {
  const terminal = new headless.Terminal({
    cols: columns,
    rows,
    scrollback,
    allowProposedApi: true,
    // It would complain at length of every byte that is no text.
    logLevel: 'off',
  });
  const serializer = new SerializeAddon();
  // The add-on was written for the terminal with a window and uses nothing of the window.
  terminal.loadAddon(serializer as unknown as Parameters<typeof terminal.loadAddon>[0]);
  return {
    draw: (output, onDrawn) => terminal.write(output, onDrawn),
    resize: (size) => terminal.resize(size.columns, size.rows),
    takeSnapshot: () =>
      new Promise((resolve) =>
        terminal.write('', () =>
          resolve({ columns: terminal.cols, rows: terminal.rows, screen: serializer.serialize() }),
        ),
      ),
    close: () => terminal.dispose(),
  };
}
