import { LedgerError } from '../../core/errors.ts';

/**
 * What is entered in the audit log beside an answer that does not depend on it: that somebody was refused. Whoever is
 * refused waits no longer than a moment for whoever else writes; the entry is made once it is its turn.
 */

/** How long the answer waits for it, real milliseconds: where nobody is in the way, it is there when the answer is. */
const MOMENT_MS = 200;
/** Entries that may wait at once in this process: they take memory, and anybody can have themselves refused. */
const MOST_WAITING = 1_000;
let waiting = 0;

/**
 * @param what is entered, for whoever has to know that it was not
 * @param tell is told, as a fault, what could not be entered: then the log of the server is all that says it
 * @throws LedgerError `busy` where too many wait
 */
export async function inPassing(
  what: string,
  enter: () => Promise<void>,
  tell: (error: unknown) => void,
): Promise<void> {
  if (waiting >= MOST_WAITING)
    throw new LedgerError('busy', `${MOST_WAITING} entries wait to be made in the audit log: try again`);
  waiting += 1;
  const entered = enter()
    .catch((cause: unknown) => tell(notEntered(what, cause)))
    .finally(() => {
      waiting -= 1;
    });
  let timer: NodeJS.Timeout | undefined;
  const moment = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, MOMENT_MS);
  });
  await Promise.race([entered, moment]);
  clearTimeout(timer);
}

function notEntered(what: string, cause: unknown): LedgerError {
  const code = cause instanceof LedgerError ? cause.code : 'internal';
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LedgerError(code, `not entered in the audit log: ${what}: ${why}`, { cause });
}
