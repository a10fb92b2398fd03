import type { PersonOf } from './aliases.ts';
import type { AllocationNotes } from './allocation.ts';
import type { BestKnown } from './bestKnown.ts';
import { type Line, roundingOf, totalOf } from './bill.ts';
import { type Bill, CLAIMED_BY } from './billEntries.ts';
import { claimsBy, usageOf } from './billParts.ts';
import type { Estate } from './estate.ts';
import { formatExact, larger, money, sum } from './money.ts';
import { ownerKey } from './ownerBalances.ts';
import { claimedBy, differencesBetween, sizeOf } from './ownerDifferences.ts';
import type { Day, Finding, FindingKind, Money, SpendRow } from './types.ts';

/** Smaller differences between what the rows say and another view are rounding of many small parts: a cent a day. */
const WORTH_A_LOOK = money('0.01');

interface DayFacts {
  day: Day;
  bill: Bill;
  /** Two addresses of one person are no difference. */
  personOf: PersonOf;
  lines: readonly Line[];
  estate: Estate;
  known: BestKnown;
  notes: AllocationNotes;
  rows: readonly SpendRow[];
}

/** What does not add up on a day, or needs a human. Each has a key of its own; the same day gives the same keys. */
export function findingsOf(facts: DayFacts): Finding[] {
  return [
    ...billMissing(facts),
    ...claimTotals(facts),
    ...ownerCheck(facts),
    ...principalCheck(facts),
    ...billedNotSeen(facts),
    ...seenNotBilled(facts),
    ...unknownUsageTypes(facts),
    ...unpricedModels(facts),
    ...unknownDimensions(facts),
    ...tags(facts),
  ];
}

function billMissing({ day, known, lines }: DayFacts): Finding[] {
  const seen = known.groups.some((group) => group.seen > 0n);
  if (!seen || lines.length > 0) return [];
  return [finding(day, 'billMissing', '', 'info', null, {})];
}

/** Claims of each kind add up to the lines but for rounding. Where none were read, there is nothing to compare. */
function claimTotals({ day, bill }: DayFacts): Finding[] {
  const billed = totalOf(usageOf(bill.lines));
  const found: Finding[] = [];
  for (const by of CLAIMED_BY) {
    const view = totalOf(claimsBy(bill.claims, by));
    const difference = (view.total - billed.total) as Money;
    const rounding = roundingOf(view.count + billed.count);
    if (view.count === 0 || (difference <= rounding && difference >= -rounding)) continue;
    // The kind and the name of the detail are what ledgers hold, and pages and the API tell.
    const detail = {
      grouping: by,
      bill: formatExact(billed.total),
      view: formatExact(view.total),
      difference: formatExact(difference),
    };
    found.push(finding(day, 'groupingTotals', by, 'warning', difference, detail));
  }
  return found;
}

function ownerCheck(facts: DayFacts): Finding[] {
  const claims = claimsBy(facts.bill.claims, 'owner');
  if (!claims.some(({ user }) => user !== '')) return [];
  const named = claims.filter(({ user, costCenter }) => user !== '' || costCenter !== '');
  return checkAgainst(facts, 'ownerCheck', claims.length, () => [
    claimedBy(named, ({ user, costCenter }) => ownerKey({ userEmail: facts.personOf(user), costCenter })),
    ownersBilled(facts),
  ]);
}

function principalCheck(facts: DayFacts): Finding[] {
  const claims = claimsBy(facts.bill.claims, 'principal');
  const named = claims.filter(({ principal }) => principal !== '');
  if (named.length === 0) return [];
  return checkAgainst(facts, 'principalCheck', claims.length, () => [
    claimedBy(named, ({ principal }) => facts.personOf(principal)),
    usersBilled(facts),
  ]);
}

/** Holds what the rows say each person spent against so many claims. One finding a day with the worst case. */
function checkAgainst(
  { day, known, lines }: DayFacts,
  kind: 'ownerCheck' | 'principalCheck',
  claims: number,
  sums: () => [expected: ReadonlyMap<string, bigint>, billed: ReadonlyMap<string, bigint>],
): Finding[] {
  // A bill that still grows is split by tokens where its tags are behind: no difference worth a human's time.
  if (!known.groups.every((group) => group.billCounts || group.isDue)) return [];
  const [expected, billed] = sums();
  const rounding = roundingOf(claims + lines.length);
  const differing = differencesBetween(expected, billed, rounding);
  const total = differing.reduce((all, { difference }) => all + sizeOf(difference), 0n);
  // Of several that are as large, the first.
  const worst = differing.reduce<{ key: string; difference: bigint }>(
    (most, one) => (sizeOf(one.difference) > sizeOf(most.difference) ? one : most),
    { key: '', difference: 0n },
  );
  if (total < WORTH_A_LOOK) return [];
  const detail = {
    people: String(differing.length),
    largest: worst.key.replace('\n', ' · '),
    largestDifference: formatExact(worst.difference as Money),
  };
  return [finding(day, kind, '', 'info', total as Money, detail)];
}

const NOBODY = ownerKey({ userEmail: null, costCenter: null });

/** What owners had before the bill overruled it: that it had to is what a human should see. */
function ownersBilled({ rows, notes, personOf }: DayFacts): Map<string, bigint> {
  const keyOf = ({ userEmail, costCenter }: Pick<SpendRow, 'userEmail' | 'costCenter'>) =>
    ownerKey({ userEmail: userEmail && personOf(userEmail), costCenter });
  const billed = billedBy(rows, keyOf);
  for (const { owner, amount } of notes.overruled) {
    const key = keyOf(owner);
    if (key !== NOBODY) billed.set(key, (billed.get(key) ?? 0n) + amount);
  }
  return billed;
}

function usersBilled({ rows, personOf }: DayFacts): Map<string, bigint> {
  return billedBy(rows, ({ userEmail }) => userEmail && personOf(userEmail));
}

function billedBy(rows: readonly SpendRow[], keyOf: (row: SpendRow) => string | null): Map<string, bigint> {
  const billed = new Map<string, bigint>();
  for (const row of rows) {
    if (row.view !== 'profile' || row.reason !== null || row.billed === 0n) continue;
    const key = keyOf(row);
    if (key !== null) billed.set(key, (billed.get(key) ?? 0n) + row.billed);
  }
  return billed;
}

function billedNotSeen({ day, rows }: DayFacts): Finding[] {
  const ofReason = rows.filter(
    (row) => row.view === 'profile' && row.reason === 'billedNotSeen' && row.billed !== 0n,
  );
  return [...Map.groupBy(ofReason, (row) => row.modelKey)].map(([model, held]) => {
    const tokens = held.reduce((total, row) => total + row.billedTokens, 0n);
    const amount = sum(held.map((row) => row.billed));
    return finding(day, 'billedNotSeen', model, 'info', amount, { model, tokens: String(tokens) });
  });
}

/**
 * Tokens that were seen, that the bill should hold by now, and does not: where a part of them came the bill counts, where
 * none did their estimate does, and the finding says at how much.
 */
function seenNotBilled({ day, known, lines, rows }: DayFacts): Finding[] {
  if (lines.length === 0) return [];
  const short = known.groups.filter(
    (g) => (g.billCounts || g.isDue) && g.seen > 0n && g.billed * 1000n < g.seen * 995n,
  );
  return [...Map.groupBy(short, (group) => group.modelKey)].map(([model, groups]) => {
    const missing = groups.reduce((total, group) => total + group.seen - group.billed, 0n);
    const held = rows.filter(
      (row) =>
        row.view === 'profile' &&
        row.modelKey === model &&
        groups.some((g) => g.kind === row.kind && ['unknown', row.region].includes(g.region)),
    );
    const difference = sum(held.map((row) => row.estimated)) - sum(held.map((row) => row.billed));
    // What has no rate is a finding of its own, and what it will be billed at is not nothing.
    const isUnknown = difference <= 0n && held.some((row) => row.tokens > 0n && row.rateSource === null);
    const amount = isUnknown ? null : (larger(difference, 0n) as Money);
    const standing = sum(held.flatMap((row) => (row.label === 'estimated' ? row.amount : []))) as Money;
    const stands = standing === 0n ? {} : { standing: formatExact(standing) };
    return finding(day, 'seenNotBilled', model, 'warning', amount, {
      model,
      tokens: String(missing),
      ...stands,
    });
  });
}

function unknownUsageTypes({ day, lines }: DayFacts): Finding[] {
  const unknown = lines.filter((line) => line.reading.family === 'unknown');
  return [...Map.groupBy(unknown, (line) => `${line.service} · ${line.usageType}`)].map(([key, held]) => {
    const [first] = held;
    const detail = { service: first?.service ?? '', usageType: first?.usageType ?? '' };
    return finding(
      day,
      'unknownUsageType',
      key,
      'warning',
      sum(held.map((line) => line.charge.amount)),
      detail,
    );
  });
}

function unpricedModels({ day, rows }: DayFacts): Finding[] {
  const unpriced = rows.filter(
    (row) =>
      row.view === 'profile' && row.tokens > 0n && row.rateSource === null && row.modelKey !== 'unknown',
  );
  return [...Map.groupBy(unpriced, (row) => row.modelKey)].map(([model, held]) => {
    const tokens = held.reduce((total, row) => total + row.tokens, 0n);
    const kinds = [...new Set(held.map((row) => row.kind))].sort().join(', ');
    return finding(day, 'unpricedModel', model, 'warning', null, { model, kinds, tokens: String(tokens) });
  });
}

function unknownDimensions({ day, estate }: DayFacts): Finding[] {
  const strange = estate.used.filter(
    ({ caller }) => caller.profileArn === null && caller.modelKey === 'unknown',
  );
  if (strange.length === 0) return [];
  const tokens = strange.reduce((total, used) => total + used.tokens, 0n);
  const places = [...new Set(strange.map(({ caller }) => `${caller.accountId} ${caller.region}`))]
    .sort()
    .join(', ');
  return [finding(day, 'unknownProfile', '', 'warning', null, { places, tokens: String(tokens) })];
}

function tags({ day, estate, notes }: DayFacts): Finding[] {
  const found: Finding[] = [];
  for (const value of notes.sharedTags) {
    found.push(finding(day, 'sharedProfileTag', value, 'warning', null, { value }));
  }
  if (notes.notPlaced > roundingOf(0)) {
    const detail = { amount: formatExact(notes.notPlaced) };
    found.push(finding(day, 'tagNotPlaced', '', 'warning', notes.notPlaced, detail));
  }
  const changed = new Set(
    estate.used.filter((c) => c.caller.tagsChanged).map((c) => c.caller.profileArn ?? ''),
  );
  for (const profile of changed) found.push(finding(day, 'tagsChanged', profile, 'info', null, { profile }));
  return found;
}

function finding(
  day: Day,
  kind: FindingKind,
  subject: string,
  severity: Finding['severity'],
  amount: Money | null,
  detail: Finding['detail'],
): Finding {
  return { kind, key: [kind, day, subject].filter(Boolean).join(':'), severity, day, amount, detail };
}
