import { expect, test } from 'vitest';
import { imageSource, isImagePath } from './image-source.ts';

test('a picture comes as base64, a drawing as text', () => {
  expect(imageSource('figures/roc.PNG', 'iVBORw0KGgo=')).toBe('data:image/png;base64,iVBORw0KGgo=');
  expect(imageSource('logo.svg', '<svg/>')).toBe('data:image/svg+xml;charset=utf-8,%3Csvg%2F%3E');
  expect(imageSource('page.html', '<p>')).toBeNull();
});

test('pictures are known by their ending', () => {
  expect(isImagePath('figures/roc.JPEG')).toBe(true);
  expect(isImagePath('figures/roc.csv')).toBe(false);
});
