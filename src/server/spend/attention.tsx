import type { Context } from 'hono';
import { worstFirst } from '../../app/spend/attention.ts';
import type { SpendReport } from '../../app/spend/report.ts';
import { may, type Viewer } from '../../core/access.ts';
import { href } from '../../core/href.ts';
import { ZERO } from '../../core/money.ts';
import type { BudgetState } from '../../core/standing.ts';
import type { Day, Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { day as showDay } from '../../ui/format.ts';
import { type Frame, link } from '../../ui/layout.tsx';
import type { Counts } from '../../ui/messages/en.ts';
import { Badge } from '../../ui/plain.tsx';
import { anchor } from '../../ui/table.tsx';
import { actsOf } from '../budgets/steps.ts';
import type { ServerDeps } from '../deps.ts';
import { viewerOf } from '../http/visitor.ts';
import { keyCell, type LinkFilter, periodQuery } from '../tables/cells.ts';
import type { Face } from './faces.ts';
import { MOST_ATTENTION } from './tables.ts';

/** Who is over budget or will be, worst first, each with what to do next; and where all of them are listed. */

export interface AttentionItem {
  key: string;
  href: string;
  state: BudgetState;
  /** Money over the budget, or expected to be. */
  excess: Money;
  budget: Money;
  reachesOn: Day | null;
  /** What to do next; null: nothing that whoever looks could do, or the days are over. */
  act: { text: string; href: string } | null;
}

export interface AttentionShown {
  items: readonly AttentionItem[];
  /** Those of budgets of every period, with all that can be done about each; null: of days that are over there is nothing to do, and not everybody may list them. */
  href: string | null;
  /** What is said where there is nobody. */
  none: string;
  /** How many there are that are not shown. */
  more: number;
  /** The lists that hold all of them, with how many each holds. */
  lists: readonly { text: string; href: string }[];
}

const KINDS = ['user', 'costCenter'] as const;
type Kind = (typeof KINDS)[number];
const LISTED = ['over', 'watch'] as const;
type Listed = (typeof LISTED)[number];

/** How many of each kind are so. */
export function countsOf({ groups }: SpendReport['facts'], asked: BudgetState): Counts {
  const of = (kind: Kind) =>
    groups.flatMap(({ group, attention }) =>
      group === kind ? attention.filter(({ state }) => state === asked) : [],
    ).length;
  return { user: of('user'), costCenter: of('costCenter') };
}

/** Where exactly those of a kind are listed: in the table of this page where it has one of them, else on their own. */
function listHref(frame: Frame, face: Face, kind: Kind, state: Listed): string {
  if (face.tables[0] === kind && face.watched.length === 0)
    return `${link(frame, { state, q: '', page: '' })}#${anchor('')}`;
  const path = kind === 'user' ? href`/users` : href`/cost-centers`;
  const period = periodQuery(frame);
  return `${path}${period === '' ? '?' : `${period}&`}state=${state}`;
}

export function attentionShown(
  c: Context,
  deps: ServerDeps,
  frame: Frame,
  face: Face,
  { report, called }: { report: SpendReport; called: (email: string) => string },
  linked: LinkFilter,
): AttentionShown {
  const { m } = frame;
  const { facts, anyBudget } = report;
  const all = facts.groups.reduce((sum, { attention }) => sum + attention.length, 0);
  const words = facts.running ? m.attention : m.faces.past;
  return {
    items: itemsOf(c, deps, frame, report).map((one) => ({ ...one, key: called(one.key) })),
    href: facts.running ? overHref(linked, viewerOf(c)) : null,
    none: anyBudget ? words.none : m.attention.noBudget,
    more: Math.max(0, all - MOST_ATTENTION),
    lists: KINDS.flatMap((kind) =>
      LISTED.flatMap((state) => {
        const count = countsOf(facts, state)[kind];
        return count === 0
          ? []
          : [{ text: m.faces.allOf[kind][state](count), href: listHref(frame, face, kind, state) }];
      }),
    ),
  };
}

/** The people among them, as many as are shown. */
export const needAttention = ({ groups }: SpendReport['facts']): string[] =>
  groups.flatMap(({ group, attention }) =>
    group === 'user' ? attention.slice(0, MOST_ATTENTION).map(({ key }) => key) : [],
  );

/** Worst first, of people and cost centers together. */
function itemsOf(c: Context, deps: ServerDeps, frame: Frame, report: SpendReport): AttentionItem[] {
  const { facts, names } = report;
  return facts.groups
    .flatMap((one) => one.attention.slice(0, MOST_ATTENTION).map((found) => ({ ...found, one })))
    .sort(worstFirst)
    .slice(0, MOST_ATTENTION)
    .map(({ key, state, excess, one }) => {
      const { limit, reachesOn } = one.standingOf(key);
      const cell = keyCell(one.group, key, frame, names);
      const about = one.group === 'user' || one.group === 'costCenter' ? { kind: one.group, key } : null;
      return {
        ...{ key: cell.text, href: cell.href ?? '', state, excess, budget: limit ?? ZERO, reachesOn },
        act: about === null || !facts.running ? null : nextOf(c, deps, frame, report, about, one),
      };
    });
}

/** The first of what can be done about it. */
function nextOf(
  c: Context,
  { settings }: ServerDeps,
  frame: Frame,
  { facts, names, reaches }: SpendReport,
  whom: { kind: Kind; key: string },
  one: SpendReport['facts']['groups'][number],
): AttentionItem['act'] {
  const about = {
    ...{ whom, drivers: {}, range: facts.range },
    budget: one.budgetOf(whom.key),
    standing: one.standingOf(whom.key),
  };
  const [first] = actsOf(c, about, frame, {
    ...{ names, reach: reaches(whom), requests: settings.budgets.requests },
    publicUrl: settings.publicUrl ?? new URL(c.req.url).origin,
  });
  if (first !== undefined) return { text: first.text, href: first.href };
  // Nobody to write to, and nothing to change: how it came to that is seen at its budget.
  return about.budget === null
    ? null
    : { text: frame.m.faces.seeBudget, href: href`/budgets/${about.budget.id}` };
}

/** Who of the page will run over, in budgets of every kind and period; null: of a cost center of others nobody lists that. */
function overHref({ team, costCenter }: LinkFilter, viewer: Viewer): string | null {
  if (team === undefined && costCenter === undefined) return href`/budgets/over`;
  const [name] = costCenter ?? [];
  if (name !== undefined && !may(viewer, 'see', { kind: 'costCenter', name })) return null;
  return href`/budgets/over?${{ team: team?.[0], costCenter: name }}`;
}

export function AttentionCard({
  frame,
  shown,
  past,
}: {
  frame: Frame;
  shown: AttentionShown;
  past: boolean;
}) {
  const { m } = frame;
  const title = past ? m.faces.past.attention : m.attention.title;
  return (
    <section class="card half" id="attention">
      <div class="tools">
        <h2>{title}</h2>
        {shown.href !== null && (
          <span>
            <a href={shown.href}>{m.budgetsSeeing.over.link}</a>
          </span>
        )}
      </div>
      {shown.items.length === 0 && <p class="note">{shown.none}</p>}
      <ul class="attention">
        {shown.items.map((item) => (
          <Item item={item} frame={frame} />
        ))}
      </ul>
      {shown.more > 0 && (
        <p class="note">
          {m.attention.more(shown.more)}
          {m.colon}
          {shown.lists.map(({ text, href }, i) => (
            <>
              {i > 0 && ' · '}
              <a href={href}>{text}</a>
            </>
          ))}
        </p>
      )}
    </section>
  );
}

const Item = ({ item, frame: { m, locale } }: { item: AttentionItem; frame: Frame }) => (
  <li>
    <Badge kind={item.state} text={m.budgetState[item.state]} />
    <span>
      <a href={item.href}>{item.key}</a>
      <small>
        {item.state === 'over' || item.reachesOn === null
          ? m.attention.over(usd(item.excess), usd(item.budget))
          : m.attention.watch(showDay(item.reachesOn, locale), usd(item.budget))}
      </small>
    </span>
    {item.act !== null && (
      <a href={item.act.href} aria-label={m.budgetsSeeing.steps.of(item.act.text, item.key)}>
        {item.act.text}
      </a>
    )}
  </li>
);
