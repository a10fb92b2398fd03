import { type AddressInfo, createServer } from 'node:net';
import { currentIo } from './io.ts';
import { complain, remark, say, UserError } from './output.ts';

/** How long an orderly end may take, real milliseconds; below the 10 seconds that containers give. */
const STOP_MS = 8_000;

/** Ends this process as SIGTERM would when the launcher that started it is gone, in whatever way it went. */
export function endWithLauncher(): void {
  if (!process.channel) return;
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

/**
 * Says that it is ready, waits for the signal to end, then ends in order. What does not end by itself is left behind after
 * some seconds: whatever is stored is whole at any moment.
 */
export async function untilStopped(url: string, stop: () => Promise<void>): Promise<void> {
  const asked = new Promise<void>((resolve) => {
    // They stay: a terminal, npm and the launcher each pass the same Ctrl-C on, and the second must not end it halfway.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve());
  });
  say(`ready ${url}`);
  await asked;
  const late = setTimeout(() => {
    complain('bedrock-ledger: ended without waiting any longer; the next start goes on from here');
    process.exit(0);
  }, STOP_MS);
  await stop();
  // It counts on until the process is gone: a log that nobody reads would keep it for ever.
  late.unref();
  remark('bedrock-ledger: ended in order');
}

/** What a shell expects of a program that such a signal ended. */
const INTERRUPTED = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Does work that nothing waits for when the signal to end comes: the process says its last word and ends, and takes with
 * it what is registered to go at its `exit`.
 */
export async function unlessInterrupted<T>(lastWord: string, work: () => Promise<T>): Promise<T> {
  let asked = false;
  const io = currentIo();
  const end = (signal: 'SIGINT' | 'SIGTERM') => {
    if (asked) return;
    asked = true;
    // After whoever draws on the terminal has heard the signal as well and put it in order.
    setImmediate(() => {
      complain(`bedrock-ledger: ${lastWord}`, io);
      process.exit(INTERRUPTED[signal]);
    });
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  try {
    return await work();
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}

/** What says that the system has no such name or address for itself. */
const NOT_OURS: ReadonlySet<string | undefined> = new Set([
  'EADDRNOTAVAIL',
  'ENOTFOUND',
  'EAFNOSUPPORT',
  'EAI_AGAIN',
]);

/** Why a port cannot be listened on, in words; any other fault as it is. */
export function portFault(error: NodeJS.ErrnoException, port: number, host = '127.0.0.1'): Error {
  if (NOT_OURS.has(error.code))
    return new UserError(
      `host: "${host}" is no address of this machine (${error.code}). Use one of its own, or leave "host" out`,
    );
  if (error.code === 'EADDRINUSE')
    return new UserError(`port ${port} is in use: choose another with --port, or 0 for a free one`);
  if (error.code === 'EACCES')
    return new UserError(`port ${port} is not allowed for this user: choose one from 1024 on with --port`);
  return error;
}

/**
 * Tells before any long work whether a port can be had on the loopback interface; 0 finds a free one.
 * @returns the port
 * @throws UserError when it is taken or not allowed
 */
export async function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(portFault(error, port)));
    probe.listen(port, '127.0.0.1', () => {
      const found = (probe.address() as AddressInfo).port;
      probe.close(() => resolve(found));
    });
  });
}
