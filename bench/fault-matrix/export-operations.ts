import { createNotebook, previewExport, runExport, saveExport } from '@notelab/contract';
import { askGitLab, type Ground, inProject, problemOf, refusalOf } from './ground.ts';
import type { Operation } from './operations.ts';
import { must } from './workspace-operations.ts';

async function addNotebook(ground: Ground, name: string): Promise<void> {
  const { id: repositoryId } = ground.repository;
  const body = {
    repositoryId,
    branch: 'main',
    path: 'exported',
    formats: ['ipynb' as const],
    outputs: false,
  };
  await ground.person.call(saveExport, { ...inProject(ground), body: { ...body, automatic: false } });
  await ground.person.call(createNotebook, { ...inProject(ground), body: { name } });
}

export const exportOperations: Operation[] = [
  {
    name: 'preview an export',
    kind: 'read',
    async arrange(ground, number) {
      await addNotebook(ground, `Preview ${number}`);
      let files: string[] = [];
      return {
        act: () =>
          refusalOf(ground.person.call(previewExport, inProject(ground)), (preview) => {
            files = preview.files.map(({ path }) => path);
            return null;
          }),
        check: async () => must(files.includes(`exported/Preview ${number}.ipynb`), `it names ${files}`),
      };
    },
  },
  {
    name: 'export notebooks',
    kind: 'write',
    async arrange(ground, number) {
      await addNotebook(ground, `Export ${number}`);
      const message = `Export number ${number}`;
      return {
        act: () =>
          problemOf(
            ground.person,
            ground.person.call(runExport, { ...inProject(ground), body: { message } }),
          ),
        async check() {
          const subjects = (await askGitLab(ground, 'log', '--format=%s', 'main')).split('\n');
          must(
            subjects.filter((subject) => subject === message).length === 1,
            `GitLab has ${subjects.slice(0, 5)}`,
          );
          await askGitLab(ground, 'show', `main:exported/Export ${number}.ipynb`);
        },
      };
    },
  },
];
