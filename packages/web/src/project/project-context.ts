import type { Project } from '@notelab/contract';
import { createContext, useContext } from 'react';

export const ProjectContext = createContext<Project | null>(null);

/** The project of the page. */
export function useProject(): Project {
  const project = useContext(ProjectContext);
  if (!project) throw new Error('Only below the project page.');
  return project;
}
