import { Radio, useMantineColorScheme } from '@mantine/core';
import { Page } from '../theme/page.tsx';
import classes from './appearance.module.css';

const choices = [
  { value: 'auto', label: 'As the system', detail: 'Follows your system’s light and dark setting.' },
  { value: 'light', label: 'Light', detail: 'Always light.' },
  { value: 'dark', label: 'Dark', detail: 'Always dark.' },
] as const;

/** Light or dark, on this device. */
export function Appearance() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Page title="Appearance" lead="Kept in this browser." narrow>
      <Radio.Group
        value={colorScheme}
        onChange={(value) => setColorScheme(value as (typeof choices)[number]['value'])}
        aria-label="Colours"
      >
        <div className={classes.choices}>
          {choices.map(({ value, label, detail }) => (
            <Radio.Card key={value} value={value} className={classes.choice} aria-label={label}>
              <Radio.Indicator size="xs" />
              <span>
                <span className={classes.label}>{label}</span>
                <span className={classes.detail}>{detail}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
    </Page>
  );
}
