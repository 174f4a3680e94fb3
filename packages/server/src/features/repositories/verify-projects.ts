import type { GitLabClient, GitLabProject } from '@notelab/gitlab';
import { fail, ProblemError } from '../../problem.ts';

const developer = 30;
const atOnce = 5;

/**
 * Looks the GitLab projects up as the admin who connects them, and makes sure that this admin is at least
 * Developer in each: what people pick is theirs to share. Throws `gitlab-forbidden` with the ones that are not.
 */
export async function verifyProjects(client: GitLabClient, gitlabIds: number[]): Promise<GitLabProject[]> {
  const found: GitLabProject[] = [];
  const refused: string[] = [];
  for (let start = 0; start < gitlabIds.length; start += atOnce) {
    await Promise.all(
      gitlabIds.slice(start, start + atOnce).map(async (id) => {
        const project = await findProject(client, id);
        if (project && (await isDeveloperOf(client, project))) found.push(project);
        else refused.push(project?.path ?? `#${id}`);
      }),
    );
  }
  if (refused.length > 0)
    fail(
      'gitlab-forbidden',
      refused.length === 1
        ? `Your GitLab account is not at least Developer in ${refused[0]}.`
        : `Your GitLab account is not at least Developer in ${refused.length} of these repositories.`,
      { files: refused.slice(0, 200) },
    );
  return found;
}

async function findProject(client: GitLabClient, id: number): Promise<GitLabProject | null> {
  try {
    return await client.getProject(id);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'gitlab-not-found') return null;
    throw error;
  }
}

/** GitLab's own answer: access through invited groups shows only in lists, not in the project's fields. */
async function isDeveloperOf(client: GitLabClient, { id, path }: GitLabProject): Promise<boolean> {
  let page: number | null = 1;
  while (page !== null) {
    const answer = await client.listProjects({
      search: path,
      minAccessLevel: developer,
      perPage: 100,
      page,
    });
    if (answer.projects.some((project) => project.id === id)) return true;
    page = answer.nextPage;
  }
  return false;
}
