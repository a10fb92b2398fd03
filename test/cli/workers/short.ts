import { parentPort, threadId, workerData } from 'node:worker_threads';
import type { ToWorker, WorkerData } from '../../../src/cli/workerMessages.ts';
import { plainOf } from '../../../src/cli/workerMessages.ts';
import { LedgerError } from '../../../src/core/errors.ts';

/** A worker that speaks as the real one, and ends in the ways that one may: each as it is asked to, by the name of a job. */

const port = parentPort;
const hoard: string[][] = [];
let isDeaf = false;
const { former } = workerData as WorkerData;
setInterval(() => port?.postMessage({ beat: true }), 10).unref();
const WAYS: Readonly<Record<string, () => void>> = {
  throw: () => {
    throw new TypeError('of the worker');
  },
  exit: () => process.exit(7),
  fill: () => {
    for (;;) hoard.push(Array.from({ length: 10_000 }, (_, i) => `${i} ${hoard.length}`));
  },
  hang: () => {
    for (;;);
  },
  linger: () => port?.postMessage({ doing: { what: 'the job usage', mostMs: 20 } }),
  deaf: () => {
    isDeaf = true;
  },
  fall: () => {
    const errors = [{ slice: 'us-east-1', error: 'it was denied' }];
    for (const status of ['failed', 'partial', 'ok'] as const)
      port?.postMessage({ ended: { job: 'usage', id: `run-${status}`, status, errors } });
  },
  fail: () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const error = new LedgerError('outside', 'a mail server', { passing: 'it slept', cause });
    port?.postMessage({ failed: plainOf(error) });
  },
};
port?.on('message', (message: ToWorker) => {
  if (message === 'stop') {
    if (!isDeaf) process.exit();
    return;
  }
  for (const job of message.trigger) WAYS[job]?.();
});
port?.postMessage({ identified: `thread ${threadId}` });
// What it is told of the one before it.
if (former !== null)
  port?.postMessage({ failed: plainOf(new Error(`before: ${former.words}, hung: ${former.isOverdue}`)) });
