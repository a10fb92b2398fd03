import type { Names } from '../../app/names.ts';
import { href, scopeHref } from '../../core/href.ts';
import { isUnknownModel } from '../../core/models.ts';
import { sum } from '../../core/money.ts';
import type { RowSum } from '../../core/questions.ts';
import type { SpendRow } from '../../core/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import { dayCell, moneyCell, tokensCell } from '../tables/cells.ts';

/**
 * Rows of the one table as they are: who, with what, how much, how known; with their day where they are of several.
 * @param sums what all of them come to; the rows themselves unless given
 */
export function rowsTable(
  rows: readonly SpendRow[],
  frame: Frame,
  names: Names,
  { days, sums = rows }: { days: boolean; sums?: readonly RowSum[] },
): TableData {
  const { m } = frame;
  return {
    caption: m.usd,
    columns: [
      ...(days ? [{ name: m.name.day, key: 'day' }] : []),
      { name: m.name.user, key: 'user' },
      { name: m.name.costCenter, key: 'costCenter' },
      { name: m.name.profile, key: 'profile' },
      { name: m.name.model, key: 'model' },
      { name: m.name.tokenKind, key: 'tokenKind' },
      { name: m.tokens, key: 'tokens', number: true },
      { name: m.billed, key: 'billed_usd', number: true },
      { name: m.estimated, key: 'estimated_usd', number: true },
      { name: m.spent, key: 'amount_usd', number: true },
      { name: m.day.by, key: 'allocatedBy' },
      { name: m.state, key: 'label' },
    ],
    rows: rows.map((row, i) => {
      const cells = (): Cell[] => [
        ...(days ? [dayCell(row.day, frame)] : []),
        ...ownerCells(row, frame),
        profileCell(row, names),
        modelCell(row, frame, names),
        { text: m.kind[row.kind], raw: row.kind },
        tokensCell(row.tokens),
        { ...moneyCell(row.billed), ...chargeOf(row) },
        moneyCell(row.estimated),
        moneyCell(row.amount),
        { text: row.allocatedBy ? m.method[row.allocatedBy] : '–', raw: row.allocatedBy ?? '' },
        {
          text: m.status[row.label],
          raw: row.label,
          show: <Badge kind={row.label} text={m.status[row.label]} />,
        },
      ];
      return lazyRow(String(i), cells, row.reason !== null);
    }),
    foot: [
      { text: m.total, raw: 'total' },
      ...(days ? [''] : []).concat('', '', '', '').map((text) => ({ text })),
      tokensCell(sums.reduce((all, row) => all + row.tokens, 0n)),
      moneyCell(sum(sums.map((row) => row.billed))),
      moneyCell(sum(sums.map((row) => row.estimated))),
      moneyCell(sum(sums.map((row) => row.amount))),
      { text: '' },
      { text: '' },
    ],
  };
}

/** Its user, or why there is none, and its cost center. */
function ownerCells({ userEmail, costCenter, reason }: SpendRow, { m }: Frame): Cell[] {
  const nobody = reason ? `${m.unallocated}${m.colon}${m.reason[reason]}` : m.none.user;
  return [
    userEmail
      ? { text: userEmail, href: scopeHref('user', userEmail) }
      : { text: nobody, raw: reason ? `unallocated:${reason}` : '' },
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
