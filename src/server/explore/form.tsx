import type { Explored } from '../../app/spend/explore.ts';
import type { ExploreChoices } from '../../app/spend/exploreChoices.ts';
import {
  BASES,
  CHARTS,
  DIMENSIONS,
  type Exploration,
  type ExploreDimension,
  isTime,
  MEASURES,
  standardTop,
  THINGS,
  TOPS,
} from '../../core/explore.ts';
import { href } from '../../core/href.ts';
import { type Frame, lastOf, type Period, READY_PERIODS } from '../../ui/layout.tsx';
import { keyCell, NONE } from '../tables/cells.ts';
import { exploreHref, periodPairs, without } from './address.ts';
import type { Look } from './names.ts';

/** The one form in which a question is put together: it holds all of it, so that nothing chosen is forgotten. */

interface Choice {
  value: string;
  text: string;
}

const Choose = ({
  name,
  label,
  value,
  choices,
}: {
  name: string;
  label: string;
  value: string;
  choices: readonly Choice[];
}) => (
  <label>
    {label}
    <select name={name}>
      {choices.map((one) => (
        <option value={one.value} selected={one.value === value}>
          {one.text}
        </option>
      ))}
    </select>
  </label>
);

export function ExploreForm({
  frame,
  asked,
  period,
  times,
  choices,
  open,
}: {
  frame: Frame;
  asked: Exploration;
  period: Period;
  /** Whether days and weeks are told. */
  times: boolean;
  choices: ExploreChoices;
  /** Whether the fields that a question seldom needs are in sight. */
  open: boolean;
}) {
  const { m } = frame;
  const words = m.explore;
  const dimensions = DIMENSIONS.filter((one) => times || !(one === 'day' || one === 'week'));
  const named = (all: readonly ExploreDimension[]) =>
    all.map((value) => ({ value, text: words.dimension[value] }));
  const chosen = <T extends string>(all: readonly T[], texts: Readonly<Record<T, string>>) =>
    all.map((value) => ({ value, text: texts[value] }));
  const { group, by, measure, basis, chart, top, compare } = asked;
  // What nobody chose is not said: a second dimension brings its own.
  const topValue = (text: string) => (text === standardTop(by) ? '' : text);
  return (
    <form method="get" action={href`/explore`} class="explore" id="explore">
      <div class="fields">
        <Choose
          name="measure"
          label={words.field.measure}
          value={measure}
          choices={chosen(MEASURES, words.measure)}
        />
        <Choose name="group" label={words.field.group} value={group} choices={named(dimensions)} />
        <Choose
          name="by"
          label={words.field.by}
          value={by ?? ''}
          choices={[
            { value: '', text: words.field.nothing },
            ...named(dimensions.filter((one) => one !== group && !(isTime(one) && isTime(group)))),
          ]}
        />
        <Choose
          name="compare"
          label={words.field.compare}
          value={compare ? 'previous' : ''}
          choices={[
            { value: '', text: words.field.compareNone },
            { value: 'previous', text: words.field.comparePrevious },
          ]}
        />
        <Choose name="chart" label={words.field.chart} value={chart} choices={chosen(CHARTS, words.chart)} />
        <button type="submit">{words.show}</button>
      </div>
      <PeriodOf frame={frame} asked={asked} period={period} />
      <input type="hidden" name="hide" value={frame.query.hide ?? ''} />
      {THINGS.flatMap((thing) =>
        (asked.filter[thing] ?? []).map((value) => (
          <input type="hidden" name={thing} value={value === '' ? NONE : value} />
        )),
      )}
      <details open={open}>
        <summary>{words.field.filters}</summary>
        <div class="fields">
          <Choose name="basis" label={words.field.basis} value={basis} choices={chosen(BASES, words.basis)} />
          <Choose
            name="top"
            label={words.field.top}
            value={topValue(String(top))}
            choices={TOPS.map((text) => ({ value: topValue(text), text }))}
          />
          <DaysOf frame={frame} period={period} />
        </div>
        <div class="fields">
          {THINGS.map((thing) => (
            <label>
              {words.dimension[thing]}
              <input name={thing} value="" list={`of-${thing}`} autocomplete="off" maxlength={300} />
              <datalist id={`of-${thing}`}>
                {choices[thing].map(({ value, text }) => (
                  <option value={value}>
                    {thing === 'tokenKind' ? m.kind[value as keyof typeof m.kind] : text}
                  </option>
                ))}
              </datalist>
            </label>
          ))}
        </div>
      </details>
    </form>
  );
}

/** Whether a question needs more than what is in sight at first: a filter, another basis, days of its own. */
export const isNarrow = ({ filter, basis }: Exploration, { name, refused }: Period): boolean =>
  Object.keys(filter).length > 0 || basis !== 'best' || name === 'custom' || refused !== null;

/** Ready-made periods as links that keep the question. */
function PeriodOf({ frame, asked, period }: { frame: Frame; asked: Exploration; period: Period }) {
  const { m } = frame;
  return (
    <div class="period" role="group" aria-label={m.period.label}>
      <span class="choices">
        {READY_PERIODS.map((name) => (
          <a
            href={exploreHref(asked, { ...period, name }, hiddenIn(frame))}
            {...(name === period.same && period.refused === null ? { 'aria-current': 'true' } : {})}
          >
            {m.period[name]}
          </a>
        ))}
      </span>
      {period.name !== 'custom' &&
        periodPairs(period).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
    </div>
  );
}

/** Series that the chart leaves out: they stay left out while the same lines are asked for. */
const hiddenIn = ({ query: { hide = '' } }: Frame): readonly [string, string][] =>
  hide === '' ? [] : [['hide', hide]];

/** Any other days. */
function DaysOf({ frame: { m }, period }: { frame: Frame; period: Period }) {
  const isTyped = period.name === 'custom' || period.refused !== null;
  const typed = period.refused ?? period;
  return (
    <>
      <label>
        {m.period.first}
        <input type="date" name="start" value={isTyped ? typed.start : ''} />
      </label>
      <label>
        {m.period.last}
        <input type="date" name="last" value={isTyped ? lastOf(typed) : ''} />
      </label>
    </>
  );
}

/** What it is narrowed to, each with a way to do without it. */
export function Chips({
  explored: { asked, names },
  look: { frame, period, people },
}: {
  explored: Explored;
  look: Look;
}) {
  const { m } = frame;
  const all = THINGS.flatMap((thing) => (asked.filter[thing] ?? []).map((value) => ({ thing, value })));
  if (all.length === 0) return null;
  return (
    <ul class="chips" aria-label={m.explore.filtered}>
      {all.map(({ thing, value }) => (
        <li>
          <a
            href={exploreHref(without(asked, thing, value), period, hiddenIn(frame))}
            title={m.lines.remove(m.explore.dimension[thing])}
          >
            <span>{m.explore.dimension[thing]}</span>{' '}
            {(thing === 'user' ? people.get(value) : undefined) ?? keyCell(thing, value, frame, names).text}{' '}
            <b aria-hidden="true">×</b>
          </a>
        </li>
      ))}
    </ul>
  );
}
