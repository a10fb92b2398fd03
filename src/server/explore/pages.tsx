import { type Context, Hono } from 'hono';
import { UNKNOWN } from '../../app/known.ts';
import { isOwnAlone, showsDays } from '../../app/privacy/shown.ts';
import { boundsOf, type Explored, explore, MOST_COLUMNS } from '../../app/spend/explore.ts';
import { isTime, readExploration, THINGS } from '../../core/explore.ts';
import { foldEarlier } from '../../core/exploreMatrix.ts';
import { strayIn } from '../../ui/layout.tsx';
import { PlainPage } from '../../ui/plain.tsx';
import { DataTable } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { refusalPage } from '../http/refusals.tsx';
import { csv, wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';
import { exploreHref } from './address.ts';
import { answerWords } from './answer.ts';
import { ChartCard, rowBars } from './chart.tsx';
import { Chips, ExploreForm } from './form.tsx';
import { exploredTable, type Look } from './tables.ts';

/** One page on which any question about spend is put together; its address holds all of it. */

const PARAMETERS = ['group', 'by', 'measure', 'basis', 'chart', 'top', 'compare', ...THINGS];

export function exploreRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/explore', (c) => explorePage(c, deps));
  return app;
}

async function explorePage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const asking = askingOf(c, deps);
  const { asked, faults } = readExploration(c.req.queries());
  const days = showsDays(asking) || isOwnAlone(asking, asked.filter.user);
  const period = periodOf(c, deps.clock.now(), !days);
  const range = { start: period.start, endExclusive: period.endExclusive };
  const explored = await explore(asking, asked, range, boundsOf(asked));
  const look: Look = { frame, period, calendar: deps.settings.budgets.calendar, lines: days };
  const wrong = [
    ...(period.refused ? [`${m.period.refused[period.refused.fault]} ${m.period.insteadRunning}`] : []),
    ...strayIn(frame, PARAMETERS),
    ...faults.map((fault) => m.explore.fault[fault.kind](fault)),
    ...explored.unknown.map(
      ({ parameter, value, didYouMean }) => `${value}${m.colon}${m.invalid[UNKNOWN[parameter]](didYouMean)}`,
    ),
  ];
  if (wantsCsv(c)) return file(c, deps, explored, look, wrong);
  return c.html(
    <PlainPage frame={frame} title={m.explore.title} intro={m.explore.intro}>
      {wrong.map((words) => (
        <p class="message bad" role="alert">
          {words}
        </p>
      ))}
      <ExploreForm
        frame={frame}
        asked={asked}
        period={period}
        times={days}
        suggestions={{}}
        open={explored.unknown.length > 0}
      />
      <Chips frame={frame} explored={explored} period={period} />
      <Answer explored={explored} look={look} />
    </PlainPage>,
  );
}

function Answer({ explored, look }: { explored: Explored; look: Look }) {
  const { frame } = look;
  const { m } = frame;
  const { asked, gone, matrix } = explored;
  const nothing = gone
    ? goneWords(gone, frame)
    : explored.ledger === null
      ? m.nothingYet
      : matrix === null || matrix.rows.length === 0
        ? m.explore.empty
        : null;
  const title =
    asked.by === null
      ? m.explore.card(m.explore.dimension[asked.group])
      : m.explore.cardOf(m.explore.dimension[asked.group], m.explore.dimension[asked.by]);
  const bars = rowBars(explored, look);
  return (
    <>
      {nothing === null && (
        <p class="headline">{answerWords(explored, look).join(frame.locale === 'ja' ? '' : ' ')}</p>
      )}
      {explored.pastUnknown && <p class="note">{m.explore.pastUnknown}</p>}
      <div class="grid">
        {nothing === null && <ChartCard explored={explored} look={look} title={title} />}
        <section class="card" id="table-main">
          <div class="tools">
            <h2>{title}</h2>
            <span>
              {asked.measure === 'cost' && <span class="unit">{m.usd}</span>}
              {nothing === null && (
                <a
                  class="csv"
                  href={exploreHref(asked, look.period, [
                    ['format', 'csv'],
                    ['bom', '1'],
                  ])}
                >
                  {m.csv}
                </a>
              )}
            </span>
          </div>
          {nothing !== null ? (
            <p class="note">{nothing}</p>
          ) : (
            <>
              {bars?.legend}
              <DataTable
                data={{ ...exploredTable(folded(explored), look, bars?.bar ?? null), caption: '' }}
                label={title}
              />
            </>
          )}
        </section>
      </div>
    </>
  );
}

/** Days, weeks and months of a page at most; the file has all. */
const MOST_ROWS = 50;
const folded = (explored: Explored): Explored => {
  const { asked, matrix } = explored;
  if (matrix === null) return explored;
  const most = {
    rows: isTime(asked.group) ? MOST_ROWS : Number.POSITIVE_INFINITY,
    columns: isTime(asked.by) ? MOST_COLUMNS : Number.POSITIVE_INFINITY,
  };
  return { ...explored, matrix: foldEarlier(matrix, most) };
};

/** A file has no room for words: what is wrong with the question is said in its place. */
function file(
  c: Context,
  deps: ServerDeps,
  explored: Explored,
  look: Look,
  wrong: readonly string[],
): Response | Promise<Response> {
  const [fault = explored.gone && goneWords(explored.gone, look.frame)] = wrong;
  if (fault) return refusalPage(c, deps, 400, { text: fault });
  const { group, by } = explored.asked;
  return csv(c, `explore-${group}${by === null ? '' : `-${by}`}`, exploredTable(explored, look));
}
