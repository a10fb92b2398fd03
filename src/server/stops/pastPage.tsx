import type { Context } from 'hono';
import { type PastRow, pastStops, usualMonth } from '../../app/stop/past.ts';
import { may } from '../../core/access.ts';
import { href, scopeHref } from '../../core/href.ts';
import { dayOf, monthOf, monthRange, PeriodError, parseMonth } from '../../core/periods.ts';
import type { Month } from '../../core/types.ts';
import { month as showMonth } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Field, PlainPage } from '../../ui/plain.tsx';
import { lazyRow, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { dayCell, moneyCell, plainDayCell } from '../tables/cells.ts';
import { narrowedIn, periodIn, whoseWords } from './words.ts';

/** Whom hard budgets would have stopped in a month, as far as whoever asks may see them. */
export async function pastPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m, locale } = frame;
  const words = m.stops.past;
  const asking = askingOf(c, deps);
  const typed = c.req.query('month') ?? '';
  const asked = monthIn(typed);
  const isBad = typed !== '' && (asked === null || asked > monthOf(dayOf(asking.now)));
  const month = isBad || asked === null ? usualMonth(asking) : asked;
  const list = await pastStops(asking, month, c.req.query('all') === 'yes');
  const seesBill = may(viewerOf(c), 'see', { kind: 'bill' });
  const title = words.title(showMonth(month, locale));
  const empty = list.any ? words.empty : words.none;
  const result = await cards(c, frame, { what: 'stops', range: monthRange(month) }, [
    { id: '', title, table: pastTable(list.rows, frame, seesBill), empty },
  ]);
  if (result.response) return result.response;
  return c.html(
    <PlainPage
      frame={frame}
      title={title}
      intro={words.intro}
      message={messageOf(isBad ? m.period.refused.noMonth : null, undefined, {})}
    >
      <p class="headline">{words.lead(list.rows.length)}</p>
      <form class="inline" method="get" action={href`/stops/dry-run`}>
        <Field name="month" label={words.month} values={{ month: isBad ? typed : month }} />
        {list.all && <input type="hidden" name="all" value="yes" />}
        <button type="submit">{words.show}</button>
        <a href={href`/stops/dry-run?${{ month, all: list.all ? undefined : 'yes' }}`}>
          {list.all ? words.hardOnly : words.all}
        </a>
      </form>
      <div class="grid">{result.shown}</div>
      <details class="note">
        <summary>{words.how}</summary>
        <ul>
          {words.rules.map((rule) => (
            <li>{rule}</li>
          ))}
        </ul>
      </details>
    </PlainPage>,
  );
}

function monthIn(typed: string): Month | null {
  try {
    return typed === '' ? null : parseMonth(typed);
  } catch (error) {
    if (error instanceof PeriodError) return null;
    throw error;
  }
}

function pastTable(rows: readonly PastRow[], frame: Frame, seesBill: boolean): TableData {
  const { m } = frame;
  const words = m.stops;
  return {
    caption: m.usd,
    columns: [
      { name: words.who, key: 'who', csv: 'whom' },
      { name: words.kind, key: 'kind', csv: 'whom_type' },
      { name: words.by, key: 'budget' },
      { name: words.past.day, key: 'stopped_on' },
      { name: words.counted, key: 'counted_usd', number: true },
      { name: words.limit, key: 'limit_usd', csv: 'budget_usd', number: true },
      { name: words.past.after, key: 'after_usd', csv: 'spent_after_usd', number: true },
    ],
    rows: rows.map((row) =>
      lazyRow(`${row.budgetId} ${row.whom.key} ${row.periodStart}`, () => {
        const narrowed = narrowedIn(row, frame);
        return [
          {
            text: whoseWords(row.whom, row.name, frame),
            raw: row.whom.key,
            href: scopeHref(row.whom.kind, row.whom.key),
            ...(row.name === '' ? {} : { beside: [{ text: row.whom.key }] }),
          },
          { text: m.budgetsSeeing.over.kinds[row.whom.kind], raw: row.whom.kind },
          {
            text: periodIn(row, frame),
            raw: row.budgetId,
            href: href`/budgets/${row.budgetId}`,
            ...(narrowed === '' ? {} : { beside: [{ text: narrowed }] }),
          },
          (seesBill ? dayCell : plainDayCell)(row.day, frame),
          moneyCell(row.counted),
          moneyCell(row.limit),
          moneyCell(row.after),
        ];
      }),
    ),
  };
}
