import type { Context, Hono } from 'hono';
import {
  AskedAlready,
  askForBudget,
  type ShortBudget,
  type ToAsk,
  whatToAsk,
} from '../../app/approvals/askBudget.ts';
import { UNTIL } from '../../core/budgetRequests.ts';
import { Invalid } from '../../core/errors.ts';
import { href } from '../../core/href.ts';
import { narrowingText } from '../../core/narrowing.ts';
import { addDays } from '../../core/periods.ts';
import type { Standing } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { day } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { faultWords, messageOf, type Typed, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';
import { budgetIn, requestHref } from './requestTables.tsx';

/** Whoever runs short asks for more: what is left, who decides, and the form. */

export function askRoutes(app: Hono, deps: ServerDeps): void {
  // Other pages may lead here with a budget or an amount.
  app.get('/budgets/ask', (c) => askPage(c, deps, c.req.query(), {}));
  app.post('/budgets/ask', async (c) => {
    const values = await typed(c);
    const frame = frameOf(c, deps);
    try {
      const { id } = await askForBudget(askingOf(c, deps), viewerOf(c).email, values);
      return c.redirect(`${requestHref({ id })}?done=askedBudget`, 303);
    } catch (error) {
      if (error instanceof Invalid) return askPage(c, deps, values, faultWords(error, frame));
      if (error instanceof AskedAlready) return askPage(c, deps, values, {}, frame.m.asking.openAlready);
      throw error;
    }
  });
}

async function askPage(
  c: Context,
  deps: ServerDeps,
  values: Typed,
  faults: Faults,
  error: string | null = null,
): Promise<Response> {
  const toAsk = await whatToAsk(askingOf(c, deps), viewerOf(c).email);
  const frame = frameOf(c, deps);
  const { m } = frame;
  const words = m.asking;
  const isBad = Object.keys(faults).length > 0;
  const { budgets } = toAsk;
  return c.html(
    <PlainPage
      frame={frame}
      title={words.title}
      intro={budgets.length === 0 ? words.none : words.intro}
      message={messageOf(error ?? (isBad ? m.invalid.intro : null), undefined, {})}
    >
      {budgets.length > 0 && (
        <div class="grid">
          <section class="card half">
            <AskForm budgets={budgets} values={values} faults={faults} frame={frame} />
          </section>
          <section class="card half">
            <h2>{words.yours}</h2>
            {budgets.map((one) => (
              <Yours one={one} frame={frame} />
            ))}
            <Deciders toAsk={toAsk} frame={frame} />
          </section>
        </div>
      )}
      <p>
        <a href={href`/requests`}>{m.approval.title}</a>
      </p>
    </PlainPage>,
    isBad ? 422 : error === null ? 200 : 409,
  );
}

const nameOf = ({ budget: { period, narrowing } }: ShortBudget, frame: Frame): string =>
  budgetIn({ period, narrow: narrowingText(narrowing) }, frame);

/** What is left, or by how much it is over. */
export const leftWords = (left: Money, { m }: Frame): string =>
  left < 0n ? m.asking.over(usd(-left as Money)) : usd(left);

function AskForm({
  budgets,
  values,
  faults,
  frame,
}: {
  budgets: readonly ShortBudget[];
  values: Typed;
  faults: Faults;
  frame: Frame;
}) {
  const words = frame.m.asking;
  const field = { values, faults };
  const option = (one: ShortBudget) => {
    const [name, amount] = [nameOf(one, frame), usd(one.budget.amount)];
    const left = one.standing?.left ?? null;
    if (left === null) return words.option(name, amount);
    return left < 0n
      ? words.optionOver(name, amount, usd(-left as Money))
      : words.optionLeft(name, amount, usd(left));
  };
  return (
    <form class="stacked" method="post" action={href`/budgets/ask`}>
      <label>
        {words.budget}
        <select name="budget" {...faultOf('budget', faults)}>
          {budgets.map((one) => (
            <option value={one.slot} selected={values.budget === one.slot}>
              {option(one)}
            </option>
          ))}
        </select>
        <FieldFault name="budget" faults={faults} />
      </label>
      <Field name="amount" label={words.amount} {...field} />
      <label>
        {words.untilLabel}
        <select name="until" {...faultOf('until', faults)}>
          {UNTIL.map((one) => (
            <option value={one} selected={values.until === one}>
              {words.untils[one]}
            </option>
          ))}
        </select>
        <FieldFault name="until" faults={faults} />
      </label>
      <Field name="day" label={words.day} type="date" {...field} />
      <label>
        {words.why}
        <textarea name="reason" rows={3} {...faultOf('reason', faults)}>
          {values.reason ?? ''}
        </textarea>
        <FieldFault name="reason" faults={faults} />
      </label>
      <button class="primary" type="submit">
        {words.submit}
      </button>
    </form>
  );
}

function Yours({ one, frame }: { one: ShortBudget; frame: Frame }) {
  const { m, locale } = frame;
  const words = m.asking;
  const { range } = one.budget;
  const days = m.range(day(range.start, locale), day(addDays(range.endExclusive, -1), locale));
  return (
    <>
      <h3>
        {nameOf(one, frame)} <span class="note">{days}</span>
      </h3>
      <dl class="facts">
        <dt>{words.now}</dt>
        <dd>{usd(one.budget.amount)}</dd>
        <StandingFacts standing={one.standing} frame={frame} />
      </dl>
      {one.waiting !== null && (
        <p>
          <a href={requestHref({ id: one.waiting })}>{words.waits}</a>
        </p>
      )}
    </>
  );
}

/** What was used of a budget, what is left, and where it goes; what is not counted here is said to be unknown. */
function StandingFacts({ standing, frame }: { standing: Standing | null; frame: Frame }) {
  const words = frame.m.asking;
  const left = standing?.left ?? null;
  const expected = standing?.forecastCounted ?? standing?.forecast ?? null;
  return (
    <>
      <dt>{words.used}</dt>
      <dd>{standing === null ? words.unknown : usd(standing.counted)}</dd>
      {left !== null && (
        <>
          <dt>{words.left}</dt>
          <dd>{leftWords(left, frame)}</dd>
        </>
      )}
      {expected !== null && (
        <>
          <dt>{words.forecast}</dt>
          <dd>{usd(expected.mid)}</dd>
        </>
      )}
    </>
  );
}

function Deciders({ toAsk, frame }: { toAsk: ToAsk; frame: Frame }) {
  const { m } = frame;
  const words = m.asking;
  const { deciders, onlyAdministrators, budgets } = toAsk;
  const ceilings = budgets.map((one) => words.option(nameOf(one, frame), usd(one.ceiling)));
  const [only] = budgets;
  return (
    <>
      <h3>{words.decides}</h3>
      <ul class="plainlist">
        {onlyAdministrators && <li>{words.decidesNobody}</li>}
        {deciders.map(({ email, name, deputyFor }) => (
          <li>
            {name === '' ? email : m.aside(name, email)}
            {deputyFor !== null && <span class="note"> {m.approval.deputyOf(deputyFor)}</span>}
          </li>
        ))}
      </ul>
      {!onlyAdministrators && only !== undefined && (
        <p class="note">
          {budgets.length === 1 ? words.ceiling(usd(only.ceiling)) : words.ceilings(ceilings.join(' · '))}
        </p>
      )}
    </>
  );
}
