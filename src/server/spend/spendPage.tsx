import type { Context } from 'hono';
import type { SpendFacts } from '../../app/spend/known.ts';
import { isWrittenAbout } from '../../app/spend/reaches.ts';
import type { SpendReport } from '../../app/spend/report.ts';
import { may } from '../../core/access.ts';
import { THINGS } from '../../core/explore.ts';
import type { ColumnKey } from '../../core/fileColumns.ts';
import type { FileOf } from '../../core/fileNames.ts';
import { href } from '../../core/href.ts';
import { pricedPart } from '../../core/known.ts';
import type { SpendGroup } from '../../core/questions.ts';
import type { Frame, Period } from '../../ui/layout.tsx';
import { ChargeBackLinks } from '../bill/chargeBackPage.tsx';
import { driving, type People } from '../budgets/drivers.tsx';
import { MetersCard } from '../budgets/meters.tsx';
import { actsOf } from '../budgets/steps.ts';
import type { ServerDeps } from '../deps.ts';
import { refusalPage } from '../http/refusals.tsx';
import { viewerOf } from '../http/visitor.ts';
import { leadWithJobs } from '../setup/lead.tsx';
import { releasing, StopsCard } from '../stops/card.tsx';
import { dayHref, type LinkFilter, linesHref, NONE, periodQuery } from '../tables/cells.ts';
import { csv, csvTable, wantsCsv } from '../tables/csv.ts';
import { type Called, calledOf } from '../tables/named.ts';
import { AdviceCard } from './adviceCard.tsx';
import { attentionShown, needAttention } from './attention.tsx';
import { has } from './faces.ts';
import { type Look, saidOnTop } from './onTop.ts';
import { hidingIn, stacksOf } from './stacks.ts';
import { sureShown } from './sure.tsx';
import { tablesOf } from './tables.ts';
import { SpendPage } from './view.tsx';

/** The page of one subject's spend: what was read, put into the words and tables of the page, or one table as CSV. */

/**
 * Of oneself: what to paste where, another profile, more budget. Of a model: its rates, and for whoever plans, its successor
 * for everybody who has a profile of it.
 */
function actsBeside(c: Context, { actions, settings }: ServerDeps, { own, model }: Look, { m }: Frame) {
  const viewer = viewerOf(c);
  if (own === true)
    return [
      { text: m.faces.paste, href: href`/profiles` },
      { text: m.profiles.createOwn, href: href`/profiles/new` },
      ...(settings.budgets.requests.by === 'nobody'
        ? []
        : [{ text: m.asking.link, href: href`/budgets/ask` }]),
    ];
  if (model === undefined) return [];
  const mayPlan = settings.vending.enabled && actions.createProfile !== null;
  return [
    ...(may(viewer, 'see', { kind: 'rates' })
      ? [{ text: m.faces.models.rates, href: href`/rates?${{ q: model }}` }]
      : []),
    ...(mayPlan && may(viewer, 'change', { kind: 'plan' })
      ? [{ text: m.rollOver.fromModel, href: href`/profiles/roll-over?${{ from: model }}` }]
      : []),
  ];
}

export async function spendPage(
  c: Context,
  deps: ServerDeps,
  frame: Frame,
  period: Period,
  report: SpendReport,
  look: Look,
): Promise<Response> {
  const { facts } = report;
  const { face } = look;
  const linked = look.linked ?? facts.filter;
  const called = await calledOf(c, [
    ...(facts.filter.user ?? []).slice(0, 1),
    ...needAttention(facts),
    ...releasing(report.stops),
  ]);
  const tables = await tablesOf(c, frame, report, face, linked);
  if (wantsCsv(c)) {
    const asked = tables.find((table) => table.view.id === csvTable(c)) ?? tables[0];
    if (asked?.gone) return refusalPage(c, deps, 400, { text: asked.gone });
    if (asked) return csv(c, fileOf(facts, asked.group, linked), asked.data);
  }
  return c.html(
    <SpendPage
      {...{ frame, face, period, tables }}
      {...saidOnTop(c, deps, frame, report, { ...look, title: called(look.title) })}
      setup={facts.ledger === null ? await leadWithJobs(c, deps, frame) : null}
      {...drawn(frame, report)}
      links={linksOf(report, linked, frame)}
      acts={actsBeside(c, deps, look, frame)}
      requests={report.requests}
      files={filesOn(report, frame)}
      meters={metersOn(c, deps, report, look, frame, await c.get('namesOf')(driving(report.meters)))}
      stop={stopOn(c, deps, report, frame, called)}
      advice={
        <AdviceCard
          frame={frame}
          seen={report.advice}
          canGet={look.own === true && deps.actions.createProfile !== null}
        />
      }
      attention={
        has(face, 'attention') && facts.wholePeriod
          ? attentionShown(c, deps, frame, face, { report, called }, linked)
          : null
      }
      sure={has(face, 'sure') && report.seesAll ? sureShown(frame, facts) : null}
    />,
  );
}

/** What the charts show. */
function drawn(frame: Frame, { facts, names }: SpendReport) {
  const { today, days, standing } = facts;
  return {
    ...{ today, days },
    points: facts.points.map(({ day, known, counted, billed, ofBill }) => ({
      ...{ day, known, billed },
      // Against a budget that counts which is held against it.
      drawn: standing.limit === null ? pricedPart(known) : counted,
      partly: !billed && ofBill !== 0n,
    })),
    stacks: stacksOf(facts, names, frame),
    hiding: hidingIn(frame),
  };
}

/** Files of what is charged to whom, for whoever sees the bill. */
const filesOn = ({ facts: { filter, groups, range }, seesAll }: SpendReport, frame: Frame) =>
  seesAll && Object.keys(filter).length === 0 && groups[0]?.group === 'costCenter' ? (
    <ChargeBackLinks range={range} frame={frame} />
  ) : null;

const FILES: Readonly<Record<SpendGroup, string>> = {
  costCenter: 'cost-centers',
  user: 'users',
  model: 'models',
  profile: 'spend-by-profile',
  account: 'accounts',
  day: 'days',
  tokenKind: 'token-kinds',
};
/** A file of what a page shows: of one thing where the page is. */
function fileOf({ range, bill }: SpendFacts, group: SpendGroup, linked: LinkFilter): FileOf {
  const of = (key: ColumnKey, [value, ...others]: readonly string[] = []) =>
    value === undefined || value === '' || others.length > 0 ? null : { key, value };
  return {
    what: FILES[group],
    of:
      of('team_manager', linked.team) ??
      of('user', linked.user) ??
      of('cost_center', linked.costCenter) ??
      of('model', linked.model),
    range,
    state: bill.period === 'final' || bill.period === 'provisional' ? bill.period : 'estimated',
  };
}

/** How far its budgets are used, with what can be done about each. */
const metersOn = (
  c: Context,
  { settings: { budgets, publicUrl } }: ServerDeps,
  { meters, names, reaches, facts: { range, today } }: SpendReport,
  { face }: Look,
  frame: Frame,
  people: People,
) => (
  <MetersCard
    frame={frame}
    budgets={meters}
    half={has(face, 'attention')}
    ended={range.endExclusive <= today}
    names={names}
    people={people}
    acts={(seen) =>
      range.endExclusive <= today
        ? []
        : actsOf(c, { ...seen, range }, frame, {
            ...{ names, requests: budgets.requests },
            reach: isWrittenAbout(seen.standing) ? reaches(seen.whom) : null,
            publicUrl: publicUrl ?? new URL(c.req.url).origin,
          })
    }
  />
);

/** That its budgets stop it, or soon will. */
const stopOn = (
  c: Context,
  { settings: { budgets } }: ServerDeps,
  { stops }: SpendReport,
  frame: Frame,
  called: Called,
) => (
  <StopsCard
    called={called}
    stops={stops}
    frame={frame}
    reader={viewerOf(c).email}
    done={c.req.query('grace')}
    askable={budgets.requests.by !== 'nobody'}
  />
);

/** Where the figures on top lead: to what they consist of. */
function linksOf(
  { facts, budget, seesAll, mayChangeBudgets }: SpendReport,
  linked: LinkFilter,
  frame: Frame,
) {
  const { range, past, wholeMonth, filter, coarse = false } = facts;
  const { user, costCenter } = filter;
  const one = (user?.length ?? costCenter?.length) === 1;
  const [kind, key] = user ? ['user', user[0] ?? ''] : ['costCenter', costCenter?.[0] ?? ''];
  const form = budget?.scope.kind === 'userDefault' ? 'user' : kind;
  return {
    spent: coarse ? null : linesHref(range, linked),
    before: `?${new URLSearchParams({ start: past.start, endExclusive: past.endExclusive })}`,
    why: coarse ? null : whyHref(linked, frame),
    unallocated: coarse ? null : linesHref(range, { ...linked, reason: [] }),
    budget: mayChangeBudgets && wholeMonth && one ? href`/budgets?${{ scope: form, key }}` : null,
    day: dayHref(linked, seesAll),
  };
}

/** The question of what changed; null where Explore cannot be asked of the same spend, as of a team. */
function whyHref(linked: LinkFilter, frame: Frame): string | null {
  const filter = Object.entries(linked).filter(([, values]) => values !== undefined);
  if (filter.some(([name, values]) => !THINGS.some((thing) => thing === name) || values.length !== 1))
    return null;
  const query = new URLSearchParams(periodQuery(frame).slice(1));
  if (frame.query.month) query.set('month', frame.query.month);
  query.set('group', linked.user ? 'model' : linked.costCenter ? 'user' : 'costCenter');
  query.set('compare', 'previous');
  for (const [name, [value]] of filter) query.set(name, value || NONE);
  return `${href`/explore`}?${query}`;
}
