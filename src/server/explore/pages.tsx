import { type Context, Hono } from 'hono';
import { UNKNOWN } from '../../app/known.ts';
import { isOwnAlone, showsDays } from '../../app/privacy/shown.ts';
import {
  ALL_BOUNDS,
  boundsOf,
  columnsBeside,
  type Explored,
  explore,
  MOST_ROWS,
} from '../../app/spend/explore.ts';
import { exploreChoices } from '../../app/spend/exploreChoices.ts';
import { removeView, renameView, savedViews, saveView } from '../../app/spend/savedViews.ts';
import { seesOnlyOwn } from '../../core/access.ts';
import { Invalid } from '../../core/errors.ts';
import { explorationQuery, isTime, readExploration, THINGS } from '../../core/explore.ts';
import { foldEarlier } from '../../core/exploreMatrix.ts';
import { href } from '../../core/href.ts';
import { addMonths, dayOf, monthOf, monthRange } from '../../core/periods.ts';
import type { SavedView } from '../../core/savedViews.ts';
import { whole } from '../../ui/format.ts';
import { kept } from '../../ui/kept.tsx';
import { type Frame, strayIn } from '../../ui/layout.tsx';
import { type Faults, PlainPage } from '../../ui/plain.tsx';
import { DataTable } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf, periodOf } from '../http/frame.ts';
import { refusalPage } from '../http/refusals.tsx';
import { setupLead } from '../setup/lead.tsx';
import { csv, csvTable, wantsCsv } from '../tables/csv.ts';
import { goneWords } from '../tables/gone.ts';
import { withNames } from '../tables/named.ts';
import { byCostCenter, exploreHref, ofAllKinds, periodPairs } from './address.ts';
import { answerWords } from './answer.ts';
import { ChartCard, rowBars } from './chart.tsx';
import { exploredFile, nameOfFile } from './file.ts';
import { Chips, ExploreForm, isNarrow } from './form.tsx';
import { type Look, unmistakable } from './names.ts';
import { SameElsewhere } from './same.tsx';
import { exploredTable } from './tables.ts';
import { ViewsCard } from './views.tsx';

/** One page on which any question about spend is put together; its address holds all of it. */

const PARAMETERS = ['group', 'by', 'measure', 'basis', 'chart', 'top', 'compare', 'hide', ...THINGS];

export function exploreRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/explore', (c) => explorePage(c, deps));
  app.post('/explore', async (c) => {
    const values = await typed(c);
    try {
      return c.redirect(await changeViews(c, deps, values), 303);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return explorePage(c, deps, { values, faults: faultWords(error, frameOf(c, deps)) });
    }
  });
  return app;
}

/** Saves what the address asks, or changes what is saved; answers where that is seen. */
async function changeViews(c: Context, deps: ServerDeps, values: Typed): Promise<string> {
  const asking = askingOf(c, deps);
  const { id = '', deed } = values;
  const shown = (view: SavedView, done: string) => {
    const query = new URLSearchParams([...new URLSearchParams(view.query), ['done', done]]);
    return `${href`/explore`}?${query}#views`;
  };
  if (deed === 'rename') return shown(await renameView(asking, id, values), 'renamed');
  if (deed === 'remove') return shown(await removeView(asking, id), 'removed');
  const { asked } = readExploration(c.req.queries());
  const period = periodPairs(periodOf(c, deps.clock.now()));
  const query = new URLSearchParams([...explorationQuery(asked), ...period]).toString();
  return shown(await saveView(asking, values, query), 'saved');
}

interface Refused {
  values: Typed;
  faults: Faults;
}

async function explorePage(c: Context, deps: ServerDeps, refused: Refused | null = null): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const asking = askingOf(c, deps);
  const { asked, faults } = readExploration(c.req.queries());
  const days = showsDays(asking) || isOwnAlone(asking, asked.filter.user);
  const period = periodOf(c, deps.clock.now(), !days);
  const range = { start: period.start, endExclusive: period.endExclusive };
  // All rows are in a file alone.
  const bounds = wantsCsv(c) && csvTable(c) === 'all' ? ALL_BOUNDS : boundsOf(asked);
  const explored = await explore(asking, asked, range, bounds);
  const look: Look = {
    frame,
    period,
    calendar: deps.settings.budgets.calendar,
    lines: days,
    today: dayOf(deps.clock.now()),
    people: wantsCsv(c) ? new Map() : unmistakable(await c.get('namesOf')(explored.people)),
  };
  const wrong = [
    ...(period.refused ? [`${m.period.refused[period.refused.fault]} ${m.period.insteadRunning}`] : []),
    ...strayIn(frame, PARAMETERS),
    ...faults.map((fault) => m.explore.fault[fault.kind](fault)),
    ...explored.unknown.map(
      ({ parameter, value, didYouMean }) => `${value}${m.colon}${m.invalid[UNKNOWN[parameter]](didYouMean)}`,
    ),
  ];
  if (wantsCsv(c)) return file(c, deps, explored, look, wrong);
  const nothing = nothingIn(explored, frame);
  const answer = nothing === null && (await answerOf(c, explored, look));
  return c.html(
    <PlainPage
      frame={frame}
      title={m.explore.title}
      intro={m.explore.intro}
      message={messageOf(
        refused === null ? null : m.invalid.intro,
        c.req.query('done'),
        m.explore.views.done,
      )}
    >
      <div id="explored-said" role="status">
        {wrong.map((words) => (
          <p class="message bad">{words}</p>
        ))}
        <p class="headline">{nothing ?? kept(answerWords(explored, look).join(m.gap))}</p>
        {explored.pastUnknown && <p class="note">{m.explore.pastUnknown}</p>}
      </div>
      {explored.ledger === null && setupLead(c, frame)}
      <Presets look={look} own={seesOnlyOwn(asking.viewer)} />
      <ExploreForm
        frame={frame}
        asked={explored.asked}
        period={period}
        times={days}
        choices={await exploreChoices(asking)}
        open={isNarrow(explored.asked, period)}
      />
      <div id="explored">
        <Chips explored={explored} look={look} />
        {answer}
        {explored.tooMuch?.what === 'kinds' && <WaysOut explored={explored} look={look} />}
      </div>
      <ViewsCard
        frame={frame}
        views={await savedViews(asking)}
        here={exploreHref(explored.asked, period)}
        typed={refused?.values ?? {}}
        faults={refused?.faults ?? {}}
      />
    </PlainPage>,
    refused === null ? 200 : 422,
  );
}

/** What stands in place of figures that nobody has, and what to do. */
function nothingIn(explored: Explored, frame: Frame): string | null {
  const { ledger, matrix } = explored;
  const { m } = frame;
  const kept = keptBack(explored, frame);
  if (kept !== null) return kept;
  if (ledger === null) return m.nothingYet;
  return matrix === null || matrix.rows.length === 0 ? m.explore.empty : null;
}

/** Why there is no table, though there is spend. */
function keptBack({ gone, tooMuch }: Explored, frame: Frame): string | null {
  if (gone) return goneWords(gone, frame);
  if (tooMuch === null) return null;
  return frame.m.explore.tooMuch[tooMuch.what](whole(tooMuch.count), whole(tooMuch.most));
}

async function answerOf(c: Context, explored: Explored, look: Look) {
  const { asked } = explored;
  const { m } = look.frame;
  const title =
    asked.by === null
      ? m.explore.dimension[asked.group]
      : m.explore.cardOf(m.explore.dimension[asked.group], m.explore.dimension[asked.by]);
  const bars = rowBars(explored, look);
  const table = await withNames(c, exploredTable(folded(explored), look, bars?.bar ?? null));
  const fileHref = (...more: [string, string][]) =>
    exploreHref(asked, look.period, [['format', 'csv'], ['bom', '1'], ...more]);
  return (
    <div class="grid">
      <ChartCard explored={explored} look={look} title={title} />
      <section class="card" id="table-main">
        <div class="tools">
          <h2>{title}</h2>
          <span>
            {asked.measure === 'cost' && <span class="unit">{m.usd}</span>}
            {explored.matrix?.rows.some(({ kind }) => kind === 'rest') && (
              <a class="csv" href={fileHref(['table', 'all'])}>
                {m.explore.all}
              </a>
            )}
            <a class="csv" href={fileHref()}>
              {m.csv}
            </a>
          </span>
        </div>
        {bars?.legend}
        <DataTable data={{ ...table, caption: '' }} label={title} />
        <SameElsewhere explored={explored} m={m} />
      </section>
    </div>
  );
}

/** What is answered in place of kinds of tokens of too many people. */
function WaysOut({ explored: { asked }, look: { frame, period } }: { explored: Explored; look: Look }) {
  const words = frame.m.explore.tooMuch.instead;
  return (
    <nav class="ways" aria-label={words.title}>
      <a href={exploreHref(byCostCenter(asked), period)}>{words.byCostCenter}</a>
      <a href={exploreHref(ofAllKinds(asked), period)}>{words.ofAllKinds}</a>
    </nav>
  );
}

/** Questions that everybody has, to begin with. */
function Presets({ look: { frame, lines, today }, own }: { look: Look; own: boolean }) {
  const words = frame.m.explore.preset;
  // Whole months: where others are seen by months, parts of one are not answered.
  const months = {
    start: monthRange(addMonths(monthOf(today), -2)).start,
    endExclusive: monthRange(monthOf(today)).endExclusive,
  };
  const group = own ? 'model' : 'user';
  const all: (readonly [string, string])[] = [
    [own ? words.mostOwn : words.most, href`/explore?${{ group }}`],
    ...(lines
      ? ([
          [words.days, href`/explore?${{ group: 'model', by: 'day', period: 'last30' }}`],
          [words.changed, href`/explore?${{ group, compare: 'previous', period: 'last7' }}`],
        ] as const)
      : []),
    [
      own ? words.monthsOwn : words.months,
      href`/explore?${{ group: own ? 'model' : 'costCenter', by: 'month', ...months }}`,
    ],
  ];
  return (
    <nav class="ways" aria-label={words.title}>
      {all.map(([text, to]) => (
        <a href={to}>{text}</a>
      ))}
    </nav>
  );
}

/** Days, weeks and months as many as a page has room for; the file has all. */
const folded = (explored: Explored): Explored => {
  const { asked, matrix } = explored;
  if (matrix === null) return explored;
  const most = {
    rows: isTime(asked.group) ? MOST_ROWS : Number.POSITIVE_INFINITY,
    columns: isTime(asked.by) ? columnsBeside(matrix.rows.length) : Number.POSITIVE_INFINITY,
  };
  return { ...explored, matrix: foldEarlier(matrix, most) };
};

/** A file has no room for words: what is wrong with the question is said in its place. */
async function file(
  c: Context,
  deps: ServerDeps,
  explored: Explored,
  look: Look,
  wrong: readonly string[],
): Promise<Response> {
  const [fault = keptBack(explored, look.frame)] = wrong;
  if (fault) return refusalPage(c, deps, 400, { text: fault });
  return csv(c, nameOfFile(explored), await withNames(c, exploredFile(explored, look)));
}
