// Bundles the command line and the simulator into dist/. Packages stay outside, so that their own files are found.
// `me` is one file that needs no other: it starts faster, and runs on any Node that it is copied to.

import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  metafile: true,
  logLevel: 'warning',
};
const me = await build({
  ...common,
  entryPoints: { me: 'src/me/main.ts' },
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  target: 'node20',
});
const program = await build({
  ...common,
  entryPoints: { cli: 'src/cli.ts', simulator: 'src/simulator/main.ts' },
  splitting: true,
  format: 'esm',
  target: 'node22',
  packages: 'external',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  sourcemap: 'linked',
});

// What an earlier build left goes last, so that the program can be started at any moment.
const made = { ...program.metafile.outputs, ...me.metafile.outputs };
for (const name of readdirSync(join(root, 'dist')))
  if (!(`dist/${name}` in made)) rmSync(join(root, 'dist', name), { recursive: true });
