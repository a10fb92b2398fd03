import { type Context, Hono } from 'hono';
import { believeAws } from '../../app/operations/heldBack.ts';
import { type Asked, readJobs } from '../../app/operations/jobs.ts';
import { startable, triggerJob } from '../../app/operations/trigger.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { sum } from '../../core/money.ts';
import { instantOf } from '../../core/periods.ts';
import type { JobName, JobRun } from '../../core/runs.ts';
import type { Instant } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { whole } from '../../ui/format.ts';
import { type Frame, link } from '../../ui/layout.tsx';
import { Badge, type Faults, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, messageOf, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { mayDo, only } from '../http/visitor.ts';
import { cards } from '../tables/cards.tsx';
import { countCell, instantCell, moneyCell } from '../tables/cells.ts';
import { csvTable } from '../tables/csv.ts';
import { freshnessTable, freshnessVerdict } from './freshnessTable.tsx';
import { HELD_BACK, heldBackCard } from './heldBackCard.tsx';
import { JobsNow } from './jobsNow.tsx';

/** What was read from AWS and when, how fresh it is, and what AWS charges for the reading. */

const RUNS = 100;

/** @param asked jobs that are asked for by hand, here and elsewhere */
export function jobRoutes(deps: ServerDeps, asked: Map<JobName, Instant>): Hono {
  const app = new Hono();
  app.get('/jobs', only('see', 'jobs'), (c) => jobsPage(c, deps, {}, asked));
  app.post('/jobs', only('change', 'jobs'), async (c) => {
    const values = await typed(c);
    const frame = frameOf(c, deps);
    const trigger = remembering(deps, asked);
    if (!trigger) return jobsPage(c, deps, { job: frame.m.jobs.off }, asked);
    try {
      await triggerJob(askingOf(c, deps), trigger, values);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return jobsPage(c, deps, faultWords(error, frame), asked);
    }
    return c.redirect(href`/jobs?done=triggered`, 303);
  });
  app.post('/jobs/held-back', only('change', 'jobs'), async (c) => {
    const values = await typed(c);
    const trigger = remembering(deps, asked);
    const asking = askingOf(c, deps);
    const start = trigger ? (job: JobName) => triggerJob(asking, trigger, { job }) : null;
    try {
      await believeAws(asking, start, values);
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      return c.redirect(href`/jobs?done=notHeldBack`, 303);
    }
    return c.redirect(href`/jobs?done=believed`, 303);
  });
  return app;
}

/** What is asked for here waits in this process until a run of it begins: pages say so meanwhile. */
export function remembering(
  { actions, clock }: ServerDeps,
  asked: Map<JobName, Instant>,
): ServerDeps['actions']['trigger'] {
  const { trigger } = actions;
  if (trigger === null) return null;
  return (jobs) => {
    for (const job of jobs) asked.set(job, instantOf(clock.now()));
    trigger(jobs);
  };
}

async function jobsPage(c: Context, deps: ServerDeps, faults: Faults, asked: Asked): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const from = Number(/^\d{1,9}$/.exec(c.req.query('from') ?? '')?.[0] ?? 0);
  const shown = await readJobs(askingOf(c, deps), { limit: RUNS, offset: from }, asked);
  const { runs, operations } = shown;
  const { heldBack } = shown;
  const mayChange = mayDo(c, 'change', { kind: 'jobs' });
  const empty = deps.actions.trigger === null ? m.jobs.off : m.jobs.empty;
  const result = await cards(c, frame, 'jobs', [
    ...(heldBack.length === 0 && csvTable(c) !== HELD_BACK ? [] : [heldBackCard(heldBack, mayChange, frame)]),
    { id: '', title: m.jobs.runs, table: runsTable(runs, frame), empty },
    {
      id: 'freshness',
      title: m.freshness.title,
      table: freshnessTable(shown.freshness, frame),
      empty,
      width: 'half',
    },
    {
      id: 'cost',
      title: m.jobs.cost,
      table: operationsTable(operations, frame),
      empty,
      width: 'half',
    },
    {
      id: 'watching',
      title: m.watching.title,
      table: watchingTable(shown.watching, frame),
      empty,
      width: 'half',
    },
  ]);
  if (result.response) return result.response;
  const { watching } = shown;
  const bad = faults.job !== undefined;
  return c.html(
    <PlainPage
      frame={frame}
      title={m.nav.jobs}
      intro={`${m.jobs.intro}${m.gap}${m.jobs.ceiling(usd(watching.spent), usd(watching.ceiling), usd(watching.reserve))}${m.gap}${m.jobs.kept(whole(deps.settings.runDays))}`}
      message={messageOf(bad ? m.invalid.intro : null, c.req.query('done'), {
        triggered: m.jobs.triggered,
        believed: m.heldBack.believed,
        notHeldBack: m.heldBack.none,
      })}
    >
      <p class="headline" id="jobs-verdict" data-live>
        {freshnessVerdict(shown.freshness, frame)}
      </p>
      {heldBack.length > 0 && (
        <p class="message bad" role="status">
          {m.heldBack.intro}
        </p>
      )}
      {shown.troubles.length > 0 && (
        <p class="message bad" role="status">
          {m.jobs.troubles(
            shown.troubles
              .map(({ job, since }) => m.jobs.inTrouble(m.jobs.names[job], instantText(since, frame)))
              .join(', '),
          )}
        </p>
      )}
      {watching.state !== 'all' && (
        <p class="message bad" role="status">
          {m.watching.states[watching.state](
            watching.stoppedSince && instantText(watching.stoppedSince, frame),
            instantText(watching.resumesAt, frame),
          )}
        </p>
      )}
      {deps.actions.trigger && mayChange ? (
        <form class="inline" method="post" action={href`/jobs`}>
          <label>
            {m.jobs.job}
            <select name="job" {...faultOf('job', faults)}>
              {startable(deps.settings).map((job) => (
                <option value={job}>{m.jobs.names[job]}</option>
              ))}
            </select>
            <FieldFault name="job" faults={faults} />
          </label>
          <button type="submit">{m.jobs.run}</button>
        </form>
      ) : (
        !deps.actions.trigger && <p class="note">{m.jobs.off}</p>
      )}
      <JobsNow going={shown.going} frame={frame} />
      <div class="grid" id="jobs-shown" data-live>
        {result.shown}
      </div>
      {shown.more && (
        <p class="pager">
          <a href={link(frame, { from: String(from + RUNS), page: '' })}>{m.jobs.older}</a>
        </p>
      )}
    </PlainPage>,
    bad ? 422 : 200,
  );
}

const MINUTE_MS = 60_000;
const instantText = (at: string | null, frame: Frame): string => instantCell(at, frame).text;

/** What watching costs this month, and how late an alert can be. */
function watchingTable(
  {
    spent,
    forecast,
    polled,
    ceiling,
    reserve,
    attention,
    withinMs,
    costCenterMs,
    beyondMs,
    longestMs,
  }: Awaited<ReturnType<typeof readJobs>>['watching'],
  { m }: Frame,
): TableData {
  const minutes = (ms: number | null) =>
    ms === null ? '–' : m.watching.minutes(whole(Math.round(ms / MINUTE_MS)));
  const rows: readonly (readonly [string, { text: string; raw?: string }])[] = [
    [m.watching.spent, moneyCell(spent)],
    [m.watching.forecast, moneyCell(forecast)],
    [m.watching.polled, moneyCell(polled)],
    [m.watching.ceiling, moneyCell(ceiling)],
    [m.watching.reserve, moneyCell(reserve)],
    [m.watching.within, { text: minutes(withinMs) }],
    [m.watching.costCenter, { text: minutes(costCenterMs) }],
    [
      attention.times === null
        ? m.watching.beyondAll
        : attention.times === 1
          ? m.watching.beyondNone
          : m.watching.beyond(whole(attention.times)),
      { text: minutes(attention.times === 1 ? longestMs : beyondMs) },
    ],
    [m.watching.longest, { text: minutes(longestMs) }],
  ];
  return {
    caption: m.usd,
    columns: [
      { name: m.watching.what, key: 'what' },
      { name: m.watching.value, key: 'value', number: true },
    ],
    rows: rows.map(([what, value]) => ({ cells: [{ text: what }, value] })),
  };
}

function runsTable(runs: readonly JobRun[], frame: Frame): TableData {
  const { m } = frame;
  const statuses = Object.entries(m.runStatus);
  return {
    caption: m.usd,
    states: { all: statuses, counts: 'rows' },
    columns: [
      { name: m.jobs.started, key: 'startedAt' },
      { name: m.jobs.job, key: 'job', card: 'head' },
      { name: m.jobs.status, key: 'status', csv: 'run_state' },
      { name: m.jobs.took, key: 'seconds', number: true },
      { name: m.jobs.rows, key: 'rows', number: true },
      { name: m.jobs.requests, key: 'requests', csv: 'aws_requests', number: true },
      { name: m.jobs.charge, key: 'aws_charge_usd', number: true, adds: 'usd', detail: true },
      { name: m.jobs.errors, key: 'errors' },
    ],
    rows: runs.map((run) => {
      const seconds =
        run.endedAt === null ? null : (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
      return {
        state: run.status,
        cells: [
          instantCell(run.startedAt, frame),
          { text: m.jobs.names[run.job], raw: run.job },
          {
            text: m.runStatus[run.status],
            raw: run.status,
            show: <Badge kind={run.status} text={m.runStatus[run.status]} />,
          },
          seconds === null
            ? { text: '–', raw: '' }
            : { text: m.jobs.seconds(seconds.toFixed(1)), raw: String(seconds), sort: seconds },
          countCell(run.rows),
          countCell(run.requests),
          moneyCell(run.awsCharge),
          { text: run.errors.map((error) => `${error.slice}${m.colon}${error.error}`).join('; ') || '–' },
        ],
      };
    }),
  };
}

function operationsTable(
  operations: readonly { operation: string; requests: number; charge: JobRun['awsCharge'] }[],
  { m }: Frame,
): TableData {
  return {
    caption: m.usd,
    columns: [
      { name: m.jobs.operation, key: 'operation' },
      { name: m.jobs.requests, key: 'requests', csv: 'aws_requests', number: true },
      { name: m.jobs.charge, key: 'aws_charge_usd', number: true },
    ],
    rows: operations.map((one) => ({
      cells: [{ text: one.operation }, countCell(one.requests), moneyCell(one.charge)],
    })),
    foot: [
      { text: m.total, raw: 'total' },
      { text: whole(operations.reduce((all, one) => all + one.requests, 0)) },
      moneyCell(sum(operations.map((one) => one.charge))),
    ],
  };
}
