import type { Context } from 'hono';
import { formatExact, sum } from '../core/money.ts';
import { addDays, dayOf, parseDay } from '../core/periods.ts';
import type { Charge, SpendRow } from '../core/types.ts';
import { day as showDay, usd } from '../ui/format.ts';
import type { Frame } from '../ui/layout.tsx';
import { Badge, PlainPage } from '../ui/pages/plain.tsx';
import type { TableData } from '../ui/table.tsx';
import { cards } from './cards.tsx';
import { moneyCell, type Names, namesOf, scopePath, tokensCell } from './cells.ts';
import type { ServerDeps } from './deps.ts';
import { frameOf } from './frame.ts';

/** One day, down to the single charges and to whom each part of them was given. */
export async function dayPage(c: Context, deps: ServerDeps): Promise<Response> {
  let day: string;
  try {
    day = parseDay(c.req.param('day') ?? '');
  } catch {
    return await c.notFound();
  }
  const frame = frameOf(c, deps);
  const { m } = frame;
  const range = { start: day, endExclusive: addDays(day, 1) };
  const [{ rows }, charges, catalogue, profiles] = await Promise.all([
    deps.store.spend.rows({ range }, { limit: 100_000, offset: 0 }),
    deps.store.charges.list({ range, grouping: 'line' }),
    deps.store.profiles.catalogue(),
    deps.store.profiles.all(),
  ]);
  const total = sum(rows.map((row) => row.amount));
  const result = cards(c, frame, `day-${day}`, [
    {
      id: '',
      title: m.day.rows,
      table: rowsTable(rows, frame, namesOf(catalogue, profiles)),
      empty: m.empty,
    },
    { id: 'charges', title: m.day.charges, table: chargesTable(charges, frame), empty: m.day.noBill },
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={`${showDay(day, frame.locale)} ${day.slice(0, 4)}`}
      intro={m.day.intro(usd(total), usd(sum(charges.map((charge) => charge.amount))))}
    >
      <nav class="pager">
        <a href={`/days/${addDays(day, -1)}`}>{`‹ ${showDay(addDays(day, -1), frame.locale)}`}</a>
        {day < dayOf(deps.clock.now()) && (
          <a href={`/days/${addDays(day, 1)}`}>{`${showDay(addDays(day, 1), frame.locale)} ›`}</a>
        )}
      </nav>
      <div class="grid">{result.shown}</div>
    </PlainPage>,
  );
}

function rowsTable(rows: readonly SpendRow[], frame: Frame, names: Names): TableData {
  const { m } = frame;
  return {
    caption: m.usd,
    columns: [
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
      const nobody = row.reason ? `${m.unallocated}: ${m.reason[row.reason]}` : m.none.user;
      return {
        muted: row.reason !== null,
        cells: [
          row.userEmail
            ? { text: row.userEmail, href: scopePath('user', row.userEmail) }
            : { text: nobody, raw: row.reason ? `unallocated:${row.reason}` : '' },
          row.costCenter
            ? { text: row.costCenter, href: scopePath('costCenter', row.costCenter) }
            : { text: '–', raw: '' },
          profile
            ? { text: profile.name, raw: row.profileArn ?? '', href: `/profiles/${profile.shortId}` }
            : { text: '–', raw: '' },
          row.modelKey === 'unknown'
            ? { text: m.none.model, raw: row.modelKey }
            : {
                text: names.model(row.modelKey),
                raw: row.modelKey,
                href: `/models/${encodeURIComponent(row.modelKey)}`,
              },
          { text: m.kind[row.kind], raw: row.kind },
          tokensCell(row.tokens),
          moneyCell(row.billed),
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
      ...['', '', '', ''].map((text) => ({ text })),
      tokensCell(rows.reduce((all, row) => all + row.tokens, 0n)),
      moneyCell(sum(rows.map((row) => row.billed))),
      moneyCell(sum(rows.map((row) => row.estimated))),
      moneyCell(sum(rows.map((row) => row.amount))),
      { text: '' },
      { text: '' },
    ],
  };
}

function chargesTable(charges: readonly Charge[], { m }: Frame): TableData {
  return {
    caption: m.usd,
    columns: [
      { name: m.day.service, key: 'service' },
      { name: m.day.usageType, key: 'usageType' },
      { name: m.day.quantity, key: 'quantity', number: true },
      { name: m.billed, key: 'billed_usd', number: true },
      { name: m.state, key: 'label' },
    ],
    rows: [...charges]
      .sort((a, b) => (b.amount > a.amount ? 1 : -1))
      .map((charge) => {
        const label = charge.provisional ? 'provisional' : 'final';
        return {
          cells: [
            { text: charge.key1 },
            { text: charge.key2, show: <code>{charge.key2}</code> },
            { text: formatExact(charge.quantity), sort: charge.quantity },
            moneyCell(charge.amount),
            { text: m.status[label], raw: label, show: <Badge kind={label} text={m.status[label]} /> },
          ],
        };
      }),
    foot: [
      { text: m.total, raw: 'total' },
      { text: '' },
      { text: '' },
      moneyCell(sum(charges.map((charge) => charge.amount))),
      { text: '' },
    ],
  };
}
