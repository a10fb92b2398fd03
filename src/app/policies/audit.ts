import type { Aws } from '../../aws/types.ts';
import { personIn } from '../../core/aliases.ts';
import { LedgerError } from '../../core/errors.ts';
import { ownerOf } from '../../core/estate.ts';
import { amountOf } from '../../core/known.ts';
import { ZERO } from '../../core/money.ts';
import { addDays, dayOf, daysOf, instantOf } from '../../core/periods.ts';
import {
  type AuditInput,
  type AuditRow,
  auditRows,
  directKey,
  type SeenUse,
} from '../../core/policies/audit.ts';
import type { RecordedCall } from '../../core/policies/found.ts';
import { choicesOf } from '../../core/policies/standard.ts';
import { placesOf } from '../../core/settings.ts';
import type { DayRange, Instant, Money, Place } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { showsDays } from '../privacy/shown.ts';
import type { Unread } from './inForceReads.ts';

/** The audit phase: who would have been denied in the last days. For administrators, who are to tell them first. */

export interface AuditReport {
  range: DayRange;
  rows: readonly AuditRow[];
  /** Whether CloudTrail was asked. */
  byName: boolean;
  /** Places whose records were cut, with the oldest that was read. */
  cut: readonly (Place & { at: Instant })[];
  unread: readonly Unread[];
}

/** Of each operation in each place; fifty records each, and two requests a second are let through. */
const PAGES = 40;

/**
 * @param aws where CloudTrail is to be asked; null: only the ledger is
 * @throws Forbidden for whoever is no administrator
 */
export async function auditPolicies(
  asking: Asking,
  days: number,
  aws: Pick<Aws, 'cloudtrail'> | null,
): Promise<AuditReport> {
  const endExclusive = addDays(dayOf(asking.now), 1);
  const range = { start: addDays(endExclusive, -days), endExclusive };
  const known = await inOneReading(asking, (inside) => knownOf(inside, range));
  const recorded = await recordedCalls(asking, range, aws);
  return {
    range,
    rows: auditRows({ ...known, calls: recorded.calls }),
    byName: aws !== null,
    cut: recorded.cut,
    unread: recorded.unread,
  };
}

async function knownOf(inside: Asking, range: DayRange): Promise<Omit<AuditInput, 'calls'>> {
  mustBeAllowed(inside, 'change', { kind: 'policies' });
  const { store, settings } = inside;
  const profiles = await store.profiles.all();
  const catalogue = await store.profiles.catalogue();
  const { seen, billedTo } = await daysSeen(inside, range);
  const ofProfile = new Map<string, Money>();
  const explained = new Map<string, bigint>();
  const owners = new Map(profiles.map((one) => [one.arn, ownerOf(one, settings.tagKeys).user]));
  const byProfile = { range, groupBy: ['profile'] as const, basis: 'best' as const, filter: {} };
  const { rows } = await store.spend.query({ ...byProfile, scope: 'all', unowned: 'among' });
  for (const { keys, billed, ...known } of rows) {
    const arn = keys[0] ?? '';
    const amount = amountOf(known);
    // What is wrong is told, and not what it came to for whom.
    if (amount !== null && showsDays(inside)) ofProfile.set(arn, amount);
    const owner = owners.get(arn) ?? '';
    explained.set(owner, (explained.get(owner) ?? 0n) + billed);
  }
  return {
    choices: choicesOf(settings, catalogue),
    profiles,
    catalogue,
    people: await store.people.list(),
    seen,
    ofProfile,
    ofDirect: await directAmounts(inside, range, seen),
    principals: [...(showsDays(inside) ? billedTo : [])].map(([email, amount]) => ({
      email,
      amount: amount as Money,
      explained: (explained.get(email) ?? ZERO) as Money,
    })),
  };
}

/** Tokens of each thing that was called, and what the bill says of callers; a day at a time. */
async function daysSeen({ store }: Asking, range: DayRange) {
  const seen = new Map<string, SeenUse>();
  const billedTo = new Map<string, bigint>();
  const personOf = personIn(await store.people.aliases());
  for (const day of daysOf(range)) {
    const { usage, bill } = await store.spend.dayInputs(day);
    for (const { accountId, region, dimension, tokens } of usage) {
      const key = `${accountId} ${region} ${dimension}`;
      const before = seen.get(key)?.tokens ?? 0n;
      if (tokens > 0n) seen.set(key, { accountId, region, dimension, tokens: before + tokens });
    }
    for (const claim of bill.claims)
      if (claim.by === 'principal' && claim.principal !== '')
        billedTo.set(
          personOf(claim.principal),
          (billedTo.get(personOf(claim.principal)) ?? 0n) + claim.amount,
        );
  }
  return { seen: [...seen.values()], billedTo };
}

/** What direct calls of models came to, Region by Region; not known where people are attributed by who called. */
async function directAmounts(
  { store, settings }: Asking,
  range: DayRange,
  seen: readonly SeenUse[],
): Promise<Map<string, Money>> {
  const found = new Map<string, Money>();
  if (settings.attribution === 'iamPrincipal') return found;
  for (const region of new Set(seen.map((one) => one.region))) {
    const { rows } = await store.spend.query({
      range,
      groupBy: ['account', 'model'],
      basis: 'best',
      filter: { reason: ['directCall'], region: [region] },
      scope: 'all',
      unowned: 'among',
    });
    for (const { keys, ...known } of rows) {
      const amount = amountOf(known);
      if (amount !== null) found.set(directKey(keys[0] ?? '', region, keys[1] ?? ''), amount);
    }
  }
  return found;
}

/** What CloudTrail has of calls of models, place by place. */
export async function recordedCalls(
  { settings, now }: Asking,
  range: DayRange,
  aws: Pick<Aws, 'cloudtrail'> | null,
) {
  const calls: RecordedCall[] = [];
  const cut: (Place & { at: Instant })[] = [];
  const unread: Unread[] = [];
  for (const place of aws === null ? [] : placesOf(settings)) {
    try {
      const found = await aws?.cloudtrail.modelCalls(
        place,
        `${range.start}T00:00:00.000Z`,
        instantOf(now),
        PAGES,
      );
      for (const call of found?.calls ?? []) calls.push(call);
      if (found?.cutAt) cut.push({ ...place, at: found.cutAt });
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      const at = `${place.accountId}/${place.region}`;
      unread.push({
        what: `CloudTrail of ${at}`,
        kind: 'records',
        place: at,
        allow: 'cloudtrail:LookupEvents',
        why: error.message,
      });
    }
  }
  return { calls, cut, unread };
}
