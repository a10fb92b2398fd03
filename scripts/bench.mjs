// Runs a file of bench/: `npm run bench` all of it, `npm run bench -- --help` says what; `npm run bench -- age` another one.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, runBundled } from './bundled.mjs';

const [, , first = 'run'] = process.argv;
const name = first.startsWith('-') ? 'run' : first;
if (!/^[a-z]+$/.test(name) || !existsSync(join(root, 'bench', `${name}.ts`))) {
  console.error(
    `There is no bench "${name}": name a file of bench/ without its ending, such as speed or age.`,
  );
  process.exit(2);
}
await runBundled(`bench/${name}.ts`, name);
