import { Button } from '@mantine/core';
import type { FileContent } from '@notelab/contract';
import { lazy, Suspense, useState } from 'react';
import { Dialog } from '../../theme/dialog.tsx';
import { notifyDone } from '../../theme/notify.ts';
import { nameOf } from '../paths.ts';
import { copyText } from './copy-text.ts';
import classes from './file-view.module.css';
import type { TextFile } from './use-text-file.ts';

const TextDiff = lazy(() => import('../diff/text-diff.tsx').then(({ TextDiff }) => ({ default: TextDiff })));

interface OwnTextNoticeProps {
  file: FileContent;
  textFile: TextFile;
  /** The file was deleted or renamed; otherwise it was changed. */
  isGone: boolean;
}

/** Somebody else changed or removed a file that has unsaved text here. Nothing of the text is lost. */
export function OwnTextNotice({ file, textFile, isGone }: OwnTextNoticeProps) {
  const [comparing, setComparing] = useState(false);
  const close = () => setComparing(false);
  const copy = async () => {
    const how = await copyText(textFile.text, file.path);
    notifyDone(how === 'copied' ? 'Your text is on the clipboard' : 'Your text was saved as a download');
  };
  return (
    <div className={classes.notice} role="alert">
      <p className={classes.noticeTitle}>
        {isGone ? 'This file is gone from the project' : 'The file has changed on disk meanwhile'}
      </p>
      <p>
        {isGone
          ? 'Somebody deleted or renamed it, or a git action took it away. Your text is still here.'
          : 'Somebody else, or a git action, wrote it while you were editing. Your text is still here.'}
      </p>
      <div className={classes.noticeActions}>
        {isGone ? null : (
          <>
            <Button size="xs" variant="default" onClick={() => setComparing(true)}>
              Compare
            </Button>
            <Button size="xs" variant="default" onClick={textFile.takeTheirs}>
              Reload
            </Button>
          </>
        )}
        <Button size="xs" variant="default" loading={textFile.isSaving} onClick={textFile.overwrite}>
          {isGone ? 'Save it again' : 'Overwrite with my text'}
        </Button>
        <Button size="xs" variant="default" onClick={copy}>
          Copy my text
        </Button>
      </div>
      {comparing ? (
        <Dialog
          title={`${nameOf(file.path)}: on disk, and your text`}
          onClose={close}
          size={1100}
          flush
          footer={
            <Button variant="default" onClick={close}>
              Close
            </Button>
          }
        >
          <div className={classes.compare}>
            <Suspense>
              <TextDiff path={file.path} before={file.text ?? ''} after={textFile.text} mode="side-by-side" />
            </Suspense>
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
