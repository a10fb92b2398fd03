import { type MeterFigures, type MeterMarks, meterMarks, type Span } from './meterScale.ts';

/**
 * How far a budget is used: what the bill says solid, what is estimated striped, what lies beyond the limit in its own
 * colour behind the limit's line, the forecast a mark with its range below. The figures stand beside it as text; `label` says
 * them to whoever does not see it.
 */

type State = 'none' | 'within' | 'watch' | 'over' | 'unknown';
interface Props {
  figures: MeterFigures;
  state: State;
  label: string;
}

const HEIGHT = 32;
/** Where the bar lies. */
const BAR = { y: 8, height: 14 };

const percent = (value: number): string => `${value}%`;

/** As wide as there is room for: its marks lie in per cent, so that nothing of it is stretched. */
export function Meter({ figures, state, label }: Props) {
  const marks = meterMarks(figures, 'fits');
  return (
    <svg class={`meter ${state}`} width="100%" height={HEIGHT} role="img" aria-label={label}>
      <title>{label}</title>
      <Bar span={{ from: 0, width: 100 }} name="ground" />
      <Bar span={{ from: 0, width: marks.limit }} name="room" />
      <Bar span={marks.billed} name="spent" />
      <Bar span={marks.estimated} name="spent guessed" />
      <Bar span={marks.over} name="excess" />
      <Stripes span={marks.estimated} />
      <Added marks={marks} />
      {marks.beyond && (
        <svg x="100%" overflow="visible" aria-hidden="true">
          <path class="beyond" d={`M0 ${BAR.y + BAR.height / 2}l-6-7h6v14h-6z`} />
        </svg>
      )}
      {marks.forecast !== null && (
        <>
          <line
            class="range"
            x1={percent(marks.forecast.low)}
            x2={percent(marks.forecast.high)}
            y1="28"
            y2="28"
          />
          <line
            class="mark"
            x1={percent(marks.forecast.mid)}
            x2={percent(marks.forecast.mid)}
            y1={BAR.y + BAR.height + 1}
            y2={HEIGHT}
          />
        </>
      )}
      <line
        class="end"
        x1={percent(marks.limit)}
        x2={percent(marks.limit)}
        y1="2"
        y2={BAR.y + BAR.height + 3}
      />
    </svg>
  );
}

const Bar = ({ span, name }: { span: Span; name: string }) =>
  span.width === 0 ? null : (
    <rect class={name} x={percent(span.from)} width={percent(span.width)} y={BAR.y} height={BAR.height} />
  );

/** Drawn as one broken line: it needs no pattern, of which a page could have each name only once. */
const Stripes = ({ span }: { span: Span }) =>
  span.width === 0 ? null : (
    <line
      class="stripes"
      x1={percent(span.from)}
      x2={percent(rightOf(span))}
      y1={BAR.y + BAR.height / 2}
      y2={BAR.y + BAR.height / 2}
      stroke-width={BAR.height}
    />
  );
const rightOf = ({ from, width }: Span): number => Math.round((from + width) * 10) / 10;

/** What of the limit was added: above the bar, so that it is seen however much of it is used. */
const Added = ({ marks: { raised, carried } }: { marks: MeterMarks }) => (
  <>
    {(
      [
        ['raised', raised],
        ['carried', carried],
      ] as const
    ).map(
      ([name, span]) =>
        span.width > 0 && (
          <line class={name} x1={percent(span.from)} x2={percent(rightOf(span))} y1="4" y2="4" />
        ),
    )}
  </>
);

const SMALL = { width: 84, height: 16 };

/**
 * The same for a row of a table: those below one another share one scale, the limit in the middle. Its title is its name: a
 * page has a hundred of them, and each byte a hundred times.
 */
export function SmallMeter({ figures, state, label }: Props) {
  const marks = meterMarks(figures, 'twice');
  const { width, height } = SMALL;
  const x = (at: number) => Math.round(at * width * 0.1) / 10;
  const bar = (span: Span, name: string) =>
    x(span.width) > 0 && <rect class={name} x={x(span.from)} y="4" width={x(span.width)} height="8" />;
  const guessed = { from: x(marks.estimated.from), to: x(rightOf(marks.estimated)) };
  return (
    <svg
      class={`bullet ${state}`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
    >
      <title>{label}</title>
      <rect class="room" x="0" y="4" width={x(marks.limit)} height="8" />
      {bar(marks.billed, 'spent')}
      {bar(marks.estimated, 'spent guessed')}
      {bar(marks.over, 'excess')}
      {guessed.to > guessed.from && (
        <line class="stripes" x1={guessed.from} x2={guessed.to} y1="8" y2="8" stroke-width="8" />
      )}
      {marks.beyond && <path class="beyond" d={`M${width} 8l-5-5h5v10h-5z`} />}
      {marks.forecast !== null && (
        <line class="mark" x1={x(marks.forecast.mid)} x2={x(marks.forecast.mid)} y1="2.5" y2="13.5" />
      )}
      <line class="end" x1={x(marks.limit)} x2={x(marks.limit)} y1="0" y2={height} />
    </svg>
  );
}
