import { Menu } from '@mantine/core';
import { useRunActions } from './run-context.tsx';

/** What of the kernel is in a block's menu. */
export function RunMenuItems({ id }: { id: string }) {
  const { runAbove, runBelow, clearOutputs } = useRunActions();
  return (
    <>
      <Menu.Item onClick={() => runAbove(id)}>Run all above</Menu.Item>
      <Menu.Item onClick={() => runBelow(id)}>Run this and below</Menu.Item>
      <Menu.Item onClick={() => clearOutputs([id])}>Clear output</Menu.Item>
      <Menu.Divider />
    </>
  );
}
