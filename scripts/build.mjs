// Bundles the command line and the simulator into dist/, with the packages that every start needs.
// `me` is one file that needs no other: it starts faster, and runs on any Node that it is copied to.

import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Packages that every start loads: bundled, because hundreds of small files take longer to find than to run. All others
 * stay outside, so that their own files are found, and are loaded once they are needed.
 */
const INSIDE = [
  '@hono/node-server',
  'commander',
  'croner',
  'd3-scale',
  'd3-shape',
  'd3-time',
  'drizzle-orm',
  'hono',
  'zod',
  'zod-openapi',
];
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const outside = Object.keys({ ...dependencies, ...devDependencies })
  .filter((name) => !INSIDE.includes(name))
  .flatMap((name) => [name, `${name}/*`]);

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
  // It is read anew for each prompt.
  minify: true,
});
const program = await build({
  ...common,
  entryPoints: { cli: 'src/cli.ts', worker: 'src/worker.ts', simulator: 'src/simulator/main.ts' },
  splitting: true,
  format: 'esm',
  target: 'node22',
  external: outside,
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  sourcemap: 'linked',
});

// What an earlier build left goes last, so that the program can be started at any moment.
const made = { ...program.metafile.outputs, ...me.metafile.outputs };
for (const name of readdirSync(join(root, 'dist')))
  if (!(`dist/${name}` in made)) rmSync(join(root, 'dist', name), { recursive: true });
