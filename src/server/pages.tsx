import { type Context, Hono } from 'hono';
import { modelMatcher } from '../core/models.ts';
import { formatExact } from '../core/money.ts';
import { addDays, dayOf, monthOf, monthRange, parseDay } from '../core/periods.ts';
import type { Finding, Money, Profile } from '../core/types.ts';
import { instant, percent, day as showDay, tokens, usd, whole } from '../ui/format.ts';
import { type Frame, PeriodPicker } from '../ui/layout.tsx';
import { Badge, PlainPage, type PlainProps } from '../ui/pages/plain.tsx';
import { type Cell, DataTable, PAGE_SIZE, type TableData } from '../ui/table.tsx';
import { csv, wantsCsv } from './csv.ts';
import type { ServerDeps } from './deps.ts';
import { frameOf, pageNumber, periodOf } from './frame.ts';

/** Lists and their things: days, alerts, jobs, reconciliation, audit, the demo's inbox. */

const money = (value: Money): Cell => ({
  text: usd(value),
  raw: formatExact(value),
  title: `$${formatExact(value)}`,
});
const at = (value: string | null, frame: Frame): Cell =>
  value === null
    ? { text: '–', raw: '' }
    : { text: instant(value, frame.locale), raw: value, title: `${value} UTC` };

/** Answers with the table as CSV when asked, else with the page around it. */
export function plain(
  c: Context,
  name: string,
  props: PlainProps,
  status: 200 | 422 = 200,
): Response | Promise<Response> {
  return wantsCsv(c) ? csv(c, name, props.table) : c.html(<PlainPage {...props} />, status);
}

export function pageRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/days/:day', (c) => dayPage(c, deps));
  app.get('/reconciliation', (c) => reconciliationPage(c, deps));
  app.get('/alerts', (c) => alertsPage(c, deps));
  app.get('/jobs', (c) => jobsPage(c, deps));
  app.get('/audit', (c) => auditPage(c, deps));
  app.get('/me', (c) => c.redirect('/users', 302));
  if (deps.inbox) app.get('/inbox', (c) => inboxPage(c, deps));
  return app;
}

async function dayPage(c: Context, deps: ServerDeps) {
  let day: string;
  try {
    day = parseDay(c.req.param('day') ?? '');
  } catch {
    return c.notFound();
  }
  const frame = frameOf(c, deps);
  const { m } = frame;
  const range = { start: day, endExclusive: addDays(day, 1) };
  const page = pageNumber(c);
  const charges = (await deps.store.charges.list({ range, grouping: 'line' })).sort((a, b) =>
    b.amount > a.amount ? 1 : -1,
  );
  const { rows, total } = await deps.store.spend.rows(
    { range },
    { limit: wantsCsv(c) ? 1_000_000 : PAGE_SIZE, offset: wantsCsv(c) ? 0 : (page - 1) * PAGE_SIZE },
  );
  const matcher = modelMatcher(await deps.store.profiles.catalogue());
  const names = new Map((await deps.store.profiles.all()).map((p) => [p.arn, p]));
  const owners: TableData = {
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
    rows: rows.map((r) => {
      const profile = r.profileArn === null ? undefined : names.get(r.profileArn);
      return {
        muted: r.reason !== null,
        cells: [
          {
            text: r.userEmail ?? (r.reason ? m.reason[r.reason] : m.none.user),
            raw: r.userEmail ?? '',
            ...(r.userEmail ? { href: `/users/${encodeURIComponent(r.userEmail)}` } : {}),
          },
          { text: r.costCenter ?? '–', raw: r.costCenter ?? '' },
          {
            text: profile?.name ?? '–',
            raw: r.profileArn ?? '',
            ...(profile ? { href: `/profiles/${profile.shortId}` } : {}),
          },
          { text: matcher.displayName(r.modelKey), raw: r.modelKey },
          { text: m.kind[r.kind], raw: r.kind },
          { text: tokens(r.tokens), raw: r.tokens.toString(), title: whole(r.tokens) },
          money(r.billed),
          money(r.estimated),
          money(r.amount),
          { text: r.allocatedBy ? m.method[r.allocatedBy] : '–', raw: r.allocatedBy ?? '' },
          { text: m.status[r.label], show: <Badge kind={r.label} text={m.status[r.label]} /> },
        ],
      };
    }),
  };
  const bill: TableData = {
    caption: m.usd,
    columns: [
      { name: m.day.service, key: 'service' },
      { name: m.day.usageType, key: 'usageType' },
      { name: m.day.quantity, key: 'quantity', number: true },
      { name: m.billed, key: 'billed_usd', number: true },
    ],
    rows: charges.map((x) => ({
      cells: [
        { text: x.key1 },
        { text: x.key2, show: <code>{x.key2}</code> },
        { text: formatExact(x.quantity) },
        money(x.amount),
      ],
    })),
    foot: [
      { text: m.total },
      { text: '' },
      { text: '' },
      money(charges.reduce((sum, x) => sum + x.amount, 0n) as Money),
    ],
  };
  const title = `${showDay(day, frame.locale)} ${day.slice(0, 4)}`;
  return plain(c, `day-${day}`, {
    frame,
    title,
    intro: m.day.rows,
    table: owners,
    empty: m.empty,
    pager: { page, total },
    below: (
      <section class="card">
        <h2>{m.day.charges}</h2>
        {bill.rows.length === 0 ? <p class="note">{m.empty}</p> : <DataTable data={bill} />}
      </section>
    ),
  });
}

function findingsTable(findings: readonly Finding[], frame: Frame): TableData {
  const { m } = frame;
  const kinds = [...Map.groupBy(findings, (f) => f.kind)].sort((a, b) => b[1].length - a[1].length);
  return {
    columns: [
      { name: m.findings.kind, key: 'kind' },
      { name: m.findings.count, key: 'days', number: true },
      { name: m.findings.amount, key: 'amount_usd', number: true },
      { name: m.findings.last, key: 'last' },
      { name: m.findings.detail, key: 'detail' },
    ],
    rows: kinds.map(([kind, all]) => {
      const last = all.reduce((a, b) => ((b.day ?? '') > (a.day ?? '') ? b : a));
      return {
        cells: [
          { text: kind },
          { text: String(new Set(all.map((f) => f.day)).size) },
          money(all.reduce((sum, f) => sum + (f.amount ?? 0n), 0n) as Money),
          {
            text: last.day === null ? '–' : showDay(last.day, frame.locale),
            raw: last.day ?? '',
            ...(last.day ? { href: `/days/${last.day}` } : {}),
          },
          {
            text: Object.entries(last.detail)
              .map(([k, v]) => `${k}: ${v}`)
              .join(', '),
          },
        ],
      };
    }),
  };
}

async function reconciliationPage(c: Context, deps: ServerDeps) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const period = periodOf(c, deps.clock.now());
  const range = { start: period.start, endExclusive: period.endExclusive };
  const days = [];
  for (
    let day = range.start;
    day < range.endExclusive && day <= dayOf(deps.clock.now());
    day = addDays(day, 1)
  )
    days.push(day);
  const asked = days.flatMap((day) =>
    (['billed', 'estimated'] as const).map((basis) => ({
      range: { start: day, endExclusive: addDays(day, 1) },
      groupBy: [],
      basis,
      filter: {},
    })),
  );
  const answers = await deps.store.spend.queryAll(asked);
  const findings = findingsTable(await deps.store.spend.findings({ range }), frame);
  const table: TableData = {
    caption: m.usd,
    columns: [
      { name: m.name.day, key: 'day' },
      { name: m.billed, key: 'billed_usd', number: true },
      { name: m.estimated, key: 'estimated_usd', number: true },
      { name: m.reconciliation.difference, key: 'difference_usd', number: true },
      { name: '%', key: 'percent', number: true },
    ],
    rows: days.map((day, i) => {
      const billed = answers[2 * i]?.total ?? (0n as Money);
      const estimated = answers[2 * i + 1]?.total ?? (0n as Money);
      const difference = (billed - estimated) as Money;
      return {
        cells: [
          { text: showDay(day, frame.locale), raw: day, href: `/days/${day}` },
          money(billed),
          money(estimated),
          money(difference),
          { text: percent(difference, billed) },
        ],
      };
    }),
  };
  return plain(c, 'reconciliation', {
    frame,
    title: m.nav.reconciliation,
    intro: m.reconciliation.intro,
    table,
    empty: m.empty,
    above: (
      <>
        <PeriodPicker frame={frame} period={period} />
        <section class="card">
          <h2>{m.findings.title}</h2>
          {findings.rows.length === 0 ? <p class="note">{m.findings.none}</p> : <DataTable data={findings} />}
        </section>
      </>
    ),
  });
}

async function alertsPage(c: Context, deps: ServerDeps) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const page = pageNumber(c);
  const { alerts, total } = await deps.store.alerts.list({
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  const table: TableData = {
    caption: m.usd,
    columns: [
      { name: m.alerts.at, key: 'crossedAt' },
      { name: m.alerts.who, key: 'who' },
      { name: m.alerts.threshold, key: 'threshold', number: true },
      { name: m.spent, key: 'spent_usd', number: true },
      { name: m.budget, key: 'budget_usd', number: true },
      { name: m.alerts.sent, key: 'messages' },
    ],
    rows: alerts.map((a) => ({
      cells: [
        at(a.crossedAt, frame),
        {
          text: a.scopeKey,
          href: `/${a.scopeKind === 'user' ? 'users' : 'cost-centers'}/${encodeURIComponent(a.scopeKey)}`,
        },
        { text: `${a.thresholdPercent} %` },
        money(a.spent),
        money(a.budget),
        {
          text:
            a.deliveries.length === 0
              ? '–'
              : a.deliveries
                  .map(
                    (d) =>
                      `${d.target}: ${d.deliveredAt ? m.alerts.delivered : d.givenUpAt ? m.alerts.givenUp : m.alerts.waiting}${d.lastError ? ` (${d.lastError})` : ''}`,
                  )
                  .join('; '),
        },
      ],
    })),
  };
  return plain(c, 'alerts', {
    frame,
    title: m.nav.alerts,
    intro: m.alerts.intro,
    table,
    empty: m.alerts.empty,
    pager: { page, total },
  });
}

async function jobsPage(c: Context, deps: ServerDeps) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const runs = await deps.store.runs.list({ limit: PAGE_SIZE });
  const month = monthRange(monthOf(dayOf(deps.clock.now())));
  const cost = await deps.store.runs.awsCharges(`${month.start}T00:00:00.000Z`);
  const fresh = await deps.store.freshness.all();
  const table: TableData = {
    columns: [
      { name: m.jobs.started, key: 'startedAt' },
      { name: m.jobs.job, key: 'job' },
      { name: m.jobs.status, key: 'status' },
      { name: m.jobs.rows, key: 'rows', number: true },
      { name: m.jobs.requests, key: 'requests', number: true },
      { name: m.jobs.charge, key: 'aws_charge_usd', number: true },
      { name: m.jobs.errors, key: 'errors' },
    ],
    rows: runs.map((r) => ({
      cells: [
        at(r.startedAt, frame),
        { text: r.job },
        {
          text: m.runStatus[r.status],
          raw: r.status,
          show: <Badge kind={r.status} text={m.runStatus[r.status]} />,
        },
        { text: whole(r.rows) },
        { text: whole(r.requests) },
        money(r.awsCharge),
        { text: r.errors.map((e) => `${e.slice}: ${e.error}`).join('; ') || '–' },
      ],
    })),
  };
  const costs: TableData = {
    caption: m.usd,
    columns: [
      { name: m.jobs.operation, key: 'operation' },
      { name: m.jobs.requests, key: 'requests', number: true },
      { name: m.jobs.charge, key: 'aws_charge_usd', number: true },
    ],
    rows: cost.map((o) => ({ cells: [{ text: o.operation }, { text: whole(o.requests) }, money(o.charge)] })),
    foot: [
      { text: m.total },
      { text: whole(cost.reduce((n, o) => n + o.requests, 0)) },
      money(cost.reduce((sum, o) => sum + o.charge, 0n) as Money),
    ],
  };
  const freshness: TableData = {
    columns: [
      { name: m.freshness.source, key: 'source' },
      { name: m.freshness.slice, key: 'slice' },
      { name: m.freshness.until, key: 'completeUntil' },
      { name: m.freshness.error, key: 'lastError' },
    ],
    rows: fresh.map((f) => ({
      cells: [
        { text: f.source },
        { text: f.slice },
        at(f.completeUntil, frame),
        { text: f.lastError ?? '–' },
      ],
    })),
  };
  return plain(c, 'jobs', {
    frame,
    title: m.nav.jobs,
    intro: m.jobs.intro,
    table,
    empty: m.jobs.empty,
    message: c.req.query('done') === 'triggered' ? { text: m.jobs.triggered, bad: false } : undefined,
    above: (
      <form class="inline" method="post" action="/jobs">
        <label>
          {m.jobs.job}
          <select name="job">
            {['profiles', 'usage', 'charges', 'deliver'].map((job) => (
              <option value={job}>{job}</option>
            ))}
          </select>
        </label>
        <button type="submit">{m.jobs.run}</button>
      </form>
    ),
    below: (
      <div class="grid">
        <section class="card half">
          <h2>{m.freshness.title}</h2>
          <DataTable data={freshness} />
        </section>
        <section class="card half">
          <h2>{m.jobs.cost}</h2>
          <DataTable data={costs} />
        </section>
      </div>
    ),
  });
}

async function auditPage(c: Context, deps: ServerDeps) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const entries = await deps.store.audit.list({ limit: 200 });
  const json = (value: unknown): Cell => ({
    text: value === null ? '–' : JSON.stringify(value),
    ...(value === null ? {} : { show: <code>{JSON.stringify(value)}</code> }),
  });
  const table: TableData = {
    columns: [
      { name: m.audit.at, key: 'at' },
      { name: m.audit.actor, key: 'actor' },
      { name: m.audit.action, key: 'action' },
      { name: m.audit.subject, key: 'subject' },
      { name: m.audit.before, key: 'before' },
      { name: m.audit.after, key: 'after' },
      { name: m.audit.reason, key: 'reason' },
    ],
    rows: entries.map((e) => ({
      cells: [
        at(e.at, frame),
        { text: e.actor },
        { text: e.action },
        { text: e.subject },
        json(e.before),
        json(e.after),
        { text: e.reason ?? '–' },
      ],
    })),
  };
  return plain(c, 'audit', { frame, title: m.nav.audit, intro: m.audit.intro, table, empty: m.audit.empty });
}

function inboxPage(c: Context, deps: ServerDeps) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const messages = deps.inbox?.() ?? [];
  const table: TableData = {
    columns: [
      { name: m.alerts.at, key: 'at' },
      { name: m.alerts.who, key: 'to' },
      { name: m.alerts.sent, key: 'subject' },
    ],
    rows: messages
      .slice(-200)
      .reverse()
      .map((x) => ({
        cells: [
          at(x.at, frame),
          { text: x.to },
          {
            text: x.subject,
            show: (
              <details>
                <summary>{x.subject}</summary>
                <pre>{x.text}</pre>
              </details>
            ),
          },
        ],
      })),
  };
  return plain(c, 'inbox', { frame, title: m.nav.inbox, intro: m.inbox.intro, table, empty: m.inbox.empty });
}

/** What a profile is used with, ready to paste. */
export function clientSettings(profile: Profile): { name: string; text: string }[] {
  return [
    {
      name: 'AWS CLI',
      text: `aws bedrock-runtime converse --region ${profile.region} \\\n  --model-id ${profile.arn} \\\n  --messages '[{"role":"user","content":[{"text":"Hello"}]}]'`,
    },
    {
      name: 'Claude Code',
      text: `export CLAUDE_CODE_USE_BEDROCK=1\nexport AWS_REGION=${profile.region}\nexport ANTHROPIC_MODEL='${profile.arn}'`,
    },
    {
      name: 'Cline',
      text: `API Provider: Amazon Bedrock\nAWS Region: ${profile.region}\nModel: Custom\nModel ID: ${profile.arn}`,
    },
  ];
}
