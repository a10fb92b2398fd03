// Bundles a program that draws pages, which Node cannot read as they are written, and runs it.

import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs a TypeScript file of this checkout, named from its root; packages stay outside, so that their own files are found. */
export async function runBundled(entry, name) {
  const outfile = join(root, 'node_modules', '.cache', 'bedrock-ledger', `${name}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
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
}
