import { readHealth } from '../app/operations/health.ts';
import type { LedgerContext } from '../context.ts';
import type { TroubleKind } from '../core/health.ts';
import { adviceOf } from '../core/healthAdvice.ts';
import type { Check } from './doctorAws.ts';

/** What is in trouble by the rule of `/readyz` and `/metrics`, as far as the ledger says so without its server. */

/** These have checks of their own, which say it part by part. */
const TOLD_ELSEWHERE: ReadonlySet<TroubleKind> = new Set(['collecting', 'stale', 'heldBack']);

/** What mends it: a command stands as that, anything else in words. */
const mended = (advice: string): Pick<Check, 'advice' | 'mend'> =>
  advice.startsWith('bedrock-ledger ') ? { advice, mend: advice } : { advice };

export async function healthChecks({
  store,
  settings,
  clock,
}: Pick<LedgerContext, 'store' | 'settings' | 'clock'>): Promise<Check[]> {
  const { troubles } = await readHealth({ store, settings, clock, worker: null });
  const told = troubles.filter(({ kind }) => !TOLD_ELSEWHERE.has(kind));
  if (told.length === 0)
    return [{ check: 'jobs, messages, ceiling', state: 'ok', found: 'nothing is in trouble', advice: '' }];
  return told.map((trouble): Check => {
    const { kind, about, words, since } = trouble;
    return {
      check: `${kind} ${about}`.trim(),
      state: kind === 'sealed' ? 'failed' : 'warning',
      found: since === null ? words : `${words}, since ${since}`,
      ...mended(adviceOf(trouble)),
    };
  });
}
