// Runs before the first paint, from a file because the content security policy allows no inline script.
(() => {
  const chosen = localStorage.getItem('notelab.color-scheme');
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
