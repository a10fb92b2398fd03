/*
 * Runs a script of this checkout on a Node that is new enough: this one, or the one npm installed beside it.
 * `node scripts/with-node.cjs SCRIPT ARGS…`; used by package.json so that the lines of the README work on Node 20.
 */
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const { delimiter, join, resolve } = require('node:path');

const root = join(__dirname, '..');
const bin = join(root, 'node_modules', '.bin');
const own = Number(process.versions.node.split('.')[0]) >= 22;
const bundled = join(bin, 'node');
const usable = !own && existsSync(bundled) && spawnSync(bundled, ['--version']).status === 0;
if (!own && !usable) {
  console.error(`This needs Node.js 22 or newer; this is ${process.version}.`);
  console.error(
    'On Linux with glibc (x64, arm64) npm brings one along; on macOS, Alpine and elsewhere install Node.js 22 or newer first.',
  );
  process.exit(1);
}
const node = own ? process.execPath : bundled;
const [script, ...args] = process.argv.slice(2);
const result = spawnSync(node, [resolve(root, script), ...args], {
  stdio: 'inherit',
  cwd: root,
  env: { ...process.env, PATH: bin + delimiter + process.env.PATH },
});
process.exit(result.status === null ? 1 : result.status);
