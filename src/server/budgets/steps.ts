import type { Context } from 'hono';
import type { Reach } from '../../app/budgets/reach.ts';
import type { BudgetSeen } from '../../app/budgets/seen.ts';
import type { Names } from '../../app/names.ts';
import type { ApprovalSettings } from '../../core/approvalRules.ts';
import { type Budget, scopeOfWhom, type Whom } from '../../core/budgets.ts';
import { href, mailHref, publicAddress, scopeHref } from '../../core/href.ts';
import { spelledModel } from '../../core/modelNames.ts';
import { familyOf, type Narrowing, narrowingText } from '../../core/narrowing.ts';
import {
  extraFor,
  type NextStep,
  nextStepsOf,
  reachedIn,
  roomFor,
  typedAmount,
} from '../../core/nextSteps.ts';
import type { Standing } from '../../core/standing.ts';
import type { DayRange, Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { fullDay, tenths } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { MailFigures } from '../../ui/messages/budgetsSeeingEn.ts';
import { mayDo, viewerOf } from '../http/visitor.ts';
import { driversNamed } from './drivers.tsx';
import { periodWords } from './meters.tsx';

/** What to do about a budget, as links: each leads to a form that is filled in already. */

export interface Act {
  step: NextStep;
  text: string;
  href: string;
}
/** Whom a row is about, with or without a budget. */
export type AboutWhom = Pick<BudgetSeen, 'whom' | 'drivers'> & {
  budget: Budget | null;
  /** The days that count. */
  range: DayRange;
  standing: Standing | null;
};
export interface ActsWith {
  names: Names;
  /** Whom to write to; null: nobody is written to from here. */
  reach: Reach | null;
  publicUrl: string;
  /** Who decides on what is asked for. */
  requests: Pick<ApprovalSettings, 'by'>;
}
export function actsOf(
  c: Context,
  about: AboutWhom,
  frame: Frame,
  { names, reach, publicUrl, requests }: ActsWith,
): Act[] {
  const { budget, whom, standing, drivers } = about;
  const viewer = viewerOf(c);
  const family = familyOf(drivers.model?.key ?? '');
  const steps = nextStepsOf({
    budget,
    mayChange: mayDo(c, 'change', { kind: 'budget', scope: scopeOfWhom(whom), costCenter: '' }),
    own: whom.kind === 'user' && whom.key === viewer.email,
    askable: requests.by !== 'nobody',
    reachable: reach !== null && reach.address !== '' && reach.address !== viewer.email,
    narrowable:
      family !== '' &&
      budget !== null &&
      budget.narrowing === null &&
      (standing?.state === 'over' || standing?.state === 'watch'),
  });
  const { steps: words } = frame.m.budgetsSeeing;
  const room = standing === null ? (0n as Money) : roomFor(reachedIn(standing));
  const extra = standing === null ? (0n as Money) : extraFor(standing);
  const more = extra > 0n ? { extra: typedAmount(extra) } : {};
  const made: Record<NextStep, () => Omit<Act, 'step'>> = {
    raise: () => ({
      text: extra > 0n ? words.raise(usd(extra)) : words.raisePlain,
      href: href`/budgets/${budget?.id ?? ''}/raise?${more}`,
    }),
    set: () => ({
      // Where the limit lasts, what was reached would be a lower one: the form begins without an amount.
      text: extra > 0n ? words.set(usd(room)) : words.setPlain,
      href: newHref(about, budget?.narrowing ?? null, extra > 0n ? room : null),
    }),
    ask: () => ({
      text: frame.m.asking.link,
      href: href`/budgets/ask?${{
        budget: [budget?.period, narrowingText(budget?.narrowing ?? null)].join(' ').trim(),
        amount: more.extra,
      }}`,
    }),
    write: () => ({ text: words.write, href: mailOf(about, frame, names, reach, publicUrl) }),
    narrow: () => ({
      text: words.narrow(spelledModel(family)),
      href: newHref(about, { kind: 'family', key: family }, null),
    }),
  };
  return steps.map((step) => ({ step, ...made[step]() }));
}

/** The form of a new budget, filled in. */
function newHref(
  { whom: { kind, key }, budget }: AboutWhom,
  narrowing: Narrowing | null,
  amount: Money | null,
): string {
  return href`/budgets/new?${{
    scope: kind,
    key: kind === 'organisation' ? undefined : key,
    period: budget === null || budget.period === 'month' ? undefined : budget.period,
    narrow: narrowing === null ? undefined : narrowingText(narrowing),
    amount: amount === null ? undefined : typedAmount(amount),
  }}`;
}

/** A mail with the figures in words, and where they are seen. */
function mailOf(
  about: AboutWhom,
  frame: Frame,
  names: Names,
  reach: Reach | null,
  publicUrl: string,
): string {
  const { budget, standing, whom } = about;
  const { kind, key } = whom;
  const { mail, over } = frame.m.budgetsSeeing;
  const { counted, limit, left, usedTenths, state, forecastCounted, reachesOn } = standing ?? NOTHING;
  const seen = driversNamed(about, about.range, frame, names);
  const isOver = state === 'over';
  const figures: MailFigures = {
    name: reach?.name ? reach.name : null,
    whose:
      kind === 'user'
        ? null
        : kind === 'team'
          ? over.team(reach?.name || key)
          : kind === 'costCenter'
            ? key
            : over.organisation,
    period: budget === null ? '' : periodWords(budget, frame),
    limit: limit === null ? null : usd(limit),
    counted: usd(counted),
    percent: usedTenths === null ? null : tenths(usedTenths, frame.locale),
    left: left === null ? '' : usd(left < 0n ? (-left as Money) : left),
    isOver,
    forecast: forecastCounted === null ? null : usd(forecastCounted.mid),
    day: reachesOn === null ? null : fullDay(reachesOn, frame.locale),
    driver: seen.model?.text ?? null,
    link: publicAddress(publicUrl, () => pageOf(whom)),
  };
  return mailHref(reach?.address ?? '', mail.subject(figures), mail.body(figures));
}
const NOTHING = {
  counted: 0n as Money,
  limit: null,
  left: null,
  usedTenths: null,
  state: 'none',
  forecastCounted: null,
  reachesOn: null,
} as const;

/** Where whoever is written to sees the figures: their own page where it is theirs. */
const pageOf = ({ kind, key }: Whom): string => (kind === 'user' ? href`/me` : scopeHref(kind, key));
