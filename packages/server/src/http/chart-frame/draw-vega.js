/* global vegaEmbed, showChart */
showChart(async (place, { spec, mode }, refuse) => {
  const { usermeta: _, ...own } = spec;
  await vegaEmbed(place, own, {
    mode,
    actions: { export: true, source: false, compiled: false, editor: false },
    // Expressions are interpreted: the policy of this page allows no program to be made of text.
    ast: true,
    tooltip: { theme: 'light' },
    loader: {
      load: (address) => keepOut(address),
      sanitize: (address) =>
        /^data:image\//i.test(address) ? Promise.resolve({ href: address }) : keepOut(address),
      http: (address) => keepOut(address),
      file: (address) => keepOut(address),
    },
  });

  nameParts(place);

  function keepOut(address) {
    refuse(address);
    return Promise.reject(new Error(`Not loaded: ${address}`));
  }
});

/** For screen readers: the library leaves these without names. */
function nameParts(place) {
  place.querySelector('summary')?.setAttribute('aria-label', 'Save this chart');
  for (const drawing of place.querySelectorAll('svg[role], svg [role], canvas'))
    if (!drawing.getAttribute('aria-label')) drawing.setAttribute('aria-label', 'Chart');
}
