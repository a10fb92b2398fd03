import { type Context, Hono } from 'hono';
import {
  type OverList,
  type OverRow,
  overBudgets,
  WHICH_OVER,
  type WhichOver,
} from '../../app/budgets/over.ts';
import { scopeHref } from '../../core/href.ts';
import type { BudgetState } from '../../core/standing.ts';
import { day as showDay } from '../../ui/format.ts';
import { type Frame, link } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import { type Cell, lazyRow, TableCard, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { frameOf } from '../http/frame.ts';
import { stopBeside } from '../stops/words.ts';
import { arrange, partOf } from '../tables/arrange.ts';
import { moneyCell } from '../tables/cells.ts';
import { csv, wantsCsv } from '../tables/csv.ts';
import { BESIDE_SPENT, besideSpent, NO_AMOUNT } from '../tables/standingCells.tsx';
import { usedCell } from '../tables/usedCell.tsx';
import { driversNamed } from './drivers.tsx';
import { heldWords, narrowedWords, periodWords } from './meters.tsx';
import { type Act, actsOf } from './steps.ts';

/** Who will run over: worst first, each with what drives it and what to do next. */

/** A row holds a mail in words, so that a page has fewer of them than others. */
const SIZE = 25;

export function overRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/budgets/over', (c) => inOnePage(c, deps, () => overPage(c, deps)));
  return app;
}

const whichOf = (c: Context): WhichOver => WHICH_OVER.find((one) => one === c.req.query('which')) ?? 'all';

async function overPage(c: Context, deps: ServerDeps): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.budgetsSeeing.over;
  const which = whichOf(c);
  const { team, costCenter } = c.req.query();
  const part = partOf(c, '', SIZE);
  const list = await overBudgets(askingOf(c, deps), { which, team, costCenter, part });
  const rows = overTable(c, deps, list, frame);
  const table = part === null ? rows : { ...rows, total: list.total };
  const { data, view } = arrange(c, '', table, { whole: wantsCsv(c), size: SIZE });
  if (wantsCsv(c)) return csv(c, { what: `budgets-${which}` }, data);
  const { counts } = list;
  return c.html(
    <PlainPage frame={frame} title={words.title} intro={words.intro}>
      <p class="headline">{words.lead(counts.over, counts.watch)}</p>
      {(team !== undefined || costCenter !== undefined) && (
        <p class="note">
          {team !== undefined && words.onlyTeam(team)}
          {costCenter !== undefined && words.onlyCostCenter(costCenter)}{' '}
          <a href={link(frame, { team: '', costCenter: '', page: '' })}>{words.everybody}</a>
        </p>
      )}
      <Chips counts={counts} which={which} frame={frame} />
      <div class="grid">
        <TableCard
          frame={frame}
          title={words.title}
          data={data}
          view={view}
          empty={list.anyBudget ? words.empty[which] : words.nothing}
        />
      </div>
    </PlainPage>,
  );
}

function Chips({ counts, which, frame }: { counts: OverList['counts']; which: WhichOver; frame: Frame }) {
  const { chips, chipsLabel } = frame.m.budgetsSeeing.over;
  return (
    <nav class="over" aria-label={chipsLabel}>
      <span class="choices">
        {WHICH_OVER.map((one) => (
          <a
            href={link(frame, { which: one === 'all' ? '' : one, page: '' })}
            {...(one === which ? { 'aria-current': 'page' as const } : {})}
          >
            {chips[one](counts[one])}
          </a>
        ))}
      </span>
    </nav>
  );
}

function overTable(c: Context, deps: ServerDeps, list: OverList, frame: Frame): TableData {
  const { m } = frame;
  const words = m.budgetsSeeing;
  return {
    caption: m.usd,
    columns: [
      { name: words.over.who, key: 'who', csv: 'whom' },
      { name: words.over.kind, key: 'kind', csv: 'whom_type', file: true },
      { name: words.over.who, key: 'name', csv: 'whom_name', file: true },
      { name: m.state, key: 'state', csv: 'budget_state' },
      { name: words.over.budget, key: 'period' },
      { name: words.over.counted, key: 'counted_usd', number: true },
      { name: words.limit, key: 'limit_usd', csv: 'budget_usd', number: true },
      { name: m.used, key: 'used_percent', number: true, card: 'bar' },
      { name: words.left, key: 'left_usd', number: true, file: true },
      { name: words.forecast, key: 'forecast_usd', number: true },
      { name: words.over.runsOut, key: 'runs_out', csv: 'runs_out_on' },
      { name: words.over.driver, key: 'driver' },
      { name: words.over.next, key: 'next', card: 'act' },
      ...BESIDE_SPENT,
    ],
    rows: list.rows.map((row) => {
      const publicUrl = deps.settings.publicUrl ?? new URL(c.req.url).origin;
      const { requests } = deps.settings.budgets;
      const acts = () => actsOf(c, row, frame, { names: list.names, reach: row.reach, publicUrl, requests });
      return lazyRow(`${row.budget?.id ?? ''} ${row.whom.kind}:${row.whom.key}`, () =>
        overCells(row, list, acts(), frame),
      );
    }),
  };
}

function overCells(row: OverRow, { names }: OverList, acts: readonly Act[], frame: Frame): Cell[] {
  const { m, locale } = frame;
  const { budget, standing, whom, reach } = row;
  const { limit, left, forecastCounted, reachesOn, state } = standing;
  const { over: words } = m.budgetsSeeing;
  const driver = driversNamed(row, row.range, frame, names).model;
  const beside = besideSpent(standing);
  return [
    whoCell(row, frame),
    { text: words.kinds[whom.kind], raw: whom.kind },
    { text: whom.kind === 'user' || whom.kind === 'team' ? reach.name : '' },
    {
      text: m.budgetState[state],
      raw: state,
      show: <StateBadge state={state} frame={frame} />,
      beside: stopBeside(row.stop, frame),
    },
    budgetCell(budget, frame),
    moneyCell(standing.counted),
    limit === null ? NO_AMOUNT : moneyCell(limit),
    usedCell(standing, frame, row.billed),
    left === null ? NO_AMOUNT : moneyCell(left),
    forecastCounted === null ? NO_AMOUNT : moneyCell(forecastCounted.mid),
    reachesOn === null
      ? { text: '–', raw: '' }
      : {
          // A day that has passed is no forecast.
          text: state === 'over' ? words.ranOut(showDay(reachesOn, locale)) : showDay(reachesOn, locale),
          ...{ raw: reachesOn, sort: reachesOn },
        },
    driver === undefined
      ? { text: '–', raw: '' }
      : {
          ...{ text: driver.name, raw: driver.text, href: driver.href, whole: true },
          beside: [{ text: driver.share }],
        },
    {
      text: acts.map(({ text }) => text).join('; '),
      raw: acts.map(({ step }) => step).join(' '),
      show: <Steps acts={acts} whose={whoText(row, frame)} frame={frame} />,
    },
    beside.cautious_usd,
    beside.stale_since,
    beside.unpriced_tokens,
  ];
}

const StateBadge = ({ state, frame }: { state: BudgetState; frame: Frame }) => (
  <Badge kind={state} text={frame.m.budgetState[state]} />
);

/** The name, and the address beside it; letter by letter as it is kept in files. */
function whoCell(row: OverRow, frame: Frame): Cell {
  const { whom, reach } = row;
  const text = whoText(row, frame);
  const isPerson = whom.kind === 'user' || whom.kind === 'team';
  return {
    text,
    raw: whom.key,
    href: scopeHref(whom.kind, whom.key),
    ...(isPerson && reach.name !== '' ? { beside: [{ text: whom.key }] } : {}),
  };
}

function whoText({ whom, reach }: OverRow, { m }: Frame): string {
  const { over } = m.budgetsSeeing;
  if (whom.kind === 'organisation') return over.organisation;
  if (whom.kind === 'team') return over.team(reach.name || whom.key);
  return whom.kind === 'user' ? reach.name || whom.key : whom.key;
}

function budgetCell(budget: OverRow['budget'], frame: Frame): Cell {
  if (budget === null) return { text: '–', raw: '' };
  const narrowed = narrowedWords(budget, frame);
  return {
    text: periodWords(budget, frame),
    raw: budget.period,
    beside: [{ text: narrowed === '' ? heldWords(budget, frame) : narrowed }],
  };
}

const Steps = ({ acts, whose, frame }: { acts: readonly Act[]; whose: string; frame: Frame }) => (
  <span class="steps">
    {acts.map(({ text, href }) => (
      <a href={href} aria-label={frame.m.budgetsSeeing.steps.of(text, whose)}>
        {text}
      </a>
    ))}
  </span>
);
