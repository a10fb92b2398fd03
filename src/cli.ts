import { endWithLauncher } from './cli/lifetime.ts';
import { processIo } from './cli/processIo.ts';
import { run } from './cli/run.ts';

/** How long what is left behind may take to end by itself, milliseconds. */
const LEFT_BEHIND_MS = 2_000;

/** Where the program starts: its process is the surroundings of the one command that it runs. */

for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // A reader such as `head` that went away is no fault.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    throw error;
  });
endWithLauncher();
await run(process.argv.slice(2), processIo());
endSoon();

/** What a command gave up waiting for, such as an answer that never comes, does not keep it once all is said. */
function endSoon(): void {
  setTimeout(() => {
    if (process.stdout.writableLength + process.stderr.writableLength > 0) endSoon();
    else process.exit();
  }, LEFT_BEHIND_MS).unref();
}
