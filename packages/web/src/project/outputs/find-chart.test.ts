import { expect, test } from 'vitest';
import { toRichOutput } from './rich-output.ts';

const shown = (data: object) => toRichOutput({ output_type: 'display_data', metadata: {}, data });

test('charts are taken as data; the page with scripts beside it is not shown', () => {
  expect(
    shown({
      'application/vnd.plotly.v1+json': { data: [{ y: [1] }], layout: { height: 300 }, config: { x: 1 } },
      'text/html': '<script>Plotly.newPlot()</script>',
      'text/plain': 'Figure()',
    }),
  ).toEqual({
    kind: 'chart',
    chart: { library: 'plotly', content: { data: [{ y: [1] }], layout: { height: 300 } } },
    otherwise: { kind: 'text', text: 'Figure()', isStderr: false },
  });
  expect(shown({ 'application/vnd.vega.v6+json': { marks: [] } })).toMatchObject({
    chart: { library: 'vega', content: { spec: { marks: [] }, mode: 'vega' } },
  });
});

test('what only claims to be a chart is not one', () => {
  expect(shown({ 'application/vnd.plotly.v1+json': { data: 'x' }, 'text/plain': 'Figure()' })).toMatchObject({
    kind: 'other',
    text: 'Figure()',
  });
  expect(shown({ 'application/vnd.vegalite.v5+json': 'x' })).toMatchObject({ kind: 'other' });
});

test('a chart of Altair is found in the page with a script that it writes', () => {
  const html = (spec: string) =>
    `<div id="altair-viz-1"></div>\n<script>\n(function(spec, embedOpt){\n  vegaEmbed("#x", spec, embedOpt);\n` +
    `})(${spec}, {"mode": "vega-lite"});\n</script>`;
  expect(
    shown({ 'text/html': html('{"mark": "bar", "title": "a, {b})"}'), 'text/plain': 'Chart' }),
  ).toMatchObject({
    kind: 'chart',
    chart: { content: { spec: { mark: 'bar', title: 'a, {b})' }, mode: 'vega-lite' } },
    otherwise: { text: 'Chart' },
  });
  expect(shown({ 'text/html': html('spec()') })).toMatchObject({ kind: 'html' });
});
