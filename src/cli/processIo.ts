import pc from 'picocolors';
import { systemClock } from '../systemClock.ts';
import type { Io } from './io.ts';

/** The surroundings that this process is: its streams, its environment, the real time, its own exit code. */
export const processIo = (): Io => ({
  out: process.stdout,
  err: process.stderr,
  // Opened only by whoever reads it.
  get stdin() {
    return process.stdin;
  },
  colors: pc.isColorSupported,
  env: process.env,
  clock: systemClock,
  get exitCode() {
    return Number(process.exitCode ?? 0);
  },
  set exitCode(code: number) {
    process.exitCode = code;
  },
});
