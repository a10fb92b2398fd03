import { appOn, ask, bareApp, listening, openLedger, type Told } from './serving.ts';

/**
 * Serves a ledger, and a bare route of each of its addresses, in a process of its own: whoever asks must not take from
 * the time of whoever answers. Told by its arguments; ends with the process that started it.
 */
const [file = '', person = '', listed = '[]'] = process.argv.slice(3);
const paths = JSON.parse(listed) as string[];
const store = await openLedger(file);
const app = appOn(store, person);
const answers = new Map<string, Told>();
for (const path of paths) answers.set(path, await ask(app, path));
const [product, bare] = [await listening(app.fetch), await listening(bareApp(answers).fetch)];
process.once('disconnect', () => process.exit(0));
process.send?.({ product: product.url, bare: bare.url });
