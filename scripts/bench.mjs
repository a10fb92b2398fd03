// Bundles a file of bench/ (it draws pages, which Node cannot read as they are written) and runs it: `npm run bench` the
// main pieces, `npm run bench -- age` what years of running cost.

import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const name = process.argv[2] ?? 'speed';
if (!/^[a-z]+$/.test(name)) throw new Error(`"${name}" is no file of bench/: name one without its ending`);
const outfile = join(root, 'node_modules', '.cache', 'bedrock-ledger', `${name}.mjs`);
await build({
  absWorkingDir: root,
  entryPoints: [`bench/${name}.ts`],
  outfile,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  packages: 'external',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  logLevel: 'warning',
});
await import(pathToFileURL(outfile).href);
