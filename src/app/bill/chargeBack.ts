import { type Known, NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import { sum, ZERO } from '../../core/money.ts';
import type { SpendGroup, SpendSum } from '../../core/questions.ts';
import { wayToInvoice } from '../../core/reconciliation.ts';
import {
  type DayRange,
  type Money,
  type TokenKind,
  UNALLOCATED_REASONS,
  type UnallocatedReason,
} from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed, scopeOf } from '../asking.ts';
import { type Gone, goneOf, keptPartOf } from '../kept.ts';
import { type Names, readNames } from '../names.ts';
import { mustShow } from '../privacy/shown.ts';

/**
 * What is charged to whom: by cost center, or down to person, model and profile. Both come to the same, and what the bill
 * says of it comes to the invoice: usage, and every other charge in a row of its own.
 */

export const CHARGE_BACK_FORMS = ['summary', 'detail'] as const;
export type ChargeBackForm = (typeof CHARGE_BACK_FORMS)[number];

/** By what a form has rows, of what somebody owns and of what nobody does. */
const GROUPS: Readonly<
  Record<ChargeBackForm, { owned: readonly SpendGroup[]; rest: readonly SpendGroup[] }>
> = {
  summary: { owned: ['costCenter'], rest: [] },
  detail: { owned: ['costCenter', 'user', 'model', 'profile'], rest: ['model', 'profile'] },
};

export interface ChargeBackRow extends Known {
  /** '' where it has none, or the form does not say. */
  costCenter: string;
  user: string;
  model: string;
  profileArn: string;
  /** Why nobody owns it; null: somebody does. */
  reason: UnallocatedReason | null;
  /** Of it, what the bill says, 10⁻¹⁰ USD. */
  billed: Money;
  tokens: bigint;
  tokensByKind: Readonly<Record<TokenKind, bigint>>;
  label: SpendSum['label'];
}

export interface ChargeBack {
  form: ChargeBackForm;
  range: DayRange;
  /** By cost center, the largest of each first; what nobody owns last, by its reasons. */
  rows: readonly ChargeBackRow[];
  /** Charges of the bill that are no usage, and that nobody is charged for: tax, credits, refunds. */
  others: readonly { recordType: string; amount: Money }[];
  /** `billed`: what the invoice comes to, with those. */
  total: Known & { billed: Money };
  names: Names;
  /** Why nothing is told of it: it is not kept any more. A part must not look like the whole. */
  gone: Gone | null;
}
const NOTHING = { rows: [], others: [], total: { ...NOTHING_KNOWN, billed: ZERO } };

/**
 * @throws Forbidden where whoever asks does not see the bill
 * @throws Withheld where single people are not shown to them, or parts of months
 */
export const readChargeBack = (asking: Asking, range: DayRange, form: ChargeBackForm): Promise<ChargeBack> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'bill' });
    mustShow(inside, { range, byDay: false });
    const { owned, rest } = GROUPS[form];
    const scope = scopeOf(inside);
    const gone =
      (await keptPartOf(inside, range, ['bill'])).gone ??
      (await goneOf(inside, { range, groupBy: owned, filter: { reason: [''] }, scope }));
    if (gone !== null) return { ...NOTHING, form, range, gone, names: await readNames(inside, []) };
    const { spend, charges } = inside.store;
    const asked = { range, basis: 'best' as const, scope };
    const whose = await spend.query({ ...asked, groupBy: owned, filter: {}, unowned: 'left' });
    const rows = whose.rows.map((row) => rowOf(row, owned, null)).sort(byCostCenter);
    for (const reason of UNALLOCATED_REASONS) {
      const filter = { reason: [reason] };
      const lost = await spend.query({ ...asked, groupBy: rest, filter, unowned: 'among' });
      rows.push(...lost.rows.map((row) => rowOf(row, rest, reason)));
    }
    inside.noteLook?.(rows.map(({ user }) => user));
    const way = wayToInvoice(
      sum(rows.map(({ billed }) => billed)),
      await charges.lines({ range, records: 'others' }),
    );
    const arns = rows.flatMap(({ profileArn }) => (profileArn === '' ? [] : [profileArn]));
    return {
      ...{ form, range, rows, others: way.others, gone: null },
      total: { ...sumKnown(rows), billed: way.total },
      names: await readNames(inside, [...new Set(arns)]),
    };
  });

function rowOf(
  row: SpendSum,
  groups: readonly SpendGroup[],
  reason: UnallocatedReason | null,
): ChargeBackRow {
  const of = (group: SpendGroup) => row.keys[groups.indexOf(group)] ?? '';
  const { amount, unpricedTokens, billed, tokens, tokensByKind, label } = row;
  return {
    ...{ amount, unpricedTokens, billed, tokens, tokensByKind, label, reason },
    ...{ costCenter: of('costCenter'), user: of('user'), model: of('model'), profileArn: of('profile') },
  };
}

/** The order of the figures is kept within each. */
const byCostCenter = (a: ChargeBackRow, b: ChargeBackRow): number =>
  a.costCenter === b.costCenter ? 0 : a.costCenter < b.costCenter ? -1 : 1;

/** Spend that is not on the bill, or not yet, 10⁻¹⁰ USD. */
export const unbilledIn = ({ amount, billed }: Pick<ChargeBackRow, 'amount' | 'billed'>): Money =>
  (amount - billed) as Money;

/** The same of all usage. */
export const unbilledOf = ({ rows }: Pick<ChargeBack, 'rows'>): Money => sum(rows.map(unbilledIn));
