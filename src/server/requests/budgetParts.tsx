import type { AskedOfBudget } from '../../app/approvals/budgetAsked.ts';
import type { BudgetRequest } from '../../core/approvals.ts';
import { formatFixed, money } from '../../core/money.ts';
import { addDays } from '../../core/periods.ts';
import { usd } from '../../core/usd.ts';
import { instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field } from '../../ui/plain.tsx';
import type { Typed } from '../http/forms.ts';
import { leftWords } from './askPage.tsx';
import { budgetIn, moreUntil } from './requestTables.tsx';

/** What a request for more budget shows beside what all requests do. */

/** How it stands, in a sentence. @param by who decided, and for whom */
export function budgetHeadline(
  { state, wanted, deadlineAt, decidedAt, endedAt, lastError }: BudgetRequest,
  isLate: boolean,
  by: string,
  { m, locale }: Frame,
): string {
  const words = m.asking.headline;
  const { granted, extra, until } = wanted;
  const at = instant(decidedAt ?? endedAt ?? deadlineAt, locale);
  switch (state) {
    case 'waiting':
      return isLate ? words.late : words.waiting(at);
    case 'withdrawn':
      return lastError === null ? words.withdrawn(at) : words.ended(at);
    case 'expired':
      return words.expired(instant(deadlineAt, locale));
    case 'declined':
      return words.declined(by, at);
    default:
      return granted?.extra === extra && granted.until === until ? words.made(by, at) : words.changed(by, at);
  }
}

/** @param known how the budget stands now; null where it is not theirs to know, or the request was answered */
export function budgetFacts(
  { wanted }: BudgetRequest,
  known: AskedOfBudget | null,
  frame: Frame,
): [string, unknown][] {
  const words = frame.m.asking;
  const { granted, amount } = wanted;
  const standing = known?.standing ?? null;
  const expected = standing?.forecastCounted ?? standing?.forecast ?? null;
  const now = known?.budget?.amount ?? money(amount);
  return [
    [words.asked, moreUntil(wanted, wanted, frame)],
    ...(granted === null ? [] : [[words.granted, moreUntil(granted, wanted, frame)] as [string, unknown]]),
    [budgetIn(wanted, frame), usd(now)],
    ...(known === null || known.budget === null
      ? []
      : ([
          [words.used, standing === null ? words.unknown : usd(standing.counted)],
          ...(standing === null || standing.left === null
            ? []
            : [[words.left, leftWords(standing.left, frame)]]),
          ...(expected === null ? [] : [[words.forecast, usd(expected.mid)]]),
        ] as [string, unknown][])),
  ];
}

/** As it was asked for, to be approved with one press or changed first. */
export function GrantFields({
  request: { wanted },
  known,
  values,
  faults,
  frame,
}: {
  request: BudgetRequest;
  known: AskedOfBudget | null;
  values: Typed;
  faults: Faults;
  frame: Frame;
}) {
  const words = frame.m.asking;
  if (known !== null && known.budget === null) return <p class="note">{words.noBudget}</p>;
  const asked = { amount: formatFixed(money(wanted.extra), 2), day: addDays(wanted.until, -1) };
  const field = { values: { ...asked, ...values }, faults };
  const most = known?.most ?? null;
  return (
    <>
      <p class="note">
        {words.answerHint}
        {most !== null && frame.m.gap + (most > 0n ? words.most(usd(most)) : words.mostNone)}
      </p>
      <div class="fields">
        <Field name="amount" label={words.answerAmount} {...field} />
        <Field name="day" label={words.answerDay} type="date" {...field} />
      </div>
    </>
  );
}
