import {
  Anchor,
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Input,
  Loader,
  type MantineColorsTuple,
  Menu,
  Modal,
  Notification,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core';

/**
 * Shade 6 fills buttons in the light scheme. It is a little deeper than the accent (#e2531f) because white
 * 13 px text on the accent itself has a contrast of 3.8:1, below the 4.5:1 of WCAG AA.
 */
const accent: MantineColorsTuple = [
  '#fff1eb',
  '#fde0d4',
  '#fbbfa8',
  '#ff9f78',
  '#ff8b5c',
  '#ff7a45',
  '#cf4817',
  '#bf3f0f',
  '#9c330c',
  '#7a280a',
];
const danger: MantineColorsTuple = [
  '#fdecef',
  '#fbd5db',
  '#f6a9b5',
  '#fb7b8d',
  '#f2637a',
  '#fb7b8d',
  '#c01f3c',
  '#a81832',
  '#8c1229',
  '#6f0d20',
];

const gray: MantineColorsTuple = [
  '#f7f7f8',
  '#efeff1',
  '#e8e8eb',
  '#e4e4e7',
  '#cfcfd4',
  '#a1a1a9',
  '#6b6b75',
  '#52525b',
  '#33333a',
  '#18181b',
];
const dark: MantineColorsTuple = [
  '#f4f4f5',
  '#b4b4bd',
  '#94949f',
  '#6b6b75',
  '#45454c',
  '#27272b',
  '#1c1c1f',
  '#161618',
  '#121214',
  '#0c0c0e',
];

/** Text on filled colours differs between the schemes, which Mantine's own resolver does not know. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  if (input.variant !== 'filled') return colors;
  if (input.color === 'danger') {
    return { ...colors, color: 'var(--nl-on-danger)', hover: 'var(--nl-danger-hover)' };
  }
  if (!input.color || input.color === 'accent') {
    return { ...colors, color: 'var(--nl-on-accent)', hover: 'var(--nl-accent-hover)' };
  }
  return colors;
};

export const theme = createTheme({
  fontFamily: 'var(--nl-font)',
  fontFamilyMonospace: 'var(--nl-font-mono)',
  fontSizes: { xs: '11px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.4', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.5' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '22px', lineHeight: '1.3' },
      h2: { fontSize: '15px', lineHeight: '1.4' },
      h3: { fontSize: '13px', lineHeight: '1.5' },
    },
  },
  colors: { accent, danger, gray, dark },
  variantColorResolver,
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  respectReducedMotion: true,
  defaultRadius: '7px',
  cursorType: 'pointer',
  components: {
    Button: Button.extend({
      vars: (_theme, { size }) => ({
        root:
          size === 'xs' || size === 'compact-sm'
            ? { '--button-height': '28px', '--button-padding-x': '9px', '--button-fz': '12px' }
            : { '--button-height': '32px', '--button-padding-x': '12px', '--button-fz': '13px' },
      }),
      styles: { root: { fontWeight: 500 } },
    }),
    Input: Input.extend({ vars: () => ({ wrapper: { '--input-height': '34px', '--input-fz': '13px' } }) }),
    // A name is heard only of what has a role.
    Loader: Loader.extend({ defaultProps: { role: 'status' } }),
    InputWrapper: Input.Wrapper.extend({
      styles: {
        label: { fontWeight: 550, marginBottom: 5 },
        description: { color: 'var(--nl-text-dim)', fontSize: 12, marginTop: 5 },
        error: { fontSize: 12, color: 'var(--nl-conflict)' },
      },
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
    }),
    Modal: Modal.extend({
      defaultProps: { centered: true, radius: 12, overlayProps: { backgroundOpacity: 0.45 } },
    }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', radius: 9, withInitialFocusPlaceholder: false } }),
    Notification: Notification.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close this notice' } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, withArrow: false } }),
    Anchor: Anchor.extend({ styles: { root: { color: 'var(--nl-accent-text)' } } }),
  },
});

const shared = {
  '--mantine-color-body': 'var(--nl-surface)',
  '--mantine-color-text': 'var(--nl-text)',
  '--mantine-color-dimmed': 'var(--nl-text-dim)',
  '--mantine-color-placeholder': 'var(--nl-text-dim)',
  '--mantine-color-default': 'var(--nl-surface-raised)',
  '--mantine-color-default-hover': 'var(--nl-hover)',
  '--mantine-color-default-color': 'var(--nl-text)',
  '--mantine-color-default-border': 'var(--nl-border)',
  '--mantine-color-anchor': 'var(--nl-accent-text)',
  '--mantine-color-error': 'var(--nl-conflict)',
  '--mantine-primary-color-filled-hover': 'var(--nl-accent-hover)',
};

/** Gives Mantine's own surfaces and texts Notelab's colours in both schemes. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  // Menus take this shade in both schemes.
  dark: { ...shared, '--mantine-color-danger-6': 'var(--nl-conflict)' },
});
