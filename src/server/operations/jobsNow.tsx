import type { Going } from '../../app/operations/jobs.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import { instantCell } from '../tables/cells.ts';

/**
 * What the jobs do now: how far each is, for how long, how long it takes yet, and what waits. While something goes on, the
 * script asks for the page again and puts its living parts in place; without it a reload does the same.
 */
export function JobsNow({ going, frame }: { going: Going; frame: Frame }) {
  const { m } = frame;
  const words = m.jobs.now;
  const { runs, waiting, holder } = going;
  const isIdle = runs.length === 0 && waiting.length === 0;
  const names = runs.map(({ job }) => m.jobs.names[job]);
  return (
    <>
      <section class="card now" id="jobs-now" data-live={isIdle ? 'over' : 'on'}>
        <h2>{words.title}</h2>
        {isIdle && <p class="note">{words.none}</p>}
        {runs.map((run) => (
          <OneRun run={run} isLost={holder === null} frame={frame} />
        ))}
        {waiting.length > 0 && (
          <p class="note">
            {words.waiting(waiting.map((job) => m.jobs.names[job]))}{' '}
            {holder === null
              ? words.soon
              : words.waitsFor(holder.host, holder.pid, instantCell(holder.since, frame).text)}
          </p>
        )}
      </section>
      <p class="unseen" role="status" id="jobs-said" data-live>
        {names.length === 0 ? words.none : words.running(names)}
      </p>
    </>
  );
}

function OneRun({ run, isLost, frame }: { run: Going['runs'][number]; isLost: boolean; frame: Frame }) {
  const { m } = frame;
  const words = m.jobs.now;
  const { progress } = run;
  const name = m.jobs.names[run.job];
  const total = progress?.total ?? 0;
  const rest = run.restMs === null ? '' : words.rest(lasting(run.restMs, frame));
  return (
    <div class="run">
      <p>
        <strong>{name}</strong> <Badge kind="running" text={m.runStatus.running} />{' '}
        {total > 0 && progress !== null ? words.of(whole(progress.done), whole(total)) : words.begins}
        {progress !== null && progress.note !== '' && <span class="soft">{` · ${progress.note}`}</span>}
      </p>
      {total > 0 && progress !== null ? (
        <progress value={progress.done} max={total} aria-label={name} />
      ) : (
        <progress aria-label={name} />
      )}
      <p class="note">
        {isLost
          ? words.lost(instantCell(progress?.at ?? run.startedAt, frame).text)
          : `${words.since(instantCell(run.startedAt, frame).text, lasting(run.tookMs, frame))}${rest}`}
      </p>
    </div>
  );
}

const SECOND_MS = 1_000;
/** A time span as people say it: seconds of a short one, minutes of one that is longer than two. */
function lasting(ms: number, { m }: Frame): string {
  const seconds = Math.round(ms / SECOND_MS);
  if (seconds < 120) return m.jobs.now.seconds(whole(seconds));
  const minutes = Math.round(seconds / 60);
  return minutes < 120
    ? m.watching.minutes(whole(minutes))
    : m.jobs.now.hours(whole(Math.round(minutes / 60)));
}
