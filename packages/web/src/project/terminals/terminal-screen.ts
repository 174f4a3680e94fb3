import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import { coloursOn, matchColours } from './terminal-colours.ts';
import type { DrawingSurface, TerminalSize } from './terminal-connection.ts';
import { type TerminalKey, terminalKeyOf } from './terminal-keys.ts';
import { linkPattern, mayFollow } from './terminal-links.ts';

interface TerminalScreenOptions {
  /** Must be visible: letters are measured in it. */
  container: HTMLElement;
  /** Typed, pasted, or asked for by a program. */
  onInput: (data: string) => void;
  /** A key or a paste while typing is not allowed. */
  onInVain: () => void;
  onKey: (key: TerminalKey) => void;
  onMatches: (matches: Matches) => void;
  /** After `redraw`, when it is done: the size may be another than the room asks for. */
  onRedrawn: () => void;
}

export interface Matches {
  count: number;
  /** From 1; 0 while none is chosen. */
  current: number;
}

export interface TerminalScreen extends DrawingSurface {
  /** Takes as many columns and rows as there is room for; null while it is not visible. */
  fill(): TerminalSize | null;
  /** Keeps columns and rows, in letters small enough for the width, down to what can be read. */
  follow(): void;
  allowTyping(allowed: boolean): void;
  describe(label: string, descriptionId: string): void;
  readAloud(on: boolean): void;
  focus(): void;
  find(text: string, direction: 'next' | 'previous'): void;
  endSearch(): void;
  dispose(): void;
}

const fontFamily = '"JetBrains Mono Variable", ui-monospace, monospace';
const fontSize = 13;
const smallestFontSize = 9;
/** What the scroll bar takes from the width. */
const scrollBarWidth = 14;

/** Waits for the typeface, as xterm.js measures letters once. */
export async function loadTerminalFont(): Promise<void> {
  await Promise.all(
    ['', 'bold '].map((weight) => document.fonts.load(`${weight}${fontSize}px ${fontFamily}`)),
  );
}

/** One terminal's screen: xterm.js with what Notelab adds to it. */
export function createTerminalScreen(options: TerminalScreenOptions): TerminalScreen {
  const { container, onInput, onInVain, onKey, onMatches, onRedrawn } = options;
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: false,
    cursorInactiveStyle: 'outline',
    disableStdin: true,
    fontFamily,
    fontSize,
    lineHeight: 1.25,
    // It would complain at length of every byte that is no text.
    logLevel: 'off',
    linkHandler: { activate: (_event, address) => openLink(address), hover: showAddress, leave: hideAddress },
    macOptionClickForcesSelection: true,
    minimumContrastRatio: 4.5,
    overviewRuler: { width: scrollBarWidth },
    scrollback: 10_000,
    theme: coloursOn(container),
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  terminal.loadAddon(fit);
  terminal.loadAddon(search);
  terminal.loadAddon(new WebLinksAddon((_event, address) => openLink(address), { urlRegex: linkPattern }));
  terminal.open(container);

  function showAddress(_event: MouseEvent, address: string) {
    container.title = address;
  }
  function hideAddress() {
    container.removeAttribute('title');
  }

  terminal.attachCustomKeyEventHandler((event) => {
    const key = terminalKeyOf(event);
    if (!key) return true;
    // The browser's own paste reaches the terminal as long as nobody prevents it.
    if (key === 'paste' || key === 'toggle') return false;
    event.preventDefault();
    if (event.type !== 'keydown') return false;
    // The clipboard API is there on https only; this works everywhere.
    if (key === 'copy') document.execCommand('copy');
    else onKey(key);
    return false;
  });
  terminal.onData(onInput);
  terminal.onKey(() => {
    if (terminal.options.disableStdin) onInVain();
  });
  const onPaste = () => {
    if (terminal.options.disableStdin) onInVain();
  };
  container.addEventListener('paste', onPaste, true);
  search.onDidChangeResults(({ resultCount, resultIndex }) => {
    onMatches({ count: resultCount, current: resultIndex + 1 });
  });

  const setFontSize = (size: number) => {
    if (terminal.options.fontSize !== size) terminal.options.fontSize = size;
  };

  const screenBox = () => container.querySelector('.xterm-screen')?.getBoundingClientRect();
  const follow = () => {
    container.style.overflow = 'auto';
    const box = screenBox();
    if (!box?.width || !container.clientWidth) return;
    const room = (container.clientWidth - scrollBarWidth) / box.width;
    const fitting = Math.floor(2 * room * (terminal.options.fontSize ?? fontSize)) / 2;
    setFontSize(Math.min(fontSize, Math.max(smallestFontSize, fitting)));
    showCursor();
  };
  /** A screen that is higher than the room there is keeps the line in view where something happens. */
  const showCursor = () => {
    const box = screenBox();
    if (!box || container.style.overflow === 'hidden') return;
    const line = box.height / terminal.rows;
    const top = terminal.buffer.active.cursorY * line;
    const { scrollTop, clientHeight } = container;
    container.scrollTop = Math.min(top, Math.max(scrollTop, top + line - clientHeight));
  };
  terminal.onWriteParsed(showCursor);

  return {
    redraw({ columns, rows, screen }) {
      // In the stream, so that output that still waits is drawn before it is forgotten.
      terminal.write('\x1bc', () => terminal.resize(columns, rows));
      terminal.write(screen, onRedrawn);
    },
    write: (output, onDrawn) => terminal.write(output, onDrawn),
    resize({ columns, rows }) {
      terminal.write('', () => {
        terminal.resize(columns, rows);
        follow();
      });
    },
    fill() {
      container.style.overflow = 'hidden';
      container.scrollTop = 0;
      setFontSize(fontSize);
      fit.fit();
      return fit.proposeDimensions() ? { columns: terminal.cols, rows: terminal.rows } : null;
    },
    follow,
    allowTyping(allowed) {
      terminal.options.disableStdin = !allowed;
    },
    describe(label, descriptionId) {
      terminal.textarea?.setAttribute('aria-label', label);
      terminal.textarea?.setAttribute('aria-describedby', descriptionId);
    },
    readAloud(on) {
      terminal.options.screenReaderMode = on;
    },
    focus: () => terminal.focus(),
    find(text, direction) {
      const options = { decorations: matchColours };
      if (direction === 'next') search.findNext(text, options);
      else search.findPrevious(text, options);
    },
    endSearch: () => search.clearDecorations(),
    dispose() {
      container.removeEventListener('paste', onPaste, true);
      terminal.dispose();
    },
  };
}

function openLink(address: string): void {
  if (mayFollow(address)) window.open(address, '_blank', 'noopener');
}
