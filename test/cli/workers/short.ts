import { parentPort, threadId } from 'node:worker_threads';
import type { ToWorker } from '../../../src/cli/workerMessages.ts';
import { plainOf } from '../../../src/cli/workerMessages.ts';
import { LedgerError } from '../../../src/core/errors.ts';

/** A worker that speaks as the real one, and ends in the ways that one may: each as it is asked to, by the name of a job. */

const port = parentPort;
const hoard: string[][] = [];
const WAYS: Readonly<Record<string, () => void>> = {
  throw: () => {
    throw new TypeError('of the worker');
  },
  exit: () => process.exit(7),
  fill: () => {
    for (;;) hoard.push(Array.from({ length: 10_000 }, (_, i) => `${i} ${hoard.length}`));
  },
  fail: () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const error = new LedgerError('outside', 'a mail server', { passing: 'it slept', cause });
    port?.postMessage({ failed: plainOf(error) });
  },
};
port?.on('message', (message: ToWorker) => {
  if (message === 'stop') process.exit();
  for (const job of message.trigger) WAYS[job]?.();
});
port?.postMessage({ identified: `thread ${threadId}` });
