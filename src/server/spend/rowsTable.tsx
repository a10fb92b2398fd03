import type { Names } from '../../app/names.ts';
import { href, scopeHref } from '../../core/href.ts';
import { estimateOfRow, knownOfRow, sumKnown } from '../../core/known.ts';
import { isUnknownModel } from '../../core/models.ts';
import { sum } from '../../core/money.ts';
import type { RowSum } from '../../core/questions.ts';
import type { Priced, SpendRow } from '../../core/types.ts';
import { usdTogether } from '../../core/usd.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import {
  alone,
  dayCell,
  knownCell,
  moneyCell,
  plainDayCell,
  tokensCell,
  UNPRICED_TOKENS,
  unpricedTokensCell,
} from '../tables/cells.ts';

/**
 * Rows of the one table as they are: who, with what, how much, how known; with their day where they are of several.
 * @param seesBill whether whoever looks may open the day of the bill that a row is of
 * @param alike columns that say the same in every row, as they are asked for
 * @param sums what all of them come to; the rows themselves unless given
 */
export function rowsTable(
  rows: readonly SpendRow[],
  frame: Frame,
  names: Names,
  {
    days,
    seesBill,
    alike = [],
    sums = rows,
  }: { days: boolean; seesBill: boolean; alike?: readonly string[]; sums?: readonly RowSum[] },
): TableData {
  const { m } = frame;
  const spent = sumKnown(sums.map(knownOfRow));
  // With what is on other pages, all of it makes the foot.
  const column = (of: (row: RowSum) => Priced) => {
    const shown = rows.map(of);
    return usdTogether([...shown, (sum(sums.map(of)) - sum(shown)) as Priced]);
  };
  const [billed, estimated, amount] = [
    column((row) => row.billed),
    column((row) => row.estimated),
    column((row) => row.amount),
  ];
  return {
    caption: m.usd,
    columns: [
      ...(days ? [{ name: m.name.day, key: 'day' }] : []),
      ...(['user', 'costCenter', 'profile', 'model', 'tokenKind'] as const).map((key) => ({
        ...{ name: m.name[key], key },
        detail: key === 'costCenter' || key === 'profile' || alike.includes(key),
      })),
      { name: m.tokens, key: 'tokens', number: true, detail: true },
      { name: m.billed, key: 'billed_usd', number: true, detail: true },
      { name: m.estimated, key: 'estimated_usd', number: true, detail: true },
      { name: m.spent, key: 'amount_usd', csv: 'spent_usd', number: true },
      { name: m.day.by, key: 'allocatedBy', detail: true },
      { name: m.state, key: 'label' },
      { name: 'unallocated_reason', key: 'unallocated_reason', file: true },
      UNPRICED_TOKENS,
    ],
    rows: rows.map((row, i) => {
      const cells = (): Cell[] => [
        ...(days ? [(seesBill ? dayCell : plainDayCell)(row.day, frame)] : []),
        ...ownerCells(row, frame),
        profileCell(row, names),
        modelCell(row, frame, names),
        { text: m.kind[row.kind], raw: row.kind },
        tokensCell(row.tokens, frame),
        { ...moneyCell(row.billed, billed(i)), ...(seesBill ? chargeOf(row) : {}) },
        alone(knownCell(estimateOfRow(row), frame, estimated(i))),
        alone(knownCell(knownOfRow(row), frame, amount(i))),
        { text: row.allocatedBy ? m.method[row.allocatedBy] : '–', raw: row.allocatedBy ?? '' },
        {
          text: m.status[row.label],
          raw: row.label,
          show: <Badge kind={row.label} text={m.status[row.label]} />,
        },
        { text: row.reason ?? '' },
        unpricedTokensCell(knownOfRow(row)),
      ];
      return lazyRow(String(i), cells, row.reason !== null);
    }),
    foot: [
      { text: m.total, raw: 'total' },
      ...(days ? [''] : []).concat('', '', '', '').map((text) => ({ text })),
      tokensCell(
        sums.reduce((all, row) => all + row.tokens, 0n),
        frame,
      ),
      moneyCell(sum(sums.map((row) => row.billed))),
      knownCell(sumKnown(sums.map(estimateOfRow)), frame),
      knownCell(spent, frame),
      { text: '' },
      { text: '' },
      { text: '' },
      unpricedTokensCell(spent),
    ],
  };
}

/** Its user, or why there is none, and its cost center. */
function ownerCells({ userEmail, costCenter, reason }: SpendRow, { m }: Frame): Cell[] {
  const nobody = reason ? `${m.unallocated}${m.colon}${m.reason[reason]}` : m.none.user;
  return [
    userEmail
      ? { text: userEmail, person: userEmail, href: scopeHref('user', userEmail) }
      : { text: nobody, raw: '' },
    costCenter ? { text: costCenter, href: scopeHref('costCenter', costCenter) } : { text: '–', raw: '' },
  ];
}

function profileCell({ profileArn }: SpendRow, names: Names): Cell {
  const profile = profileArn === null ? null : names.profile(profileArn);
  return profile
    ? { text: profile.name, raw: profileArn ?? '', href: href`/profiles/${profile.shortId}` }
    : { text: '–', raw: '' };
}

const modelCell = ({ modelKey }: SpendRow, { m }: Frame, names: Names): Cell =>
  isUnknownModel(modelKey)
    ? { text: m.none.model, raw: modelKey }
    : { text: names.model(modelKey), raw: modelKey, href: href`/models/${modelKey}` };

/** The charge behind a billed line, among those of its day. */
function chargeOf({ day, usageType }: SpendRow): { href?: string } {
  if (usageType === '') return {};
  return { href: href`/days/${day}?${{ 'charges.q': usageType }}#table-charges` };
}
