import type { Context } from 'hono';
import { readGoing } from '../../app/operations/jobs.ts';
import { href } from '../../core/href.ts';
import type { Frame } from '../../ui/layout.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { mayDo } from '../http/visitor.ts';
import { JobsNow } from '../operations/jobsNow.tsx';

/** Where an empty ledger leads whoever may start its first collection; null for all others. */
export const setupLead = (c: Context, { m }: Pick<Frame, 'm'>) =>
  mayDo(c, 'change', { kind: 'jobs' }) ? (
    <section class="card setup-lead">
      <p>{m.setup.lead}</p>
      <p>
        <a class="button" href={href`/setup`}>
          {m.setup.open}
        </a>
      </p>
    </section>
  ) : null;

/** The same, and while something is collected how far that is: with the first figures the page is loaded anew. */
export async function leadWithJobs(c: Context, deps: ServerDeps, frame: Frame) {
  if (!mayDo(c, 'see', { kind: 'jobs' })) return setupLead(c, frame);
  const going = await readGoing(askingOf(c, deps));
  return (
    <>
      {going.runs.length > 0 && <JobsNow going={going} frame={frame} />}
      {setupLead(c, frame)}
    </>
  );
}
