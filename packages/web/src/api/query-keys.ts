/** Keys that events reach on every page, apart from their queries, which come with the pages that ask them. */
export const healthKey = (workspaceId: string) => ['health', workspaceId];
export const kernelsKey = (projectId: string) => ['kernels', projectId];
