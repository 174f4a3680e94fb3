import { expect, test } from 'vitest';
import { factsOfBlock } from './block-facts.ts';

test('an input is told by its label, its variable and its value', () => {
  const metadata = {
    deepnote_input_label: 'Horizon',
    deepnote_variable_name: 'days',
    deepnote_variable_value: '90',
    deepnote_slider_min_value: 0,
    deepnote_slider_max_value: 365,
  };
  expect(factsOfBlock('input-slider', metadata)).toMatchObject({
    title: 'Slider',
    heading: 'Horizon',
    facts: [
      ['Variable', 'days'],
      ['Value', '90'],
      ['From', '0'],
      ['To', '365'],
    ],
  });
});

test('a chart says of which kind it is, and a kind of tomorrow by its name', () => {
  const metadata = { deepnote_visualization_spec: { layer: [{ mark: { color: 'red', type: 'bar' } }] } };
  expect(factsOfBlock('visualization', metadata).facts).toEqual([['Kind of chart', 'bar']]);
  expect(factsOfBlock('hologram', {}).title).toBe('Block of the kind “hologram”');
});
