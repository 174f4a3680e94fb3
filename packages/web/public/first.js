// Runs before everything else, from a file because the content security policy allows no inline script.

// The page is painted in the right colours from the start.
(() => {
  const chosen = localStorage.getItem('notelab.color-scheme');
  const dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();

// zod would try `new Function` once, which the policy refuses and the console reports.
globalThis.__zod_globalConfig = { jitless: true };
