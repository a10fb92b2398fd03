import type { Asking } from '../app/asking.ts';
import { profilesLackingTags, readLedgerFaults, readSources } from '../app/operations/doctor.ts';
import { LedgerTooOld } from '../context.ts';
import type { LedgerError } from '../core/errors.ts';
import { HELD_BACK_ADVICE, heldBackLine } from '../core/notices.ts';
import { type Check, unasked } from './doctorAws.ts';
import { MENDS, setting, syncOf } from './doctorMends.ts';

/** What the ledger says of itself: whether it is sound, and whether what it holds is whole and fresh. */

/** Profiles that are named one by one. */
const LISTED = 10;
const UNSOUND = 'restore the last backup and sync again';

export async function ledgerFile(asking: Asking): Promise<Check[]> {
  const faults = await readLedgerFaults(asking);
  return faults.length === 0
    ? [{ check: 'ledger file', state: 'ok', found: 'sound', advice: '' }]
    : [
        {
          check: 'ledger file',
          state: 'failed',
          found: faults.join('; '),
          advice: UNSOUND,
          mend: MENDS.restore,
        },
      ];
}

const WITHOUT = 'what follows was checked without it';

/** The ledger that cannot even be opened. Only what is damaged is brought back: the other files are whole. */
export function unreadable(error: LedgerError): Check {
  const { code, message } = error;
  const found: Check = { check: 'ledger file', state: 'failed', found: message, advice: WITHOUT };
  if (error instanceof LedgerTooOld) return { ...found, mend: MENDS.migrate };
  if (code === 'damaged') return { ...found, advice: `${UNSOUND}; ${WITHOUT}`, mend: MENDS.restore };
  // Nothing but waiting, or ending the other program.
  if (code === 'busy') return { ...found, advice: `then run doctor again; ${WITHOUT}`, mend: MENDS.again };
  return { ...found, mend: setting('db') };
}

export async function tagsOfProfiles(asking: Asking): Promise<Check[]> {
  const { lacking, known, first } = await profilesLackingTags(asking, LISTED);
  const check = 'profiles that lack tags';
  // Of profiles that nobody read nothing is known: the source says so.
  if (known === 0) return [unasked(check, 'no profile is known yet')];
  if (lacking === 0) return [{ check, state: 'ok', found: `none of ${known}`, advice: '' }];
  return [
    {
      check,
      state: 'warning',
      found: `${lacking} of ${known}`,
      advice: [
        ...first.map(({ arn, missing }) => `give ${arn} ${missing.join(', ')}`),
        ...(lacking > LISTED ? [`and ${lacking - LISTED} more`] : []),
      ].join('\n'),
      mend: MENDS.profiles,
    },
  ];
}

export async function sources(asking: Asking): Promise<Check[]> {
  const { freshness, heldBack } = await readSources(asking);
  return [
    ...heldBack.map(
      (one): Check => ({
        check: 'held back',
        state: 'warning',
        found: heldBackLine(one),
        advice: HELD_BACK_ADVICE,
        mend: MENDS.heldBack,
      }),
    ),
    ...(freshness.length === 0
      ? [
          {
            check: 'data',
            state: 'warning' as const,
            found: 'nothing was collected yet',
            advice: MENDS.collect,
            mend: MENDS.collect,
          },
        ]
      : []),
    ...freshness.map((one): Check => {
      const check = `${one.source} ${one.slice}`;
      const found = one.lastError ?? `complete until ${one.completeUntil ?? 'never'}`;
      if (!one.stale && one.lastError === null) return { check, state: 'ok', found, advice: '' };
      const mend = syncOf(one.source);
      return { check, state: 'warning', found, advice: mend, mend };
    }),
  ];
}
