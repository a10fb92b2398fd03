import type { SetupShown } from '../../app/operations/setup.ts';
import { href } from '../../core/href.ts';
import { usd } from '../../core/usd.ts';
import { whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge } from '../../ui/plain.tsx';
import type { ServerDeps } from '../deps.ts';
import { Copied } from './copied.tsx';

/** What each step found, and what to do next. */

export interface StepProps {
  shown: SetupShown;
  deps: ServerDeps;
  frame: Frame;
}

const TAG_BADGES = { active: 'ok', inactive: 'watch', unseen: 'none' } as const;
const CONSOLE = 'https://console.aws.amazon.com/billing/home#/tags';

export function TagsStep(props: StepProps) {
  const { shown, frame } = props;
  const words = frame.m.setup.tags;
  const tags = shown.last?.tags ?? null;
  const inactive = tags?.filter(({ status, optional }) => status === 'inactive' && !optional) ?? [];
  const waits = tags?.some(({ status, optional }) => status !== 'active' && !optional) ?? false;
  return (
    <>
      {tags === null ? (
        <p class="note">{words.unknown}</p>
      ) : (
        <ul class="plainlist">
          {tags.map(({ key, status, optional }) => (
            <li>
              <code>{key}</code> <Badge kind={TAG_BADGES[status]} text={words.keys[status]} />
              {optional && status !== 'active' && <span class="soft"> {words.optional}</span>}
            </li>
          ))}
        </ul>
      )}
      <Profiles {...props} />
      {inactive.length > 0 && (
        <>
          <p>{words.activate}</p>
          <Copied id="setup-activate" text="bedrock-ledger doctor --activate-tags" frame={frame} />
          <Copied
            id="setup-activate-aws"
            text={`aws ce update-cost-allocation-tags-status --cost-allocation-tags-status ${inactive
              .map(({ key }) => `TagKey=${key},Status=Active`)
              .join(' ')}`}
            frame={frame}
          />
          <p>
            <a href={CONSOLE}>{words.console}</a>
          </p>
        </>
      )}
      {waits && <p class="note">{words.wait}</p>}
    </>
  );
}

/** Whether there are profiles that bear the tags, and how the first one is made. */
function Profiles({ shown: { profiles, collected }, deps: { settings, actions }, frame }: StepProps) {
  const words = frame.m.setup.tags;
  const { user, costCenter, profile } = settings.tagKeys;
  if (profiles.known > 0)
    return (
      <p>
        {words.profiles(profiles.known, profiles.lacking)}{' '}
        {profiles.lacking > 0 && <a href={href`/profiles/hygiene`}>{words.lacking}</a>}
      </p>
    );
  return (
    <>
      <p>
        {collected ? words.notFound : words.none}{' '}
        {actions.createProfile !== null && <a href={href`/profiles/new`}>{words.make}</a>}
      </p>
      {collected && actions.createProfile === null && (
        <>
          <p>{words.makeByHand}</p>
          <Copied
            id="setup-profile"
            text={`aws bedrock create-inference-profile --inference-profile-name NAME --model-source copyFrom=MODEL_OR_PROFILE_ARN --tags key=${user},value=you@example.com key=${costCenter},value=COST_CENTER key=${profile},value=NAME`}
            frame={frame}
          />
        </>
      )}
    </>
  );
}

export function CollectionStep({ shown: { collected, failed, first }, deps, frame }: StepProps) {
  const { m } = frame;
  const words = m.setup.collection;
  const { trigger } = deps.actions;
  return (
    <>
      {collected ? (
        <p>
          {words.here} <a href={href`/`}>{words.overview}</a>
        </p>
      ) : (
        <p>{words.reads}</p>
      )}
      {!collected && first !== null && (
        <p class="note">{words.first(whole(first.months), whole(first.requests), usd(first.charge))}</p>
      )}
      {failed.length > 0 && <p>{words.failed}</p>}
      {failed.length > 0 && (
        <ul class="plainlist">
          {failed.map(({ job, errors }) => (
            <li>
              {m.jobs.names[job]} <span class="note">{errors[0]?.error ?? ''}</span>
            </li>
          ))}
        </ul>
      )}
      {trigger === null ? (
        <>
          <p>{words.off}</p>
          <Copied id="setup-sync" text="bedrock-ledger sync" frame={frame} />
        </>
      ) : (
        <form class="inline" method="post" action={href`/setup/collect`}>
          <button class={collected ? '' : 'primary'} type="submit">
            {collected ? words.again : words.start}
          </button>
        </form>
      )}
      <p>
        <a href={href`/jobs`}>{words.jobs}</a>
      </p>
    </>
  );
}

/** What is nobody's condition for figures, and wanted soon after. */
export function MoreCard({ deps: { settings }, frame: { m } }: Pick<StepProps, 'deps' | 'frame'>) {
  const words = m.setup.more;
  return (
    <section class="card">
      <h2>{words.title}</h2>
      <ul class="plainlist">
        <li>
          <a href={href`/channels`}>{words.channels}</a>
        </li>
        <li>
          <a href={href`/budgets/new`}>{words.budget}</a>
        </li>
        <li>
          <a href={href`/people`}>{words.people}</a>
        </li>
        <li>{words.vending[settings.vending.enabled ? 'on' : 'off']}</li>
        <li>{words.enforcement[settings.enforcement.mode]}</li>
      </ul>
    </section>
  );
}
