import { ActionIcon, Menu } from '@mantine/core';
import { IconBrandGitlab, IconFilePlus, IconFolderPlus, IconPlus, IconUpload } from '@tabler/icons-react';
import { useDialogs } from '../dialogs-context.ts';

interface AddToFilesMenuProps {
  onAdd: (kind: 'file' | 'folder' | 'upload', folder: string) => void;
}

/** The “+” beside Files. */
export function AddToFilesMenu({ onAdd }: AddToFilesMenuProps) {
  const { show } = useDialogs();
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon variant="default" size={22} radius={6} aria-label="Add to files" title="Add to files">
          <IconPlus size={13} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconFilePlus size={15} />} onClick={() => onAdd('file', '')}>
          New file
        </Menu.Item>
        <Menu.Item leftSection={<IconFolderPlus size={15} />} onClick={() => onAdd('folder', '')}>
          New folder
        </Menu.Item>
        <Menu.Item leftSection={<IconUpload size={15} />} onClick={() => onAdd('upload', '')}>
          Upload files
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconBrandGitlab size={15} />}
          onClick={() => show({ kind: 'connect-repository' })}
        >
          Connect a GitLab repository
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
