import { readHealth } from '../app/operations/health.ts';
import type { LedgerContext } from '../context.ts';
import type { Trouble, TroubleKind } from '../core/health.ts';
import { adviceOf } from '../core/healthAdvice.ts';
import { type Check, unasked } from './doctorAws.ts';
import { MENDS, runOf, setting, syncOf } from './doctorMends.ts';

/** What is in trouble by the rule of `/readyz` and `/metrics`, as far as the ledger says so without its server. */

/** These have checks of their own, which say it part by part; of messages all but that they wait. */
const TOLD_ELSEWHERE: ReadonlySet<TroubleKind> = new Set(['collecting', 'stale', 'heldBack']);

export async function healthChecks({
  store,
  settings,
  clock,
}: Pick<LedgerContext, 'store' | 'settings' | 'clock'>): Promise<Check[]> {
  const { troubles } = await readHealth({ store, settings, clock, worker: null });
  const told = troubles.filter(
    ({ kind, about }) => !TOLD_ELSEWHERE.has(kind) && (kind !== 'outbox' || about === 'waiting'),
  );
  const check = 'jobs, messages, ceiling';
  if (told.length === 0)
    return troubles.some(({ kind }) => kind === 'collecting')
      ? [unasked(check, 'not everything was read yet')]
      : [{ check, state: 'ok', found: 'nothing is in trouble', advice: '' }];
  return told.map((trouble): Check => {
    const { kind, about, words, since } = trouble;
    return {
      check: `${kind} ${about}`.trim(),
      state: kind === 'sealed' ? 'failed' : 'warning',
      found: since === null ? words : `${words}, since ${since}`,
      advice: adviceOf(trouble),
      ...mendOf(trouble),
    };
  });
}

/** The one step; none for what has to be looked into first. */
function mendOf({ kind, about }: Trouble): Pick<Check, 'mend'> {
  switch (kind) {
    case 'failing':
    case 'overdue':
    case 'stale':
      return { mend: runOf(about) };
    case 'outbox':
      return { mend: syncOf('deliver') };
    case 'ceiling':
      return { mend: setting('awsChargeCeiling') };
    case 'collecting':
      return { mend: MENDS.collect };
    case 'heldBack':
    case 'stuck':
    case 'busy':
      return { mend: MENDS.jobs };
    case 'sealed':
      return {};
  }
}
