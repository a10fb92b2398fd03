// Runs a file of bench/: `npm run bench` the main pieces, `npm run bench -- age` what years of running cost.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root, runBundled } from './bundled.mjs';

const name = process.argv[2] ?? 'speed';
if (!/^[a-z]+$/.test(name) || !existsSync(join(root, 'bench', `${name}.ts`))) {
  console.error(
    `There is no bench "${name}": name a file of bench/ without its ending, such as speed or age.`,
  );
  process.exit(2);
}
await runBundled(`bench/${name}.ts`, name);
