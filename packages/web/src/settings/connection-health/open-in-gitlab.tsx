import { Button } from '@mantine/core';
import type { Repository } from '@notelab/contract';
import { IconExternalLink } from '@tabler/icons-react';

/** Leads to the repository's page, where its members and settings are. */
export function OpenInGitLab({ repository: { webUrl, path } }: { repository: Repository }) {
  return (
    <Button
      component="a"
      href={webUrl}
      target="_blank"
      rel="noreferrer"
      variant="default"
      size="xs"
      aria-label={`Open in GitLab: ${path}`}
      rightSection={<IconExternalLink size={13} aria-hidden />}
    >
      Open in GitLab
    </Button>
  );
}
