import type { Health } from '../app/operations/health.ts';
import type { Trouble } from '../core/health.ts';

/** Tells the log, once, what comes to be in trouble and what is no more, whether anybody asks for it or not. */

/** How often it is looked at, milliseconds. */
const LOOK_MS = 15_000;

interface Log {
  info(what: object, words: string): void;
  warn(what: object, words: string): void;
  error(what: object, words: string): void;
}

/**
 * @param read answers what is in trouble now
 * @param tell is told in one line how it is, each time
 * @returns looks at once, and ends it
 */
export function watchTroubles(
  read: () => Promise<Health>,
  log: Log,
  tell: (words: string) => void = () => undefined,
  everyMs = LOOK_MS,
): { look(): Promise<void>; stop(): void } {
  let known = new Map<string, Trouble>();
  const look = async (): Promise<void> => {
    try {
      const { status, troubles, fault } = await read();
      const found = byName(troubles);
      const err = fault === null ? {} : { err: fault };
      for (const { kind, about, words, since } of without(found, known))
        log[kind === 'collecting' ? 'info' : 'warn']({ trouble: kind, about, since, ...err }, words);
      for (const { kind, about, words } of without(known, found))
        log.info({ trouble: kind, about, over: true }, `over: ${words}`);
      known = found;
      tell(troubles[0] === undefined ? status : `${status}: ${troubles[0].words}`);
    } catch (error) {
      log.error({ err: error }, 'it could not be found out what is in trouble');
    }
  };
  const timer = setInterval(() => void look(), everyMs).unref();
  return { look, stop: () => clearInterval(timer) };
}

const byName = (troubles: readonly Trouble[]): Map<string, Trouble> =>
  new Map(troubles.map((one) => [`${one.kind} ${one.about}`, one]));
const without = (all: ReadonlyMap<string, Trouble>, others: ReadonlyMap<string, Trouble>): Trouble[] =>
  [...all].filter(([name]) => !others.has(name)).map(([, one]) => one);
