import { dataFolders } from './config.ts';
import { endAccess, followDeletions } from './context/end-access.ts';
import { buildGitLab, type GitLabServices } from './context/gitlab.ts';
import { buildNews, type NewsServices } from './context/news.ts';
import { buildPeople, type People } from './context/people.ts';
import { buildProjects, type ProjectServices } from './context/projects.ts';
import { buildResults, type ResultServices } from './context/results.ts';
import type { Start } from './context/start.ts';
import { buildWork, type WorkServices } from './context/work.ts';
import { loadInstallationKey } from './installation-key.ts';

/** Every service of one running Notelab, each built once, lower tiers first. */
export interface Context
  extends Pick<Start, 'config' | 'log' | 'publicUrl'>,
    People,
    GitLabServices,
    ProjectServices,
    WorkServices,
    NewsServices,
    ResultServices {
  /** Closes the services in the reverse order of their making. */
  close(): Promise<void>;
}

/** Builds every service; when one cannot be built, those before it are closed again. */
export async function createContext(
  options: Pick<Start, 'config' | 'log' | 'publicUrl' | 'databaseLocation'>,
): Promise<Context> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const { config, log, publicUrl } = options;
    const folders = dataFolders(config.dataDir);
    const key = loadInstallationKey({ secretKey: config.secretKey, keyFile: folders.keyFile });
    const start: Start = { ...options, folders, key, onClose: (closer) => void closers.push(closer) };

    const people = await buildPeople(start);
    const gitlab = await buildGitLab(start, people);
    const projects = await buildProjects(start, people, gitlab);
    const work = await buildWork(start, people, gitlab, projects);
    const news = buildNews(start, people, gitlab, work);
    const results = await buildResults(start, people, gitlab, projects, work);

    const services = {
      config,
      log,
      publicUrl,
      ...people,
      ...gitlab,
      ...projects,
      ...work,
      ...news,
      ...results,
    };
    followDeletions(services);
    endAccess(services);
    await services.automaticExports.begin();
    return { ...services, close };
  } catch (error) {
    await close();
    throw error;
  }
}
