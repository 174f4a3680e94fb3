/** A name for an integration: the repository's last path segment as words (`sales_data-2` → `Sales data 2`). */
export function defaultIntegrationName(repositoryPath: string): string {
  const segment = repositoryPath.slice(repositoryPath.lastIndexOf('/') + 1);
  const words =
    segment
      .split(/[-_.]+/)
      .filter(Boolean)
      .join(' ') || segment;
  return (words.charAt(0).toUpperCase() + words.slice(1)).slice(0, 100);
}
