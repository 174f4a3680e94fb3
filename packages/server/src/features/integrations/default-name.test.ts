import { expect, it } from 'vitest';
import { defaultIntegrationName } from './default-name.ts';

it.each([
  ['acme/analytics', 'Analytics'],
  ['acme/platform/forecasting', 'Forecasting'],
  ['acme/sales_data-2', 'Sales data 2'],
  ['acme/.github', 'Github'],
  ['acme/---', '---'],
])('names an integration of %s “%s”', (path, name) => {
  expect(defaultIntegrationName(path)).toBe(name);
});
