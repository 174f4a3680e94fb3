/* Runs in the frame in which charts are drawn: takes a chart from the page around it, and says how high it is. */
// biome-ignore lint/correctness/noUnusedVariables: the scripts of the libraries call it
function showChart(draw) {
  const parentPage = window.parent;
  const tell = (message) => parentPage.postMessage(message, '*');
  const chart = document.getElementById('chart');
  const refuse = (address) => tell({ refused: String(address).slice(0, 500) });

  addEventListener('message', async ({ source, data }) => {
    if (source !== parentPage) return;
    try {
      await draw(chart, data.chart, refuse);
      tell({ drawn: true });
    } catch (error) {
      tell({ problem: String(error?.message ?? error).slice(0, 1000) });
    }
  });
  // What the policy of this page keeps a chart from loading.
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => {
    if (/^https?:/.test(blockedURI)) refuse(blockedURI);
  });
  new ResizeObserver(() =>
    tell({ height: Math.ceil(document.documentElement.getBoundingClientRect().height) }),
  ).observe(document.documentElement);
  tell({ ready: true });
}
