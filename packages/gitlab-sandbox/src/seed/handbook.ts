import type { SeedCommit } from './fast-import.ts';
import { dev, mara } from './people.ts';

/** A small bar chart, 160 × 80. */
const chartPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAKAAAABQAgMAAADjM5anAAAADFBMVEX////iUx//2crk5Od1NTLrAAAAXElEQVR42mNgGAUjCbCGBowqpI5C0VCHUYV4FYaGjirEq5AxNGRkKsSfz4aeQjy5YjApxJU0B5dCplUrBlAh16oFA6hQa1UD9RWuWkV9hUhBOiIV/icCjDY36Q4AShQfmkc199YAAAAASUVORK5CYII=',
  'base64',
);

const readme = `# Handbook

How the data team at Acme works. Public, because nothing here is secret.

![A falling bar chart](images/churn.png)

- [First week](docs/first-week.md)
- [Words we use](docs/words.md)
`;

const firstWeek = `# First week

1. Connect your GitLab account.
2. Open a project and connect \`acme/analytics\` to it.
3. Run \`explore.ipynb\` from top to bottom.
4. Change one thing on a branch of your own and open a merge request.

Ask when something takes longer than an hour.
`;

const words = `# Words we use

**Churn** – a customer leaves within the quarter that follows.

**Tenure** – days since the customer signed up.

**Segment** – a group of customers who behave alike: *new*, *struggling*, *sleeping*, *steady*.
`;

/** `acme/handbook`: markdown and a picture. */
export const handbookHistory: SeedCommit[] = [
  {
    branch: 'main',
    author: mara,
    date: '2026-07-14T09:30:00+02:00',
    message: 'Start the handbook',
    files: { 'README.md': readme, 'images/churn.png': chartPng },
  },
  {
    branch: 'main',
    author: dev,
    date: '2026-07-21T14:05:00+02:00',
    message: 'Describe the first week',
    files: { 'docs/first-week.md': firstWeek },
  },
  {
    branch: 'main',
    author: mara,
    date: '2026-08-04T10:45:00+02:00',
    message: 'Collect the words we use',
    files: { 'docs/words.md': words },
  },
];

/** `acme/archive`: last year's report, kept for reading. */
export const archiveHistory: SeedCommit[] = [
  {
    branch: 'main',
    author: mara,
    date: '2025-11-25T12:00:00+01:00',
    message: 'Keep the report of 2025',
    files: {
      'README.md': '# Archive\n\nThe report of 2025. Read-only; newer work is in `acme/analytics`.\n',
      'report.py':
        'churned = {"Q1": 31, "Q2": 27, "Q3": 35, "Q4": 22}\n\nfor quarter, count in churned.items():\n    print(quarter, count)\n',
    },
  },
];
