import type { Holder } from './estate.ts';
import { ZERO } from './money.ts';
import type { AllocationMethod, Day, Money, SpendLabel, SpendRow } from './types.ts';

/** What a row is about beside its holder: everything but its figures. The same object is the same subject. */
export interface Subject {
  view: SpendRow['view'];
  modelKey: string;
  kind: SpendRow['kind'];
  service: string;
  usageType: string;
  method: AllocationMethod | null;
}

/** Figures to add to a row. */
export interface Figures {
  label: SpendLabel;
  billed?: bigint;
  billedTokens?: bigint;
  amount?: bigint;
  /** Tokens seen, with what they are worth; `rate` null where nothing is known. */
  seen?: { tokens: bigint; mid: bigint; low: bigint; high: bigint; rate: SpendRow['rateSource'] };
}

/** Collects figures into one row per holder and subject. */
export interface RowSet {
  add(holder: Holder, subject: Subject, figures: Figures): void;
  rows(): SpendRow[];
}

/** A merged row is as sure as its least sure part. */
const CERTAINTY: Readonly<Record<SpendLabel, number>> = { estimated: 0, provisional: 1, final: 2 };

type Draft = { -readonly [K in keyof SpendRow]: SpendRow[K] };

export function rowSet(day: Day): RowSet {
  const drafts = new Map<number, Draft>();
  const holders = numbered(textOfHolder);
  const subjects = numbered(textOfSubject);
  return {
    add(holder, subject, figures) {
      const key = holders(holder) * MOST_SUBJECTS + subjects(subject);
      let draft = drafts.get(key);
      if (draft === undefined) {
        draft = emptyRow(day, holder, subject, figures.label);
        drafts.set(key, draft);
      }
      addTo(draft, figures);
    },
    rows: () => [...drafts.values()],
  };
}

/** More than there are kinds of lines on a day of the largest company, and few enough that keys stay exact. */
const MOST_SUBJECTS = 1_000_000;

/** Numbers from 0 on, one for each text. A text is made once an object: days have tens of thousands of rows. */
function numbered<T extends object>(textOf: (one: T) => string): (one: T) => number {
  const ofObject = new Map<T, number>();
  const ofText = new Map<string, number>();
  return (one) => {
    let number = ofObject.get(one);
    if (number === undefined) {
      const text = textOf(one);
      number = ofText.get(text) ?? ofText.size;
      ofText.set(text, number);
      ofObject.set(one, number);
    }
    return number;
  };
}

function textOfHolder({ accountId, region, profileArn, userEmail, costCenter, reason }: Holder): string {
  return `${accountId}\n${region}\n${profileArn}\n${userEmail}\n${costCenter}\n${reason}`;
}

function textOfSubject({ view, modelKey, kind, service, usageType, method }: Subject): string {
  return `${view}\n${modelKey}\n${kind}\n${service}\n${usageType}\n${method}`;
}

function emptyRow(day: Day, holder: Holder, subject: Subject, label: SpendLabel): Draft {
  const { accountId, region, profileArn, userEmail, costCenter, reason } = holder;
  const { view, modelKey, kind, service, usageType, method } = subject;
  return {
    day,
    view,
    accountId,
    region,
    profileArn,
    modelKey,
    kind,
    service,
    usageType,
    userEmail,
    costCenter,
    tokens: 0n,
    billedTokens: 0n,
    billed: ZERO,
    estimated: ZERO,
    estimatedLow: ZERO,
    estimatedHigh: ZERO,
    amount: ZERO,
    label,
    allocatedBy: method,
    reason,
    rateSource: null,
  };
}

function addTo(row: Draft, { label, billed = 0n, billedTokens = 0n, amount = 0n, seen }: Figures): void {
  if (billed !== 0n) row.billed = (row.billed + billed) as Money;
  if (billedTokens !== 0n) row.billedTokens += billedTokens;
  if (amount !== 0n) row.amount = (row.amount + amount) as Money;
  if (CERTAINTY[label] < CERTAINTY[row.label]) row.label = label;
  if (seen === undefined) return;
  // Null among what is merged stays null: a row with unpriced tokens in it is not a priced one.
  row.rateSource = row.tokens === 0n || row.rateSource !== null ? seen.rate : null;
  row.tokens += seen.tokens;
  row.estimated = (row.estimated + seen.mid) as Money;
  row.estimatedLow = (row.estimatedLow + seen.low) as Money;
  row.estimatedHigh = (row.estimatedHigh + seen.high) as Money;
}
