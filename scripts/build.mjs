// Bundles the command line and the simulator into dist/. Packages stay outside, so that their own files are found.

import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { cli: 'src/cli.ts', simulator: 'src/simulator/main.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22',
  packages: 'external',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  sourcemap: 'linked',
  metafile: true,
  logLevel: 'warning',
});

// What an earlier build left goes last, so that the program can be started at any moment.
for (const name of readdirSync(join(root, 'dist')))
  if (!(`dist/${name}` in metafile.outputs)) rmSync(join(root, 'dist', name), { recursive: true });
