/* global Plotly, showChart */
const defaultHeight = 450;

showChart(async (place, { data, layout, frames }) => {
  const { width, height = defaultHeight, ...look } = layout ?? {};
  await Plotly.newPlot(
    place,
    data ?? [],
    { ...look, height, ...(width ? { width } : { autosize: true }) },
    // Of the chart's own configuration nothing counts: it can name servers to send charts to.
    { responsive: !width, displaylogo: false },
  );
  if (Array.isArray(frames) && frames.length > 0) await Plotly.addFrames(place, frames);
});
