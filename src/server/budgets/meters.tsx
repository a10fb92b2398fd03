import type { BudgetSeen } from '../../app/budgets/seen.ts';
import type { Names } from '../../app/names.ts';
import { daysOfRaise } from '../../core/budgetChanges.ts';
import { type Budget, scopeKeyOf } from '../../core/budgets.ts';
import { spelledModel } from '../../core/modelNames.ts';
import { larger, sum, ZERO } from '../../core/money.ts';
import { addDays, monthOf } from '../../core/periods.ts';
import type { Standing } from '../../core/standing.ts';
import type { Money } from '../../core/types.ts';
import { usd, usdTogether } from '../../core/usd.ts';
import { Meter } from '../../ui/charts/meter.tsx';
import type { MeterFigures } from '../../ui/charts/meterScale.ts';
import { day as showDay, month as showMonth, tenths } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { Drives, type People } from './drivers.tsx';

/** How far budgets are used, in figures, as a picture and in words: one face of it for every page. */

/** What is drawn of a standing; null without a limit. */
export function figuresOf(
  { counted, limit, forecastCounted }: Pick<Standing, 'counted' | 'limit' | 'forecastCounted'>,
  more: { billed: Money | null; raised?: Money; carried?: Money },
): MeterFigures | null {
  if (limit === null) return null;
  const { billed, raised = ZERO, carried = ZERO } = more;
  return { counted, billed, limit, raised, carried, forecast: forecastCounted };
}

/** The same as one sentence, for whoever does not see it. */
export function meterLabel(figures: MeterFigures, { m }: Frame): string {
  const { meter } = m.budgetsSeeing;
  const { counted, limit, billed, forecast, raised, carried } = figures;
  const left = (limit - counted) as Money;
  return [
    meter.used(usd(counted), usd(limit)),
    left < 0n ? meter.over(usd(-left as Money)) : meter.left(usd(left)),
    ...(billed === null || billed >= counted ? [] : [meter.estimated(usd(estimatedOf(counted, billed)))]),
    ...(forecast === null ? [] : [meter.forecast(usd(forecast.mid), usd(forecast.low), usd(forecast.high))]),
    ...(raised > 0n ? [meter.raised(usd(raised))] : []),
    ...(carried > 0n ? [meter.carried(usd(carried))] : []),
  ].join(m.comma);
}
const estimatedOf = (counted: Money, billed: Money): Money => larger(ZERO, (counted - billed) as Money);

/** The period that a budget is held against. */
export function periodWords(
  { period, range }: Pick<Budget, 'period' | 'range'>,
  { m, locale }: Frame,
): string {
  const { periods } = m.budgetsSeeing;
  const [first, last] = [showDay(range.start, locale), showDay(addDays(range.endExclusive, -1), locale)];
  if (period === 'month') return periods.month(showMonth(monthOf(range.start), locale));
  return period === 'day' ? periods.day(first) : periods[period](first, last);
}

/** What of the spend it is about; '' for all of it. */
export function narrowedWords({ narrowing }: Pick<Budget, 'narrowing'>, { m }: Frame): string {
  const { narrowed } = m.budgetsSeeing;
  if (narrowing === null) return '';
  return narrowing.kind === 'tag'
    ? narrowed.tag(narrowing.key, narrowing.value)
    : narrowed[narrowing.kind](spelledModel(narrowing.key));
}

/** By which rule it holds. */
export const heldWords = ({ scope }: Pick<Budget, 'scope'>, { m }: Frame): string =>
  m.budgetsSeeing.heldAs[scope.kind](scopeKeyOf(scope));

/** When it runs out, or that it does not. */
export function runsOutWords({ standing }: Pick<BudgetSeen, 'standing'>, { m, locale }: Frame): string {
  const words = m.budgetsSeeing;
  const { state, reachesOn, forecastCounted } = standing;
  if (state === 'over') return reachesOn === null ? words.usedUp : words.ranOut(showDay(reachesOn, locale));
  if (reachesOn !== null) return words.runsOut(showDay(reachesOn, locale));
  return forecastCounted === null ? words.unsure : words.lasts;
}

/** How it ended, of a period that is over. */
function endWords({ standing: { reachesOn, state } }: BudgetSeen, { m, locale }: Frame): string {
  const words = m.budgetsSeeing;
  if (state !== 'over') return m.faces.past.lasted;
  return reachesOn === null ? words.usedUp : words.ranOut(showDay(reachesOn, locale));
}

/** Budgets below one another, the nearest to its limit first as they are given. */
export function MetersCard({
  frame,
  budgets,
  names,
  people,
  acts,
  half = false,
  ended = false,
}: {
  frame: Frame;
  budgets: readonly BudgetSeen[];
  /** Beside another card. */
  half?: boolean;
  /** Their periods are over: nothing of them is expected any more. */
  ended?: boolean;
  names: Names;
  people: People;
  /** What can be done about one of them. */
  acts: (seen: BudgetSeen) => readonly { text: string; href: string }[];
}) {
  if (budgets.length === 0) return null;
  return (
    <section class={half ? 'card half' : 'card'} id="budgets">
      <h2>{frame.m.budgetsSeeing.title}</h2>
      <ul class="meters">
        {budgets.map((seen) => (
          <OneMeter {...{ seen, frame, names, people, ended }} acts={acts(seen)} />
        ))}
      </ul>
    </section>
  );
}

function OneMeter({
  seen,
  frame,
  names,
  people,
  acts,
  ended,
}: {
  seen: BudgetSeen;
  frame: Frame;
  names: Names;
  people: People;
  acts: readonly { text: string; href: string }[];
  ended: boolean;
}) {
  const { m } = frame;
  const { budget, standing } = seen;
  const raised = sum(budget.raises.map(({ extra }) => extra));
  const figures = figuresOf(standing, { billed: seen.billed, raised, carried: standing.carriedOver });
  if (figures === null) return null;
  const narrowed = narrowedWords(budget, frame);
  return (
    <li>
      <div>
        <div class="tools">
          <h3>
            {[periodWords(budget, frame), ...(narrowed === '' ? [] : [narrowed])].join(' · ')}{' '}
            <small>{heldWords(budget, frame)}</small>
          </h3>
          <Badge kind={standing.state} text={m.budgetState[standing.state]} />
        </div>
        <Meter figures={figures} state={standing.state} label={meterLabel(figures, frame)} />
        <MeterFiguresList seen={seen} figures={figures} frame={frame} ended={ended} />
      </div>
      <div>
        <p class="note">
          {ended ? endWords(seen, frame) : runsOutWords(seen, frame)}
          {frame.m.gap}
          <Drives seen={seen} frame={frame} names={names} people={people} />
        </p>
        {acts.length > 0 && (
          <p class="actions">
            {acts.map(({ text, href }) => (
              <a href={href}>{text}</a>
            ))}
          </p>
        )}
      </div>
    </li>
  );
}

/** The figures of a meter as text; the signs before them are those that it is drawn with. */
function MeterFiguresList({
  seen: { budget, standing },
  figures,
  frame,
  ended,
}: {
  seen: BudgetSeen;
  figures: MeterFigures;
  frame: Frame;
  ended: boolean;
}) {
  const { m, locale } = frame;
  const words = m.budgetsSeeing;
  const { counted, billed, limit, forecast, carried } = figures;
  const left = (limit - counted) as Money;
  const parts = billed === null ? null : usdTogether([billed, estimatedOf(counted, billed)]);
  const last = showDay(addDays(budget.range.endExclusive, -1), locale);
  return (
    <dl class="figures">
      <div>
        <dt>{left < 0n ? words.overBy : words.left}</dt>
        <dd>
          {usd(left < 0n ? (-left as Money) : left)}
          {!ended && <small>{words.untilDay(last)}</small>}
        </dd>
      </div>
      <div>
        <dt>{words.used}</dt>
        <dd>
          {usd(counted)}
          {parts !== null && billed !== null && billed > 0n && (
            <small>
              <i class={`swatch counts ${standing.state}`} />
              {words.billed(parts(0))}
            </small>
          )}
          {parts !== null && billed !== null && billed < counted && (
            <small>
              <i class={`swatch counts guessed ${standing.state}`} />
              {words.estimated(parts(1))}
            </small>
          )}
        </dd>
      </div>
      <div>
        <dt>{words.limit}</dt>
        <dd>
          {usd(limit)}
          {standing.usedTenths !== null && (
            <small>{words.usedOf(tenths(standing.usedTenths, frame.locale))}</small>
          )}
          {budget.raises.map((raise) => (
            <small>
              <i class="swatch raised" />
              {words.raised(
                usd(raise.extra),
                showDay(addDays(daysOfRaise(raise)?.endExclusive ?? raise.toExclusive, -1), locale),
              )}
            </small>
          ))}
          {carried > 0n && (
            <small>
              <i class="swatch carried" />
              {words.carried(usd(carried))}
            </small>
          )}
        </dd>
      </div>
      {!ended && (
        <div>
          <dt>{words.forecast}</dt>
          <dd>
            {forecast === null ? '–' : usd(forecast.mid)}
            <small>
              {forecast === null ? words.noForecast : words.range(usd(forecast.low), usd(forecast.high))}
            </small>
          </dd>
        </div>
      )}
    </dl>
  );
}
