import { dirname } from 'node:path/posix';
import { Readable } from 'node:stream';
import type { NotebookFormat } from '@notelab/contract';
import { type Notebook, toFileName } from '@notelab/notebook';
import { fail } from '../../../problem.ts';
import type { Audit } from '../../audit/audit.ts';
import type { FileEdits } from '../../projects/file-edits.ts';
import { replaceFile, storeUpload } from '../../projects/files.ts';
import type { AuthorizedProject } from '../../projects/policy.ts';
import type { Projects } from '../../projects/projects.ts';
import type { WholeFile } from '../../projects/whole-files.ts';
import type { AuthorizedNotebook } from '../authorized-notebook.ts';
import type { LiveNotebooksInside } from '../live-notebooks.ts';
import { formatOf } from './find-notebook-files.ts';
import { fileIdsOf, unpackStep } from './known-step.ts';
import { readReferences } from './live-states.ts';
import type { SourceFiles } from './source-file.ts';
import type { Sources } from './sources.ts';
import type { SourceRow } from './store.ts';
import type { WorkAside } from './work/work-aside.ts';

export type ExportNotebooks = ReturnType<typeof createExportNotebooks>;

/** Writes notebooks to files of their project, and for downloads. */
export function createExportNotebooks({
  audit,
  edits,
  projects,
  live,
  sources,
  files,
  work,
}: {
  audit: Audit;
  edits: FileEdits;
  projects: Projects;
  live: LiveNotebooksInside;
  sources: Sources;
  files: SourceFiles;
  work: WorkAside;
}) {
  /** A notebook as it leaves, and as its document holds it at that moment. */
  async function readBoth(notebook: AuthorizedNotebook): Promise<{ whole: Notebook; references: Notebook }> {
    const references = await readReferences(live, notebook.id);
    return { references, whole: await live.outputs.join(notebook.id, references) };
  }

  async function writeNew(
    notebook: Notebook,
    { id, name }: AuthorizedProject,
    format: NotebookFormat,
    outputs: boolean,
  ): Promise<string> {
    const written = { notebook, format, outputs };
    return work.run('writeNew', sizeOf(notebook), written, { id, name }, new Date().toISOString());
  }

  /** Puts a text where a file is to be. @param over the file that it was written over */
  async function put(project: AuthorizedProject, path: string, text: string, over: WholeFile | null) {
    const bytes = Buffer.from(text, 'utf8');
    const root = projects.filesOf(project.id);
    if (over?.bytes.equals(bytes)) return;
    if (over) await replaceFile(root, path, bytes, over.etag);
    else await storeUpload(root, path, Readable.from([bytes]), false);
    await edits.note(project.id, project.user.id, path);
    const folder = dirname(path);
    await projects.noteFilesChanged(project, [folder === '.' ? '' : folder]);
  }

  /**
   * Writes a notebook to its source file.
   * @param source what is known of it; `null` for a notebook that gets one now
   * @param over the file as it is now; null when there is none
   */
  async function writeToSource(
    notebook: AuthorizedNotebook,
    target: Pick<SourceRow, 'path' | 'format' | 'outputs'>,
    source: SourceRow | null,
    over: WholeFile | null,
  ): Promise<void> {
    const { path, format, outputs } = target;
    const { whole, references } = await readBoth(notebook);
    const step = source && (await unpackStep(source.inStep));
    const notebookId = source?.fileNotebookId ?? notebook.id;
    const fileIds = step ? fileIdsOf(step) : new Map<string, string>();
    const standing = over && { format, text: over.bytes.toString('utf8'), notebookId, fileIds };
    const overwritten =
      standing && (await work.run('writeOver', sizeOf(whole), whole, standing, { outputs }));
    // A file that no notebook can be read from is written anew.
    const text =
      overwritten && 'done' in overwritten
        ? overwritten.done
        : await writeNew({ ...whole, id: notebookId }, notebook.project, format, outputs);
    await put(notebook.project, path, text, over);
    const isUnchanged = text === standing?.text && over?.etag === source?.fileEtag;
    // It says what it said, in the terms that are known.
    if (isUnchanged && source && step)
      await sources.setInStep({ ...source, ...target }, { ...step, notebook: references });
    else await rememberStep(notebook, references, target, notebookId, source);
  }

  /** What was written is read back, to know how the file says what the notebook says. */
  async function rememberStep(
    notebook: AuthorizedNotebook,
    references: Notebook,
    target: Pick<SourceRow, 'path' | 'format' | 'outputs'>,
    notebookId: string,
    source: SourceRow | null,
  ): Promise<void> {
    const { path, format, outputs } = target;
    const file = await files.read(notebook.projectId, path, format);
    const part =
      format === 'ipynb'
        ? file.notebooks[0]!
        : file.notebooks.find(({ fileNotebookId }) => fileNotebookId === notebookId)!;
    const said = part.notebook;
    // The blocks were written in their order.
    const blocks = said.blocks.map((block, index) => ({
      ...block,
      id: references.blocks[index]?.id ?? block.id,
    }));
    const { keptMerge = null, mergedAt = null } = source ?? {};
    await sources.setInStep(
      {
        notebookId: notebook.id,
        projectId: notebook.projectId,
        path,
        format,
        outputs,
        fileNotebookId: part.fileNotebookId,
        fileEtag: file.etag,
        fileStamp: file.stamp,
        keptMerge,
        mergedAt,
      },
      { notebook: references, file: { ...said, blocks }, fileIds: part.fileIds },
    );
  }

  async function record(project: AuthorizedProject, subject: string, file: string): Promise<void> {
    const { workspaceId, user, name } = project;
    const details = { project: name, file };
    await audit.record({ workspaceId, actor: user, action: 'notebook-exported', subject, details });
  }

  /** Null where there is none; refused where it may not be written over. */
  async function findTarget(
    project: AuthorizedProject,
    path: string,
    format: NotebookFormat,
    overwrite: boolean,
  ): Promise<WholeFile | null> {
    if (formatOf(path) !== format) fail('path-invalid', `The name of such a file ends with “.${format}”.`);
    const over = await files.findWhole(project.id, path);
    if (over && !overwrite) fail('file-exists', `“${path}” exists already.`);
    return over;
  }

  return {
    writeToSource,
    record,

    async toFile(
      notebook: AuthorizedNotebook,
      given: { path: string; format: NotebookFormat; outputs: boolean; overwrite: boolean },
    ): Promise<boolean> {
      const { path, format, outputs, overwrite } = given;
      const { project } = notebook;
      const over = await findTarget(project, path, format, overwrite);
      const source = await sources.find(notebook.id);
      const isSource = source === null || source.path === path;
      if (isSource) await writeToSource(notebook, { path, format, outputs }, source, over);
      else {
        const { whole } = await readBoth(notebook);
        const standing = over && { format, text: over.bytes.toString('utf8'), notebookId: notebook.id };
        const done = standing && (await work.run('writeOver', sizeOf(whole), whole, standing, { outputs }));
        const text = done && 'done' in done ? done.done : await writeNew(whole, project, format, outputs);
        await put(project, path, text, over);
      }
      await record(project, notebook.name, path);
      return isSource;
    },

    async allToFile(
      project: AuthorizedProject,
      { path, outputs, overwrite }: { path: string; outputs: boolean; overwrite: boolean },
    ): Promise<void> {
      const over = await findTarget(project, path, 'deepnote', overwrite);
      await put(project, path, await writeAll(project, outputs, over), over);
      await record(project, 'all notebooks', path);
    },

    async toDownload(
      notebook: AuthorizedNotebook,
      format: NotebookFormat,
      outputs: boolean,
    ): Promise<{ fileName: string; text: string }> {
      const { whole } = await readBoth(notebook);
      const text = await writeNew(whole, notebook.project, format, outputs);
      return { fileName: `${toFileName(notebook.name)}.${format}`, text };
    },

    async allToDownload(project: AuthorizedProject, outputs: boolean) {
      return {
        fileName: `${toFileName(project.name)}.deepnote`,
        text: await writeAll(project, outputs, null),
      };
    },
  };

  async function writeAll(
    project: AuthorizedProject,
    outputs: boolean,
    over: WholeFile | null,
  ): Promise<string> {
    const notebooks: Notebook[] = [];
    for (const { id } of await live.store.list(project.id)) notebooks.push(await live.read(id));
    const original = over ? over.bytes.toString('utf8') : null;
    const size = notebooks.reduce((sum, notebook) => sum + sizeOf(notebook), 0);
    const { id, name } = project;
    return work.run(
      'writeAll',
      size,
      notebooks,
      { outputs, original },
      { id, name },
      new Date().toISOString(),
    );
  }
}

/** About how many bytes a notebook takes in a file. */
function sizeOf({ blocks }: Notebook): number {
  const inOutput = (value: unknown): number => {
    if (typeof value === 'string') return value.length;
    if (typeof value !== 'object' || value === null) return 8;
    return Object.values(value).reduce((sum: number, one) => sum + inOutput(one), 8);
  };
  return blocks.reduce((sum, { content = '', outputs }) => sum + content.length + 200 + inOutput(outputs), 0);
}
