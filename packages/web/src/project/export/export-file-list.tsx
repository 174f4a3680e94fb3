import { UnstyledButton } from '@mantine/core';
import type { ExportFile } from '@notelab/contract';
import { Chip } from '../../theme/chip.tsx';
import { nameOf } from '../paths.ts';
import classes from './export-dialog.module.css';
import { changeWords } from './export-words.ts';

interface ExportFileListProps {
  files: ExportFile[];
  shown: string | null;
  onShow: (path: string) => void;
}

/** The files that an export would change, and those that it leaves alone. */
export function ExportFileList({ files, shown, onShow }: ExportFileListProps) {
  return (
    <ul className={classes.files} aria-label="Files">
      {files.map(({ path, change }) => {
        const { word, tone } = changeWords[change];
        return (
          <li key={path}>
            <UnstyledButton
              className={classes.file}
              aria-current={path === shown || undefined}
              title={path}
              onClick={() => onShow(path)}
            >
              <span className={classes.fileName}>{nameOf(path)}</span>
              <Chip tone={tone}>{word}</Chip>
            </UnstyledButton>
          </li>
        );
      })}
    </ul>
  );
}
