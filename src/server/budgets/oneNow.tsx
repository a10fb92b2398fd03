import type { BudgetHistory } from '../../app/budgets/history.ts';
import type { BudgetStanding } from '../../app/budgets/standings.ts';
import { isDefault } from '../../core/budgets.ts';
import { addDays } from '../../core/periods.ts';
import { spentIn } from '../../core/standing.ts';
import { thresholdText } from '../../core/thresholds.ts';
import type { Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { fullDay, day as showDay, tenths } from '../../ui/format.ts';
import { knownText } from '../../ui/known.ts';
import type { Frame } from '../../ui/layout.tsx';
import { periodWords } from './words.ts';

/** What a budget is today: how far it is used as a sentence of its own, and what holds beside the amount. */

const heldIn = ({ periods }: BudgetHistory) => {
  const running = periods.find((one) => one.running);
  const held = running?.budget === 'unknown' ? null : (running?.budget ?? null);
  return running === undefined || held === null || held.endedOn !== null
    ? null
    : { held, range: running.range, stands: running.standing ?? null };
};

/** How far it is used; the amount alone where nothing is held against it by itself. */
export function nowLead(history: BudgetHistory, frame: Frame) {
  const found = heldIn(history);
  if (found === null) return null;
  const words = frame.m.budgetPages.one;
  const used = usedWords(found.stands, frame);
  return (
    <p class="headline">
      {used === null
        ? words.holds(usd(found.held.amount), frame.m.budgetPages.each[found.held.period])
        : words.so(periodWords(history.record.period, found.range, frame), used)}
    </p>
  );
}

function usedWords(found: BudgetStanding | null, frame: Frame): string | null {
  const stands = found?.standing ?? null;
  if (stands === null || stands.limit === null || stands.left === null) return null;
  const { limit, left, usedTenths } = stands;
  const percent = usedTenths === null ? '–' : tenths(usedTenths, frame.locale);
  const spent = knownText(spentIn(stands), frame);
  const words = frame.m.budgetPages.one;
  return left < 0n
    ? words.overBy(spent, usd(limit), percent, usd(-left as Money))
    : words.left(spent, usd(limit), percent, usd(left));
}

/** What holds today beside the amount, in sentences. */
export function Now({ history, frame }: { history: BudgetHistory; frame: Frame }) {
  const { m, locale } = frame;
  const words = m.budgetPages.one;
  const { record, periods, planned } = history;
  const found = heldIn(history);
  if (found === null) {
    const running = periods.find((one) => one.running)?.budget ?? null;
    const first = planned.find(({ kind }) => kind === 'set');
    return (
      <>
        {words.notNow}{' '}
        {first === undefined
          ? running !== null && running !== 'unknown' && words.endedOn(fullDay(running.endedOn ?? '', locale))
          : words.beginsOn(fullDay(first.from, locale))}
      </>
    );
  }
  const { terms, raises, holdsUntil } = found.held;
  const said = [
    ...raises.map((raise) =>
      words.withRaise(usd(terms.amount), usd(raise.extra), showDay(addDays(raise.toExclusive, -1), locale)),
    ),
    ...(found.stands?.withheld === true ? [words.keptBack] : []),
    ...(terms.hard ? [words.hard] : []),
    ...(terms.carryOver ? [words.carryOver] : []),
    terms.thresholds === null
      ? words.tellsUsual
      : words.tellsAt(terms.thresholds.map(thresholdText).join(m.comma)),
    ...(holdsUntil === null ? [] : [words.until(fullDay(addDays(holdsUntil, -1), locale))]),
    ...(isDefault(record.scope) ? [words.each] : []),
  ];
  return <>{said.join(m.gap)}</>;
}
