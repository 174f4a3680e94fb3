import { useLocalStorage } from '@mantine/hooks';

/** Whether terminals tell screen readers what they print; kept in this browser, as it costs speed. */
export function useScreenReaderMode(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useLocalStorage({
    key: 'notelab.screen-reader-mode',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  return [on === true, setOn];
}
