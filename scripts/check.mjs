// Types and lint at the same time: the one uses one core, the other is done before it. What failed is said at the end.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const CHECKS = {
  // One thread checks each type once; several would do some of it again each, for more time of the processor in all.
  types: ['typescript/bin/tsc', '--noEmit', '--singleThreaded'],
  lint: ['@biomejs/biome/bin/biome', 'check'],
};

/** Runs one and resolves with its name when it failed; what it says comes at once, so that the two do not mix. */
async function run([name, [program, ...args]]) {
  const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root });
  const said = [];
  for (const output of [child.stdout, child.stderr]) output.on('data', (part) => said.push(part));
  const [code, signal] = await once(child, 'close');
  process.stdout.write(Buffer.concat(said));
  if (code === 0) return [];
  return [`${name} (${program} ended with ${signal ?? code})`];
}

const failed = (await Promise.all(Object.entries(CHECKS).map(run))).flat();
if (failed.length > 0) {
  console.error(`The check failed: ${failed.join(', ')}.`);
  process.exitCode = 1;
}
