import type { Names } from '../../app/names.ts';
import { href, scopeHref } from '../../core/href.ts';
import { sum } from '../../core/money.ts';
import type { SpendRow } from '../../core/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import type { TableData } from '../../ui/table.tsx';
import { dayCell, moneyCell, tokensCell } from '../tables/cells.ts';

/** Rows of the one table as they are: who, with what, how much, how known; with their day where they are of several. */
export function rowsTable(
  rows: readonly SpendRow[],
  frame: Frame,
  names: Names,
  { days }: { days: boolean },
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
    rows: rows.map((row) => {
      const profile = row.profileArn === null ? null : names.profile(row.profileArn);
      const nobody = row.reason ? `${m.unallocated}${m.colon}${m.reason[row.reason]}` : m.none.user;
      return {
        muted: row.reason !== null,
        cells: [
          ...(days ? [dayCell(row.day, frame)] : []),
          row.userEmail
            ? { text: row.userEmail, href: scopeHref('user', row.userEmail) }
            : { text: nobody, raw: row.reason ? `unallocated:${row.reason}` : '' },
          row.costCenter
            ? { text: row.costCenter, href: scopeHref('costCenter', row.costCenter) }
            : { text: '–', raw: '' },
          profile
            ? { text: profile.name, raw: row.profileArn ?? '', href: href`/profiles/${profile.shortId}` }
            : { text: '–', raw: '' },
          row.modelKey === 'unknown'
            ? { text: m.none.model, raw: row.modelKey }
            : {
                text: names.model(row.modelKey),
                raw: row.modelKey,
                href: href`/models/${row.modelKey}`,
              },
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
        ],
      };
    }),
    foot: [
      { text: m.total, raw: 'total' },
      ...(days ? [''] : []).concat('', '', '', '').map((text) => ({ text })),
      tokensCell(rows.reduce((all, row) => all + row.tokens, 0n)),
      moneyCell(sum(rows.map((row) => row.billed))),
      moneyCell(sum(rows.map((row) => row.estimated))),
      moneyCell(sum(rows.map((row) => row.amount))),
      { text: '' },
      { text: '' },
    ],
  };
}

/** The charge behind a billed line, among those of its day. */
function chargeOf({ day, usageType }: SpendRow): { href?: string } {
  if (usageType === '') return {};
  return { href: href`/days/${day}?${{ 'charges.q': usageType }}#table-charges` };
}
