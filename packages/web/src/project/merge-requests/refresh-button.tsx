import { ActionIcon } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';

interface RefreshButtonProps {
  label: string;
  busy: boolean;
  onClick: () => Promise<void>;
}

export function RefreshButton({ label, busy, onClick }: RefreshButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={24}
      aria-label={label}
      title={label}
      loading={busy}
      onClick={() => void onClick()}
    >
      <IconRefresh size={14} aria-hidden />
    </ActionIcon>
  );
}
