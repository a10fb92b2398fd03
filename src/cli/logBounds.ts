/**
 * What anybody can cause in any number, by asking, fills no disk: of lines of one kind so many are written within a minute,
 * the last of them says that more are not, and the first one after it how many they were.
 */

const WINDOW_MS = 60_000;
/** Kinds that are told apart; beyond them all others are one. */
const MOST_KINDS = 200;
const OTHERS = 'others';

interface Window {
  since: number;
  lines: number;
}

/** What a line says beside its own; null: it is not written. */
type Beside = { leftOut?: number; moreAreLeftOut?: true } | null;

/** @param most lines of one kind within a minute */
export function logBounds(most: number): (kind: string, now: number) => Beside {
  const windows = new Map<string, Window>();
  const isOver = ({ since }: Window, now: number) => now >= since + WINDOW_MS || now < since;
  const keyOf = (kind: string, now: number): string => {
    if (windows.has(kind) || windows.size < MOST_KINDS) return kind;
    // A count that is still to be told stays.
    for (const [other, window] of windows)
      if (isOver(window, now) && window.lines <= most) windows.delete(other);
    return windows.size < MOST_KINDS ? kind : OTHERS;
  };
  return (kind, now) => {
    const key = keyOf(kind, now);
    const before = windows.get(key);
    if (before === undefined || isOver(before, now)) {
      windows.set(key, { since: now, lines: 1 });
      const leftOut = Math.max(0, (before?.lines ?? 0) - most);
      return leftOut === 0 ? {} : { leftOut };
    }
    before.lines += 1;
    if (before.lines > most) return null;
    return before.lines === most ? { moreAreLeftOut: true } : {};
  };
}

/** Errors that are alike: of one kind, with the same words, for the same reason. */
export function kindOfError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { name, message, cause } = error;
  const why = cause instanceof Error ? cause.message : '';
  return `${name} ${message.slice(0, 200)} ${why.slice(0, 200)}`;
}
