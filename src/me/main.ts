import { fstatSync, readFileSync, writeSync } from 'node:fs';
import { unlock } from './cache.ts';
import { me } from './me.ts';

/** Where the program starts: its process is the surroundings of its one line. */

/** Starts a process that outlives this one and holds none of its streams, so that `$(…)` does not wait for it. */
async function askInBackground(file: string): Promise<void> {
  const { spawn } = await import('node:child_process');
  await new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [...process.execArgv, __filename, '--refresh'], {
      detached: true,
      stdio: 'ignore',
      cwd: '/',
      windowsHide: true,
    });
    child.once('error', () => {
      unlock(file);
      resolve();
    });
    child.once('exit', () => resolve());
    child.unref();
  });
}

/** A prompt reads through a pipe, where colour codes would spoil the width of the line. */
function isColorTerminal(): boolean {
  if (process.env.NO_COLOR || process.env.TERM === 'dumb' || !fstatSync(1).isCharacterDevice()) return false;
  return process.stdout.isTTY === true;
}

/** Straight to the descriptor: `process.stdout` takes a tenth of a Node start to come to life. */
function write(descriptor: 1 | 2, text: string): void {
  try {
    writeSync(descriptor, text);
  } catch {
    // A reader that went away is no fault.
  }
}

void me(process.argv.slice(process.argv[2] === 'me' ? 3 : 2), {
  env: process.env,
  now: () => Date.now(),
  print: (text) => write(1, text),
  warn: (text) => write(2, text),
  piped: () => (process.stdin.isTTY ? null : readFileSync(0, 'utf8')),
  isColorTerminal,
  askInBackground,
}).then((code) => {
  process.exitCode = code;
});
