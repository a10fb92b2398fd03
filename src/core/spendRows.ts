import type { Holder } from './estate.ts';
import { ZERO } from './money.ts';
import type { AllocationMethod, Day, Money, SpendLabel, SpendRow } from './types.ts';

/** What a row is about: everything but its figures. */
interface RowKey {
  view: SpendRow['view'];
  holder: Holder;
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

/** Collects figures into one row per key. */
export interface RowSet {
  add(key: RowKey, figures: Figures): void;
  rows(): SpendRow[];
}

/** Less sure is earlier: a merged row is as sure as its least sure part. */
const CERTAINTY: readonly SpendLabel[] = ['estimated', 'provisional', 'final'];

type Draft = { -readonly [K in keyof SpendRow]: SpendRow[K] };

export function rowSet(day: Day): RowSet {
  const drafts = new Map<string, Draft>();
  return {
    add(key, figures) {
      const text = textOf(key);
      let draft = drafts.get(text);
      if (draft === undefined) {
        draft = emptyRow(day, key, figures.label);
        drafts.set(text, draft);
      }
      addTo(draft, figures);
    },
    rows: () => [...drafts.values()],
  };
}

function textOf({ view, holder, modelKey, kind, service, usageType, method }: RowKey): string {
  const { accountId, region, profileArn, userEmail, costCenter, reason } = holder;
  return `${view}\n${accountId}\n${region}\n${profileArn}\n${modelKey}\n${kind}\n${service}\n${usageType}\n${userEmail}\n${costCenter}\n${method}\n${reason}`;
}

function emptyRow(day: Day, key: RowKey, label: SpendLabel): Draft {
  const { accountId, region, profileArn, userEmail, costCenter, reason } = key.holder;
  const { view, modelKey, kind, service, usageType } = key;
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
    allocatedBy: key.method,
    reason,
    rateSource: null,
  };
}

function addTo(row: Draft, { label, billed = 0n, billedTokens = 0n, amount = 0n, seen }: Figures): void {
  row.billed = (row.billed + billed) as Money;
  row.billedTokens += billedTokens;
  row.amount = (row.amount + amount) as Money;
  if (CERTAINTY.indexOf(label) < CERTAINTY.indexOf(row.label)) row.label = label;
  if (seen === undefined) return;
  // Null among what is merged stays null: a row with unpriced tokens in it is not a priced one.
  row.rateSource = row.tokens === 0n || row.rateSource !== null ? seen.rate : null;
  row.tokens += seen.tokens;
  row.estimated = (row.estimated + seen.mid) as Money;
  row.estimatedLow = (row.estimatedLow + seen.low) as Money;
  row.estimatedHigh = (row.estimatedHigh + seen.high) as Money;
}
