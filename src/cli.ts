import { endWithLauncher } from './cli/lifetime.ts';
import { processIo } from './cli/processIo.ts';
import { run } from './cli/run.ts';

/** Where the program starts: its process is the surroundings of the one command that it runs. */

/** How long connections may take to close by themselves. */
const GRACE_MS = 2_000;
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
  }, GRACE_MS).unref();
}
