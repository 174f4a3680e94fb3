// A browser as desktop programs start one: with an address as its argument. It signs in where that is asked, authorizes,
// and goes where it is sent.
import { authorizeInBrowser, openBrowser } from '../browser.ts';

const { SITE_URL = '', SITE_USERNAME = '', SITE_PASSWORD = '' } = process.env;
const person = { username: SITE_USERNAME, password: SITE_PASSWORD };
const end = await authorizeInBrowser(openBrowser(SITE_URL), process.argv[2] ?? '', person);
if (end.kind === 'page') throw new Error(`The authorization ended at ${end.url}: ${end.html}`);
await fetch(end.url);
