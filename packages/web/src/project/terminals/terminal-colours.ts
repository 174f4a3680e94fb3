import type { ITheme } from '@xterm/xterm';

/** The colours that programs choose from, made for the terminal's dark surface. */
const palette: ITheme = {
  black: '#45454c',
  red: '#fb7b8d',
  green: '#4ade80',
  yellow: '#f2c12e',
  blue: '#93b4ff',
  magenta: '#d8a4f5',
  cyan: '#5fd7e0',
  white: '#d4d4d8',
  brightBlack: '#94949f',
  brightRed: '#fd97a5',
  brightGreen: '#86efac',
  brightYellow: '#fde68a',
  brightBlue: '#b8ceff',
  brightMagenta: '#e9c8ff',
  brightCyan: '#a5f0f5',
  brightWhite: '#ffffff',
};

/** The palette on the colours of the surface that an element lies on. */
export function coloursOn(element: Element): ITheme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    ...palette,
    background: token('--nl-surface'),
    foreground: token('--nl-text'),
    cursor: token('--nl-text'),
    cursorAccent: token('--nl-surface'),
    selectionBackground: '#3b4a72',
    selectionInactiveBackground: '#33333a',
    overviewRulerBorder: token('--nl-surface'),
    scrollbarSliderBackground: '#45454c99',
    scrollbarSliderHoverBackground: '#6b6b7599',
    scrollbarSliderActiveBackground: '#94949f99',
  };
}

/** Matches of a search. */
export const matchColours = {
  matchBackground: '#5b4708',
  matchOverviewRuler: '#f2c12e',
  activeMatchBackground: '#a34a07',
  activeMatchBorder: '#ff7a45',
  activeMatchColorOverviewRuler: '#ff7a45',
};
