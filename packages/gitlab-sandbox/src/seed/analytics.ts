import { customersCsv } from './analytics-customers.ts';
import { explore, model } from './analytics-notebooks.ts';
import * as pkg from './analytics-package.ts';
import type { SeedCommit } from './fast-import.ts';
import { dev, mara } from './people.ts';

/** `acme/analytics`: main, dev and feature/churn-v2. */
export const analyticsHistory: SeedCommit[] = [
  {
    branch: 'main',
    author: mara,
    date: '2026-09-01T09:12:00+02:00',
    message: 'Start the analytics repository',
    files: { 'README.md': pkg.readme, '.gitignore': pkg.gitignore, 'pyproject.toml': pkg.pyproject },
  },
  {
    branch: 'main',
    author: dev,
    date: '2026-09-03T14:40:00+02:00',
    message: 'Add customers of the third quarter',
    files: { 'data/customers.csv': customersCsv() },
  },
  {
    branch: 'main',
    author: dev,
    date: '2026-09-08T10:05:00+02:00',
    message: 'Build features from customers',
    files: { 'churn/__init__.py': pkg.init, 'churn/features.py': pkg.features },
  },
  {
    branch: 'main',
    author: mara,
    date: '2026-09-15T16:21:00+02:00',
    message: 'Group customers into segments',
    files: { 'churn/__init__.py': pkg.initWithSegments, 'churn/segments.py': pkg.segments },
  },
  {
    branch: 'main',
    author: dev,
    date: '2026-09-22T11:48:00+02:00',
    message: 'Add spend trend\n\nFalling spend comes before leaving in most cases we looked at.',
    files: { 'churn/features.py': pkg.featuresWithTrend },
  },
  {
    branch: 'main',
    author: dev,
    date: '2026-09-24T15:30:00+02:00',
    message: 'Explore churn in a notebook',
    files: { 'explore.ipynb': explore },
  },
  {
    branch: 'main',
    author: mara,
    date: '2026-10-06T09:02:00+02:00',
    message: 'Add a first model',
    files: { 'notebooks/model.ipynb': model },
  },
  {
    branch: 'dev',
    startFrom: 'main',
    author: dev,
    date: '2026-10-08T17:15:00+02:00',
    message: 'Try tenure buckets',
    files: { 'churn/segments.py': pkg.segmentsWithTenure },
  },
  {
    branch: 'main',
    author: mara,
    date: '2026-10-10T10:30:00+02:00',
    message: 'Describe the data',
    files: { 'README.md': pkg.readmeWithData },
  },
  {
    branch: 'feature/churn-v2',
    startFrom: 'main',
    author: dev,
    date: '2026-10-13T13:37:00+02:00',
    message: 'Use a 90-day horizon',
    files: { 'churn/features.py': pkg.featuresWithHorizon },
  },
  {
    branch: 'feature/churn-v2',
    author: dev,
    date: '2026-10-14T09:55:00+02:00',
    message: 'Segments follow the horizon',
    files: { 'churn/segments.py': pkg.segmentsForHorizon },
  },
];
