import { BUDGET_PERIODS, type BudgetCalendar, dayOfChange } from '../../core/budgetPeriods.ts';
import { BUDGET_SCOPES } from '../../core/budgets.ts';
import { href } from '../../core/href.ts';
import type { Day } from '../../core/types.ts';
import { fullDay } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { type Faults, Field, FieldFault, faultOf } from '../../ui/plain.tsx';
import type { Typed } from '../http/forms.ts';

/** The form that sets a budget, with all that can be chosen; what was typed comes back as it was. */

/** Names that the form offers at most. */
const MOST_OFFERED = 1000;

interface Parts {
  frame: Frame;
  values: Typed;
  faults: Faults;
}
export interface FormOf extends Parts {
  owners: readonly { key: string }[];
  today: Day;
  calendar: BudgetCalendar;
  /** The company's, in per cent. */
  thresholds: readonly number[];
}

export function BudgetForm({ owners, today, calendar, thresholds, ...parts }: FormOf) {
  const { frame, values, faults } = parts;
  const words = frame.m.budgetPages.form;
  return (
    <form class="vend" method="post" action={href`/budgets`} novalidate>
      <section class="card">
        <div class="fields">
          <Whom {...parts} />
          <div>
            <Choice name="period" label={words.period} usual="month" {...parts}>
              {BUDGET_PERIODS.map((one) => [one, frame.m.budgetPages.periods[one]])}
            </Choice>
          </div>
          <div>
            <Field name="amount" label={words.amount} values={values} faults={faults} />
          </div>
          <From today={today} calendar={calendar} {...parts} />
          <Noted name="until" label={words.until} note={words.untilNote} type="date" {...parts} />
          <Noted name="narrow" label={words.narrow} note={words.narrowNote} {...parts} />
          <Noted
            name="thresholds"
            label={words.thresholds}
            note={words.thresholdsNote(thresholds.map((one) => `${one}%`).join(frame.m.comma))}
            {...parts}
          />
          <div>
            <Box name="carryOver" label={words.carryOver} {...parts} />
            <Box name="hard" label={words.hard} note={words.hardNote} {...parts} />
          </div>
          <div>
            <Field name="reason" label={words.reason} values={values} faults={faults} />
          </div>
        </div>
        <datalist id="owners">
          {owners.slice(0, MOST_OFFERED).map(({ key }) => (
            <option value={key} />
          ))}
        </datalist>
        <p>
          <button class="primary" type="submit">
            {words.submit}
          </button>{' '}
          <a href={href`/budgets`}>{words.cancel}</a>
        </p>
      </section>
    </form>
  );
}

function Whom(parts: Parts) {
  const { frame, values, faults } = parts;
  const { m } = frame;
  return (
    <>
      <div>
        <Choice name="scope" label={m.budgetPages.form.whom} usual="user" {...parts}>
          {BUDGET_SCOPES.map((kind) => [kind, m.budgets.scopes[kind]])}
        </Choice>
      </div>
      <div>
        <Field name="key" label={m.budgetPages.form.key} values={values} faults={faults} list="owners" />
        <span class="note">{m.budgetPages.form.keyNote}</span>
      </div>
    </>
  );
}

/** From when on, with the very days: of each period another. */
function From({ today, calendar, ...parts }: Parts & { today: Day; calendar: BudgetCalendar }) {
  const { frame, values } = parts;
  const { m, locale } = frame;
  const words = m.budgetPages.form;
  const given = values.from ?? '';
  const isDay = /^\d{4}-/.test(given);
  const starts = BUDGET_PERIODS.filter((one) => one !== 'day').map((one) =>
    words.starts(
      m.budgetPages.periods[one],
      fullDay(dayOfChange('period', one, today, calendar), locale),
      fullDay(dayOfChange('next', one, today, calendar), locale),
    ),
  );
  return (
    <div>
      <Choice name="from" label={words.from} usual="" {...parts}>
        {[
          ['', words.usual],
          ['now', words.now(fullDay(today, locale))],
          ['period', words.runningPeriod],
          ['next', words.nextPeriod],
          ...(isDay ? [[given, given] as const] : []),
        ]}
      </Choice>
      <span class="note">{words.usualNote}</span>
      <ul class="note starts">
        {starts.map((one) => (
          <li>{one}</li>
        ))}
      </ul>
    </div>
  );
}

function Choice({
  name,
  label,
  usual,
  children,
  values,
  faults,
}: Parts & { name: string; label: string; usual: string; children: readonly (readonly [string, string])[] }) {
  const chosen = values[name] || usual;
  const isThere = children.some(([value]) => value === chosen);
  return (
    <label>
      {label}
      <select name={name} {...faultOf(name, faults)}>
        {!isThere && (
          <option value={chosen} selected>
            {chosen}
          </option>
        )}
        {children.map(([value, text]) => (
          <option value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
      <FieldFault name={name} faults={faults} />
    </label>
  );
}

const Noted = ({
  note,
  name,
  label,
  type = 'text',
  values,
  faults,
}: Parts & { note: string; name: string; label: string; type?: 'text' | 'date' }) => (
  <div>
    <Field name={name} label={label} values={values} faults={faults} type={type} />
    <span class="note">{note}</span>
  </div>
);

function Box({ name, label, note, values, faults }: Parts & { name: string; label: string; note?: string }) {
  return (
    <label class="box">
      <input
        type="checkbox"
        name={name}
        value="yes"
        checked={(values[name] ?? '') !== '' && values[name] !== 'no'}
      />
      <span>
        {label}
        {note !== undefined && (
          <>
            <br />
            <small class="note">{note}</small>
          </>
        )}
        <FieldFault name={name} faults={faults} />
      </span>
    </label>
  );
}
