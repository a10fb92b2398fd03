import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Known, NOTHING_KNOWN, sumKnown } from '../../core/known.ts';
import { sum, ZERO } from '../../core/money.ts';
import type { SpendGroup, SpendQuery, SpendSum } from '../../core/questions.ts';
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
  /** Days that the ledger knows; null: none yet. */
  ledger: DayRange | null;
  /** Why nothing is told of it: it is not kept any more. A part must not look like the whole. */
  gone: Gone | null;
}
const NOTHING = { ledger: null, rows: [], others: [], total: { ...NOTHING_KNOWN, billed: ZERO } };

/**
 * @throws Forbidden where whoever asks does not see the bill
 * @throws Withheld where single people are not shown to them, or parts of months
 */
export async function readChargeBack(
  asking: Asking,
  range: DayRange,
  form: ChargeBackForm,
): Promise<ChargeBack> {
  mustBeAllowed(asking, 'see', { kind: 'bill' });
  mustShow(asking, { range, byDay: false });
  const { owned, rest } = GROUPS[form];
  const scope = scopeOf(asking);
  const asked = { range, basis: 'best' as const, scope };
  const question = { ...asked, groupBy: owned, filter: {}, unowned: 'left' as const };
  const before = owned.includes('user') ? await readInParts(asking, question) : null;
  return inOneReading(asking, async (inside) => {
    const gone =
      (await keptPartOf(inside, range, ['bill'])).gone ??
      (await goneOf(inside, { range, groupBy: owned, filter: { reason: [''] }, scope }));
    if (gone !== null) return { ...NOTHING, form, range, gone, names: await readNames(inside, []) };
    const { spend, charges, version } = inside.store;
    // What was read before the ledger changed does not belong to the rest.
    const isSame = before !== null && before.version === (await version.get()).ledger;
    const whose = isSame ? before.rows : (await spend.query(question)).rows;
    const rows = whose.map((row) => rowOf(row, owned, null)).sort(byCostCenter);
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
      ...{ form, range, rows, others: way.others, gone: null, ledger: await spend.range() },
      total: { ...sumKnown(rows), billed: way.total },
      names: await readNames(inside, [...new Set(arns)]),
    };
  });
}

/** People whose rows are read at once. */
const PEOPLE_AT_ONCE = 500;

/** Rows by person are tens of thousands: others are answered between two parts of them. `version`: of the ledger before. */
async function readInParts(
  { store }: Asking,
  question: SpendQuery,
): Promise<{ version: string; rows: readonly SpendSum[] }> {
  const { ledger: version } = await store.version.get();
  const { rows: people } = await store.spend.brief({ ...question, groupBy: ['user'] });
  const parts: (readonly SpendSum[])[] = [];
  for (let from = 0; from < people.length; from += PEOPLE_AT_ONCE) {
    const user = people.slice(from, from + PEOPLE_AT_ONCE).map(({ keys }) => keys[0] ?? '');
    parts.push((await store.spend.query({ ...question, filter: { ...question.filter, user } })).rows);
    await nextTurn();
  }
  return { version, rows: parts.flat() };
}

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

/** The largest of each first; what is alike in the order of its names. */
const byCostCenter = (a: ChargeBackRow, b: ChargeBackRow): number => {
  if (a.costCenter !== b.costCenter) return a.costCenter < b.costCenter ? -1 : 1;
  if (a.amount !== b.amount) return a.amount > b.amount ? -1 : 1;
  return inOrder(a.user, b.user) || inOrder(a.model, b.model) || inOrder(a.profileArn, b.profileArn);
};
const inOrder = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Spend that is not on the bill, or not yet, 10⁻¹⁰ USD. */
export const unbilledIn = ({ amount, billed }: Pick<ChargeBackRow, 'amount' | 'billed'>): Money =>
  (amount - billed) as Money;

/** The same of all usage. */
export const unbilledOf = ({ rows }: Pick<ChargeBack, 'rows'>): Money => sum(rows.map(unbilledIn));
