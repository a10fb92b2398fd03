import { openBrowser } from '../browser/setup.ts';
import { drawnIn, save } from './look.ts';

/** Draws every mail into a folder: `npm run mails -- FOLDER`. */

const [folder = 'mails'] = process.argv.slice(2);
const { browser, close } = await openBrowser();
for (const locale of ['en', 'ja'] as const) await save(browser, drawnIn(locale), folder);
await close();
