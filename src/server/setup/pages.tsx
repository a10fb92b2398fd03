import { type Context, Hono } from 'hono';
import { mustBeAllowed, NotThere } from '../../app/asking.ts';
import type { Asked } from '../../app/operations/jobs.ts';
import { collectFirst, readSetup, type SetupShown } from '../../app/operations/setup.ts';
import { href } from '../../core/href.ts';
import type { JobName } from '../../core/runs.ts';
import { SETUP_STEPS, type SetupStep } from '../../core/setup.ts';
import type { Instant } from '../../core/types.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, PlainPage } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import { messageOf, typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { ofProcess } from '../http/kept.ts';
import { only } from '../http/visitor.ts';
import { JobsNow } from '../operations/jobsNow.tsx';
import { remembering } from '../operations/jobsPage.tsx';
import { instantCell } from '../tables/cells.ts';
import { AccountsStep } from './accounts.tsx';
import { PermissionsStep } from './permissions.tsx';
import { SignInStep } from './signIn.tsx';
import { CollectionStep, MoreCard, type StepProps, TagsStep } from './steps.tsx';

/** The way from an empty ledger to the first figures, step by step, each with what it takes. */

export function setupRoutes(deps: ServerDeps, asked: Map<JobName, Instant>): Hono {
  const app = new Hono();
  app.get('/setup', only('change', 'jobs'), ofProcess, (c) => setupPage(c, deps, asked));
  app.post('/setup/check', only('change', 'jobs'), async (c) => {
    await typed(c);
    if (deps.setup === undefined) throw new NotThere();
    const done = await deps.setup.check(askingOf(c, deps));
    return c.redirect(href`/setup?done=${done}`, 303);
  });
  app.post('/setup/collect', only('change', 'jobs'), async (c) => {
    await typed(c);
    const asking = askingOf(c, deps);
    mustBeAllowed(asking, 'change', { kind: 'jobs' });
    const trigger = remembering(deps, asked);
    if (trigger === null) throw new NotThere();
    await collectFirst(asking, trigger);
    return c.redirect(href`/setup?done=collecting`, 303);
  });
  return app;
}

async function setupPage(c: Context, deps: ServerDeps, asked: Asked): Promise<Response> {
  const frame = frameOf(c, deps);
  const { m } = frame;
  const shown = await readSetup(askingOf(c, deps), deps.setup ?? null, asked);
  const live = shown.since !== null ? 'on' : 'over';
  return c.html(
    <PlainPage
      frame={frame}
      title={m.nav.setup}
      intro={m.setup.intro}
      message={messageOf(null, c.req.query('done'), m.setup.done)}
    >
      <div id="setup-said" data-live={live}>
        <p class="headline">{headlineOf(shown, frame)}</p>
        <p class="note">{checkedWords(shown, deps, frame)}</p>
      </div>
      {deps.setup !== undefined && (
        <form class="inline" method="post" action={href`/setup/check`}>
          <button type="submit">{m.setup.checkNow}</button>
        </form>
      )}
      <div class="setup-now">
        <JobsNow going={shown.going} frame={frame} />
      </div>
      <ol class="steps setup" id="setup-steps" data-live={live}>
        {SETUP_STEPS.map((step, at) => (
          <Step step={step} at={at} shown={shown} deps={deps} frame={frame} />
        ))}
      </ol>
      <MoreCard deps={deps} frame={frame} />
    </PlainPage>,
  );
}

function headlineOf({ progress: { done, all, next } }: SetupShown, { m }: Frame): string {
  return next === null ? m.setup.allDone : m.setup.progress(done, all, m.setup.steps[next]);
}

function checkedWords({ last, since }: SetupShown, { setup }: ServerDeps, frame: Frame): string {
  const { m } = frame;
  const at = (instant: Instant) => instantCell(instant, frame).text;
  if (setup === undefined) return m.setup.off;
  const said = last === null ? m.setup.never : m.setup.checkedAt(at(last.at));
  return [said, since === null ? m.setup.charge : m.setup.checking(at(since))].join(m.gap);
}

const BODIES: Readonly<Record<SetupStep, (props: StepProps) => ReturnType<typeof TagsStep>>> = {
  accounts: AccountsStep,
  permissions: PermissionsStep,
  tags: TagsStep,
  collection: CollectionStep,
  signIn: SignInStep,
};
/** What a state looks like beside others of this product. */
const BADGES = { done: 'ok', todo: 'watch', failed: 'failed', unknown: 'none' } as const;

function Step({ step, at, ...props }: StepProps & { step: SetupStep; at: number }) {
  const { m } = props.frame;
  const Body = BODIES[step];
  const state = props.shown.states[step];
  return (
    <li class="card" id={`step-${step}`}>
      <div class="tools">
        <h2>
          {at + 1}. {m.setup.steps[step]}
        </h2>
        <Badge kind={BADGES[state]} text={m.setup.states[state]} />
      </div>
      <Body {...props} />
    </li>
  );
}
