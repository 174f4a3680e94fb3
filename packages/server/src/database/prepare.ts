import { writeEmptyDatabase } from './empty-database.ts';

// A step of the build, see scripts/build-database.mjs.
await writeEmptyDatabase();
