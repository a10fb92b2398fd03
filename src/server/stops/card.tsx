import type { StopSeen, StopsSeen } from '../../app/stop/seen.ts';
import { href } from '../../core/href.ts';
import type { Instant } from '../../core/types.ts';
import { usd } from '../../core/usd.ts';
import { fullDay, instant } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import type { Called } from '../tables/named.ts';
import { askedWords, stopBudget } from './words.ts';

/** Being stopped, or soon, on the page of whom it is about: why, since when, until when, and what to do now. */

export interface StopCardProps {
  stops: StopsSeen;
  frame: Frame;
  /** The address of whoever looks. */
  reader: string;
  /** What became of a grace that was just asked for. */
  done: string | undefined;
  /** Whether more of a budget is asked for here. */
  askable: boolean;
  called: Called;
}

/** Addresses of those who released them: whose names a page of them needs. */
export const releasing = ({ stops }: StopsSeen): string[] => stops.flatMap(({ held }) => held?.by ?? []);

export function StopsCard({ stops, done, ...given }: StopCardProps) {
  const { frame } = given;
  const { m } = frame;
  const said = Object.entries(m.stops.graceDone).find(([name]) => name === done);
  if (stops.stops.length === 0 && said === undefined) return null;
  const kind = stops.stops[0]?.state ?? 'held';
  return (
    <section class={`card stop ${kind}`} id="stop" aria-label={m.stops.title}>
      {said !== undefined && (
        <p
          class={said[0] === 'taken' ? 'message' : 'message bad'}
          role={said[0] === 'taken' ? 'status' : 'alert'}
        >
          {said[1]}
          {said[0] === 'taken' && stops.stops.some(({ isOver }) => isOver) && m.gap + m.stops.card.again}
        </p>
      )}
      {stops.stops.map((stop) => (
        <OneStop stop={stop} {...given} />
      ))}
      {stops.asked.length > 0 && <p>{m.stops.card.ask(askedWords(stops.asked, frame))}</p>}
    </section>
  );
}

type OneProps = Omit<StopCardProps, 'stops' | 'done'> & { stop: StopSeen };

function OneStop(p: OneProps) {
  const { stop, frame, reader, askable } = p;
  const { m } = frame;
  const { card } = m.stops;
  const { grace, state, whom } = stop;
  const isOwn = whom.kind === 'user' && whom.key === reader;
  return (
    <div>
      <h2>
        <Badge kind={BADGE[state]} text={titleOf(stop, frame)} />
      </h2>
      <Sentences {...p} />
      {(grace !== null || (isOwn && askable)) && (
        <form class="inline" method="post" action={href`/stops/grace`}>
          <input type="hidden" name="budget" value={stop.budgetId} />
          <input type="hidden" name="for" value={whom.key} />
          <input type="hidden" name="back" value={whom.kind === 'user' ? 'me' : 'budget'} />
          {grace !== null && (
            <button class="primary" type="submit" title={card.graceOnce}>
              {card.takeGrace(usd(grace.amount), grace.hours)}
            </button>
          )}
          {isOwn && askable && <a href={askHref(stop)}>{m.asking.link}</a>}
        </form>
      )}
      {grace !== null && <p class="note">{card.graceOnce}</p>}
    </div>
  );
}

/** How it stands; within the budget nothing is held off yet. */
function titleOf({ state, isDry, isOver, held }: StopSeen, { m }: Frame): string {
  if (held !== null && !isOver) return m.stops.reprieveKind[held.kind];
  return (isDry ? m.stops.card.dryTitle : m.stops.card.title)[state];
}

/** A moment, with the clock that it is of. */
const utc = (at: Instant, { m, locale }: Frame): string =>
  locale === 'ja' ? m.aside(instant(at, locale), 'UTC') : `${instant(at, locale)} UTC`;

export const BADGE = { near: 'watch', stopped: 'over', held: 'within' } as const;

/** The form that asks for more of that budget. */
const askHref = ({ period, narrowing }: StopSeen): string =>
  href`/budgets/ask?${{ budget: [period ?? '', narrowing].join(' ').trim() }}`;

function Sentences({ stop, frame, reader, called }: OneProps) {
  const { m, locale } = frame;
  const { card } = m.stops;
  const { state, isDry, isOver, since, held, figures, whom } = stop;
  const budget = stopBudget(stop, reader, frame);
  const until = fullDay(stop.periodEnd, locale);
  if (state === 'near')
    return (
      <>
        <p class="headline">
          {(isDry ? card.dryNear : card.near)(figures === null ? '' : usd(figures.left))}
        </p>
        <p>{card.nearWhy(budget)}</p>
      </>
    );
  if (state === 'held') return <HeldOff {...{ held, isOver, figures, frame, called }} />;
  const isOwn = whom.kind === 'user' && whom.key === reader;
  return (
    <>
      <p class="headline">{(isDry ? card.dryStopped : card.stopped)(utc(since ?? '', frame))}</p>
      <p>{card.why(budget, figures === null ? null : usd(figures.counted))}</p>
      <p>{(isOwn ? card.until : card.untilOther)(until)}</p>
      {!isDry && (isOwn || whom.kind !== 'user') && (
        <p class="note">
          {card.client}
          <br />
          <code>{card.clientWords}</code>
        </p>
      )}
    </>
  );
}

/** What holds a stop off, until when, and what that leaves. */
function HeldOff({
  held,
  isOver,
  figures,
  frame,
  called,
}: Pick<StopSeen, 'held' | 'isOver' | 'figures'> & Pick<OneProps, 'frame' | 'called'>) {
  const { m } = frame;
  const { card } = m.stops;
  if (held === null) return null;
  const until = utc(held.until, frame);
  if (held.kind === 'release') return <p>{card.released(called(held.by), until, held.reason)}</p>;
  return (
    <p>
      {(isOver ? card.grace : card.graceAhead)(usd(held.extra ?? (0n as never)), until)}
      {m.gap}
      {figures !== null && card.leftOf(usd(figures.left))}
    </p>
  );
}
