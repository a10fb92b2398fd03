import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';

/** Programs of their own, for tests to kill. */

const root = join(import.meta.dirname, '../..');

/** A program of this folder in one file, as the product is bundled too: read from its many files, it starts five times as slowly. */
export async function bundled(name: string, outdir: string): Promise<string> {
  await build({
    absWorkingDir: root,
    entryPoints: { [name]: `test/kill/${name}.ts` },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    external: ['better-sqlite3'],
    // The AWS SDK is CommonJS inside.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  return join(outdir, `${name}.mjs`);
}

/** Runs one in a process of its own and waits until it has ended. */
export async function runProgram(program: string, args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [[code, signal], output, errors] = await Promise.all([
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
    text(child.stdout),
    text(child.stderr),
  ]);
  return { pid: child.pid ?? 0, code, signal, output, errors };
}
