import type { Person } from '../git/write-commit.ts';
import { type SampleUsername, sampleEmail, sampleUsers } from './sample-users.ts';

function person(username: SampleUsername): Person {
  const user = sampleUsers.find((sample) => sample.username === username)!;
  return { name: user.name, email: sampleEmail(username) };
}

export const mara = person('maintainer');
export const dev = person('developer');
