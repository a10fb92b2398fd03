// Bundles test/record/main.ts (it draws pages, which Node cannot read as they are written) and runs it.

import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outfile = join(root, 'node_modules', '.cache', 'bedrock-ledger', 'record.mjs');
await build({
  absWorkingDir: root,
  entryPoints: ['test/record/main.ts'],
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
// The bundle stands elsewhere than the tree that it reads and writes.
process.env.RECORD_ROOT = root;
await import(pathToFileURL(outfile).href);
