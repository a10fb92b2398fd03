import { type Context, Hono } from 'hono';
import {
  applyMirror,
  decideMirror,
  type MirrorOf,
  type MirrorShown,
  readMirror,
} from '../../app/budgets/mirror.ts';
import { hoursBehind, type OursOf } from '../../app/budgets/mirrorOurs.ts';
import { limitAt } from '../../core/awsBudget.ts';
import { scopeKeyOf } from '../../core/budgets.ts';
import { href } from '../../core/href.ts';
import { spelledModel } from '../../core/modelNames.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { dayOf } from '../../core/periods.ts';
import { usd } from '../../core/usd.ts';
import { instant, day as showDay, whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import { type Cell, lazyRow, type TableData } from '../../ui/table.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf, inOnePage } from '../http/asking.ts';
import { messageOf, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { only } from '../http/visitor.ts';
import { partOf } from '../tables/arrange.ts';
import { cards } from '../tables/cards.tsx';
import { knownCell, moneyCell } from '../tables/cells.ts';
import { NO_AMOUNT } from '../tables/standingCells.tsx';
import { acceptPage, canDecide, Decide, mendPage } from './awsDecide.tsx';

/** AWS Budgets: what should be there, what was there, who has to decide, and AWS's own figures beside the ledger's. */

export function awsBudgetRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  app.get('/budgets/aws', only('see', 'bill'), (c) => inOnePage(c, deps, () => mirrorPage(c, deps)));
  app.get('/budgets/aws/accept', only('change', 'jobs'), (c) => acceptPage(c, deps));
  app.get('/budgets/aws/mend', only('change', 'jobs'), (c) => mendPage(c, deps));
  app.post('/budgets/aws', only('change', 'jobs'), async (c) => {
    const values = await typed(c);
    const asking = askingOf(c, deps);
    const { trigger } = deps.actions;
    if (values.deed === 'apply') {
      if (trigger === null) return c.redirect(href`/budgets/aws?done=noServer`, 303);
      await applyMirror(asking, trigger);
      return c.redirect(href`/budgets/aws?done=applied`, 303);
    }
    await decideMirror(asking, values);
    return c.redirect(href`/budgets/aws?done=${values.deed ?? ''}`, 303);
  });
  return app;
}

async function mirrorPage(c: Context, deps: ServerDeps) {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.mirror;
  const part = partOf(c, '');
  const shown = await readMirror(askingOf(c, deps), (all) => {
    const { offset, limit } = part?.(all.length) ?? { offset: 0, limit: all.length };
    return all.slice(offset, offset + limit);
  });
  const rows = mirrorTable(shown, dayOf(deps.clock.now()), frame);
  const table = part === null ? rows : { ...rows, total: shown.total };
  const result = await cards(c, frame, 'aws-budgets', [
    { id: '', title: words.table, table, empty: words.empty },
  ]);
  if (result.response) return result.response;
  const message = messageOf(null, c.req.query('done'), {
    ...words.decided,
    applied: words.applied,
    noServer: words.noServer,
  });
  return c.html(
    <PlainPage frame={frame} title={words.title} intro={words.intro} message={message}>
      <Lead shown={shown} frame={frame} />
      <div class="grid">
        <Plan shown={shown} frame={frame} />
        {result.shown}
      </div>
      <p class="note">
        {shown.ours.until !== null && words.ours(instant(shown.ours.until, frame.locale))}
        {frame.m.gap}
        {words.figures}
      </p>
      <p class="note">{words.inLog}</p>
    </PlainPage>,
  );
}

/** Whether AWS holds what it should; nothing where it was not read, or is not written to. */
function Lead({ shown: { counts, reading, enabled }, frame: { m } }: { shown: MirrorShown; frame: Frame }) {
  if (reading === null || !enabled) return null;
  const { wanted, create, update, drift, foreign, full, refused } = counts;
  const open = create + update + counts.delete + drift + foreign + full + refused;
  return <p class="headline">{m.mirror.lead(open, wanted)}</p>;
}

function Plan({ shown, frame }: { shown: MirrorShown; frame: Frame }) {
  const { m } = frame;
  const words = m.mirror;
  const { counts, reading, enabled, mayChange } = shown;
  const facts: readonly (readonly [string, number])[] = [
    [words.wanted, counts.wanted],
    [words.create, counts.create],
    [words.update, counts.update],
    [words.remove, counts.delete],
    [words.drift, counts.drift],
    [words.accepted, counts.accepted],
    [words.states.foreign, counts.foreign],
    [words.states.full, counts.full],
    [words.states.refused, counts.refused],
  ];
  const reasons = Object.entries(counts.reasons) as [keyof typeof words.why, number][];
  return (
    <section class="card">
      <h2>{words.summary}</h2>
      {!enabled && <p class="note">{words.off}</p>}
      <p class="note">
        {reading === null
          ? words.neverRead
          : words.read(instant(reading.at, frame.locale), reading.accountId, whole(reading.total))}
      </p>
      <dl class="facts">
        {facts
          .filter(([, count], i) => i < 4 || count > 0)
          .map(([name, count]) => (
            <>
              <dt>{name}</dt>
              <dd>{whole(count)}</dd>
            </>
          ))}
        {reasons.map(([reason, count]) => (
          <>
            <dt>{`${words.cannot}${frame.m.colon}${whole(count)}`}</dt>
            <dd>{words.why[reason]}</dd>
          </>
        ))}
      </dl>
      {enabled && mayChange && (
        <form class="inline" method="post" action={href`/budgets/aws`}>
          <button class="primary" type="submit" name="deed" value="apply">
            {words.apply}
          </button>
        </form>
      )}
    </section>
  );
}

function mirrorTable({ shown, ours, mayChange }: MirrorShown, today: string, frame: Frame): TableData {
  const words = frame.m.mirror;
  return {
    caption: frame.m.usd,
    columns: [
      { name: words.for, key: 'for', csv: 'whom' },
      { name: words.state, key: 'state', csv: 'mirror_state', card: 'act' },
      { name: words.ledger, key: 'ledger_usd', csv: 'budget_usd', number: true, title: words.ledgerTitle },
      { name: words.aws, key: 'aws_usd', csv: 'aws_budget_usd', number: true, title: words.awsTitle },
      { name: words.spent, key: 'spent_usd', number: true },
      { name: words.actual, key: 'aws_spent_usd', number: true },
      { name: words.forecast, key: 'aws_forecast_usd', number: true },
      { name: words.figureAt, key: 'aws_figure_at' },
      { name: 'period', key: 'period', file: true },
      { name: 'aws_name', key: 'aws_name', file: true },
    ],
    rows: shown.map((one) => lazyRow(one.record.id, () => mirrorCells(one, ours, mayChange, today, frame))),
  };
}

function mirrorCells(one: MirrorOf, ours: OursOf, mayChange: boolean, today: string, frame: Frame): Cell[] {
  const { record, wanted, held, row } = one;
  const words = frame.m.mirror;
  const isShown = row !== null && row.actual !== null && !isAnew(one, today);
  const spent = wanted === null ? null : ours.spent(record);
  return [
    whomCell(one, frame),
    stateCell(one, mayChange, frame),
    wanted === null ? NO_AMOUNT : limitCell(wanted.wanted, frame),
    held === null ? NO_AMOUNT : moneyCell(limitAt(held, today)),
    spent === null ? NO_AMOUNT : knownCell(spent, frame),
    isShown && row.actual !== null
      ? moneyCell(row.actual)
      : { ...NO_AMOUNT, ...(row?.actual == null ? {} : { beside: [{ text: words.anew }] }) },
    isShown && row.forecast !== null ? moneyCell(row.forecast) : NO_AMOUNT,
    figureCell(one, ours, isShown, frame),
    { text: record.period },
    { text: wanted?.wanted.name ?? '' },
  ];
}

/** Just written, AWS shows nothing until it works the figures out again. */
const isAnew = ({ row }: MirrorOf, today: string): boolean =>
  row !== null && row.actual === 0n && row.writtenAt.slice(0, 10) === today;

function whomCell({ record }: MirrorOf, { m }: Frame): Cell {
  const { scope, narrowing } = record;
  const key = scopeKeyOf(scope);
  const { only: words } = m.mirror;
  const narrowed =
    narrowing === null
      ? null
      : narrowing.kind === 'tag'
        ? words.tag(narrowing.key, narrowing.value)
        : words[narrowing.kind](spelledModel(narrowing.key));
  return {
    text: key === '' ? m.budgets.scopes[scope.kind] : key,
    person: key,
    raw: [scope.kind, key, narrowingText(narrowing)].filter((one) => one !== '').join(' '),
    beside: [
      { text: `${key === '' ? '' : `${m.budgets.scopes[scope.kind]} · `}${m.mirror.periods[record.period]}` },
      ...(narrowed === null ? [] : [{ text: narrowed }]),
    ],
  };
}

function limitCell({ amount, planned }: NonNullable<MirrorOf['wanted']>['wanted'], frame: Frame): Cell {
  const later = planned.find((one) => one.amount !== amount);
  if (later === undefined) return moneyCell(amount);
  const text = frame.m.mirror.later(usd(later.amount), showDay(later.from, frame.locale));
  return { ...moneyCell(amount), beside: [{ text }] };
}

function stateCell(one: MirrorOf, mayChange: boolean, frame: Frame): Cell {
  const { state, reason, step, wanted, row } = one;
  const words = frame.m.mirror;
  const text = words.states[state];
  const parts = step !== null && 'parts' in step ? step.parts : [];
  const beside = [
    ...(reason === null ? [] : [words.why[reason]]),
    ...(state === 'asks' || state === 'foreign' || state === 'full' ? [words.why[state]] : []),
    ...(state === 'refused' && row?.trouble ? [row.trouble] : []),
    ...(step?.action === 'create' && step.drift ? [words.deleted] : []),
    ...(parts.length === 0 ? [] : [words.differs(parts.map((part) => words.parts[part]))]),
    ...(wanted?.notes ?? []).map((note) => words.notes[note]),
  ];
  return {
    text,
    raw: reason === null ? state : `${state} ${reason}`,
    show: (
      <>
        <Badge kind={BADGES[state]} text={text} />
        {mayChange && canDecide(one) && <Decide one={one} frame={frame} />}
      </>
    ),
    beside: beside.map((one) => ({ text: one })),
  };
}
const BADGES: Readonly<Record<MirrorOf['state'], string>> = {
  same: 'ok',
  adopt: 'ok',
  create: 'running',
  update: 'running',
  delete: 'running',
  forget: 'running',
  leave: '',
  asks: 'partial',
  accepted: '',
  foreign: 'partial',
  full: 'failed',
  cannot: '',
  refused: 'failed',
};

function figureCell({ row }: MirrorOf, { until }: OursOf, isShown: boolean, frame: Frame): Cell {
  const words = frame.m.mirror;
  if (!isShown || row === null || row.figureSince === null) return { text: '–', raw: '' };
  const since = instant(row.figureSince, frame.locale);
  const after = row.figureAfter === null ? null : instant(row.figureAfter, frame.locale);
  const hours = hoursBehind(row, until);
  return {
    text: after === null ? words.before(since) : after === since ? since : words.between(after, since),
    whole: after === null || after === since,
    raw: row.figureSince,
    sort: row.figureSince,
    ...(hours === null || (hours.least === 0 && !hours.most)
      ? {}
      : {
          beside: [
            { text: words.behind(whole(hours.least), hours.most === null ? null : whole(hours.most)) },
          ],
        }),
  };
}
