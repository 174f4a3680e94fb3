import { expect, test } from 'vitest';
import { createUploadQueue, type UploadFile } from './upload-queue.ts';

const upload = (name: string, folder = ''): UploadFile => ({ file: new File(['12345'], name), folder });
const idle = (queue: ReturnType<typeof createUploadQueue>) =>
  expect.poll(() => queue.progress().current, { interval: 2 }).toBeNull();

test('files are sent one after the other, and their folders are told', async () => {
  const sent: string[] = [];
  const stored: string[] = [];
  const queue = createUploadQueue(
    async ({ file }) => {
      sent.push(file.name);
      return 'stored';
    },
    (folder) => stored.push(folder),
  );
  queue.add([upload('a'), upload('b', 'data')]);
  expect(queue.progress()).toMatchObject({ fileCount: 2, totalBytes: 10, current: 'a' });
  await idle(queue);
  expect(sent).toEqual(['a', 'b']);
  expect(stored).toEqual(['', 'data']);
});

test('a file that is there already waits for a decision, and is sent over it when told to', async () => {
  const overwritten: string[] = [];
  const queue = createUploadQueue(
    async ({ file }, { overwrite }) => {
      if (file.name === 'there' && !overwrite) return 'exists';
      if (overwrite) overwritten.push(file.name);
      return 'stored';
    },
    () => {},
  );
  queue.add([upload('there'), upload('new')]);
  await idle(queue);
  expect(queue.progress().existing.map(({ file }) => file.name)).toEqual(['there']);
  queue.replaceExisting();
  await idle(queue);
  expect(overwritten).toEqual(['there']);
  expect(queue.progress().existing).toEqual([]);
});

test('a failed file does not stop the others and can be tried again', async () => {
  let works = false;
  const sent: string[] = [];
  const queue = createUploadQueue(
    async ({ file }) => {
      if (file.name === 'bad' && !works) throw new Error('full');
      sent.push(file.name);
      return 'stored';
    },
    () => {},
  );
  queue.add([upload('bad'), upload('good')]);
  await idle(queue);
  expect(sent).toEqual(['good']);
  expect(queue.progress().failed).toHaveLength(1);
  works = true;
  queue.retryFailed();
  await idle(queue);
  expect(sent).toEqual(['good', 'bad']);
});

test('cancelling stops the present file and forgets the rest', async () => {
  const sent: string[] = [];
  const queue = createUploadQueue(
    ({ file }, { signal }) =>
      new Promise((_, reject) => {
        sent.push(file.name);
        signal.addEventListener('abort', () => reject(new Error('aborted')));
      }),
    () => {},
  );
  queue.add([upload('a'), upload('b')]);
  queue.cancel();
  await idle(queue);
  expect(sent).toEqual(['a']);
  expect(queue.progress()).toMatchObject({ fileCount: 0, failed: [] });
});
