import { bornMarked } from '../app/stop/born.ts';
import type { AwsErrorKind } from '../aws/errors.ts';
import { LedgerError } from '../core/errors.ts';
import { addDays, dayOf, instantOf } from '../core/periods.ts';
import { placeKey } from '../core/places.ts';
import {
  fitOf,
  isMadeFor,
  isOurs,
  markToDelete,
  type TagRules,
  tagsAfter,
  tagsOf,
} from '../core/provisioning/existing.ts';
import {
  type Broken,
  createFault,
  deleteFault,
  isWithoutSuccessor,
  placeFault,
  tagFault,
} from '../core/provisioning/holds.ts';
import { type Outcome, type Plan, pauseMs, type Step, type StepReason } from '../core/provisioning/plans.ts';
import { type Deed, placeOf } from '../core/provisioning/types.ts';
import { putOff, unusedFrom } from '../core/provisioning/unused.ts';
import type { Actor, CatalogueEntry, Profile } from '../core/types.ts';
import { type Making, makingOf, profileMade, tagsOfMaking, type Wanted } from '../core/vending/making.ts';
import { type JobContext, nowOf, wordsOf } from './job.ts';
import { tellOfSuccessor } from './rolledOver.ts';

/**
 * One step of a plan: what the ledger knows now decides whether AWS is asked at all, then AWS is asked, then the ledger keeps
 * what was done together with the state of the step. Killed in between it is done again: the same wish gives the same client
 * token, tags are set to what they are, and what is gone is gone.
 */

/** What steps are done with; `turn` is waited for before AWS is asked to change something. */
export interface StepContext extends Pick<JobContext, 'store' | 'aws' | 'clock' | 'settings' | 'lease'> {
  turn(): Promise<void>;
  catalogue: readonly CatalogueEntry[];
  /** Places of which AWS said that their quota is used up: they are not asked again in the same run. */
  full: Map<string, string>;
}

type DeedOf<Kind extends Deed['kind']> = Extract<Deed, { kind: Kind }>;

/** What a step comes to: what the ledger keeps of the profile, and the state of the step. */
interface Done {
  outcome: Outcome;
  keep?: (store: JobContext['store'], actor: Actor) => Promise<void>;
}

const done = (result: string, reason: StepReason | null = null): Outcome => ({
  state: 'done',
  reason,
  result,
});
const skipped = (key: string, detail: StepReason['detail'] = {}): Done => ({
  outcome: { state: 'skipped', reason: { key, detail }, result: null },
});
const broken = ({ state, key, detail }: Broken): Done => ({
  outcome: { state, reason: { key, detail }, result: null },
});

/**
 * Does a step and keeps what came of it.
 * @returns what became of it; null where somebody else had done it meanwhile
 * @throws what ends the run: the lease is lost, there are no credentials, the ceiling is reached
 */
export async function doStep(context: StepContext, plan: Plan, step: Step): Promise<Outcome | null> {
  const { store, lease } = context;
  const { outcome, keep } = await attempt(context, plan, step);
  const actor: Actor = {
    id: plan.appliedBy ?? plan.by,
    via: 'job',
    reason: `plan ${plan.id}: ${plan.title}`,
  };
  const isNoted = await store.writing(async (inside) => {
    await keep?.(inside, actor);
    const isFirst = await inside.provisioning.record(lease, plan.id, step.number, outcome, nowOf(context));
    if (isFirst) await tellOfSuccessor(inside, context, step, outcome);
    return isFirst;
  });
  return isNoted ? outcome : null;
}

async function attempt(context: StepContext, plan: Plan, step: Step): Promise<Done> {
  const { deed } = step;
  const place = placeOf(deed);
  const closed = place === null ? null : placeFault(place, context.settings);
  if (closed !== null) return broken(closed);
  try {
    switch (deed.kind) {
      case 'create':
        return await create(context, plan, deed.wanted);
      case 'tag':
        return await tag(context, deed);
      case 'delete':
        return await remove(context, plan, deed, step);
      case 'tell':
        return { outcome: done(deed.arn) };
      case 'byHand':
        return skipped('byHand');
    }
  } catch (error) {
    return { outcome: outcomeOf(error, step, context.clock.now()) };
  }
}

/** Kinds of failures that no step can help: the run ends, and the step waits. */
const OF_THE_RUN: ReadonlySet<AwsErrorKind> = new Set(['expiredCredentials', 'ceiling']);

const kindOf = (error: unknown): AwsErrorKind | null =>
  error instanceof LedgerError && 'kind' in error ? (error.kind as AwsErrorKind) : null;

/** @throws what is not about this step */
function outcomeOf(error: unknown, { attempts }: Step, now: number): Outcome {
  const kind = kindOf(error);
  if (kind === null || OF_THE_RUN.has(kind)) throw error;
  const reason = { key: 'aws', detail: { words: wordsOf(error) } };
  // Of the same token, another request may be under way; what came of it the ledger knows soon.
  const mayPass = (error as LedgerError).passing !== null || kind === 'conflict';
  const pause = mayPass ? pauseMs(attempts + 1) : null;
  return pause === null
    ? { state: 'failed', reason, result: null }
    : { state: 'waiting', reason, due: instantOf(now + pause), attempts: attempts + 1 };
}

/** Everything that was ever made for the person, by any address of theirs; of shared ones, all that have no owner. */
async function create(context: StepContext, plan: Plan, wanted: Wanted): Promise<Done> {
  const { store, settings, catalogue, full } = context;
  const { tagKeys } = settings;
  const rules = { keys: tagKeys, further: settings.vending.tags };
  const { person, held } = await store.reading(async (inside) => ({
    person: wanted.userEmail === '' ? null : await inside.people.get(wanted.userEmail),
    held: await inside.profiles.list({ scope: 'all', tagKeys, user: wanted.userEmail }, null),
  }));
  const source = catalogue.find(({ id, region }) => id === wanted.sourceId && region === wanted.region);
  const made = held.filter((one) => isMadeFor(one, wanted, rules));
  const there = made.find((one) => one.goneAt === null && fitOf(tagsOf(one), wanted, rules) === 'same');
  if (there !== undefined) return recognised(context, wanted, source, made, there);
  const fault = createFault(wanted, plan.purpose, person, source ?? null, settings);
  const words = full.get(placeKey(wanted));
  if (fault !== null) return broken(fault);
  if (source === undefined || words !== undefined)
    return broken({ state: 'failed', key: 'aws', detail: { words: words ?? '' } });
  return make(context, wanted, source, made.length, rules);
}

/** Made here and seen by a listing before it was recorded, because the making was interrupted: completed now. */
function recognised(
  { clock }: StepContext,
  wanted: Wanted,
  source: CatalogueEntry | undefined,
  made: readonly Profile[],
  there: Profile,
): Done {
  const isMadeHere =
    source !== undefined &&
    isOurs(there) &&
    made.some((_, attempt) => makingOf(wanted, source, attempt).name === there.name);
  return {
    outcome: done(there.arn, { key: 'there', detail: {} }),
    ...(isMadeHere && {
      keep: (store, actor) => store.profiles.addCreated(there, actor, nowOf({ clock })),
    }),
  };
}

/**
 * Makes it. AWS may remember a token whose profile is gone since, or somebody else's by now: what the ledger knows as that is
 * no answer, and the next attempt is made.
 */
async function make(
  context: StepContext,
  wanted: Wanted,
  source: CatalogueEntry,
  attempt: number,
  { keys }: TagRules,
): Promise<Done> {
  const { store, clock, settings } = context;
  const mark = await bornMarked({ store, settings, now: clock.now() }, wanted, source);
  for (let tried = 0; tried < MOST_TOKENS_USED; tried++) {
    const making = makingOf(wanted, source, attempt + tried);
    const tags = { ...tagsOfMaking(keys, wanted, making), ...mark };
    const arn = await asked(context, wanted, making, tags);
    const known = await store.profiles.get(arn);
    if (known !== null && (known.goneAt !== null || (tagsOf(known)[keys.user] ?? '') !== wanted.userEmail))
      continue;
    const now = nowOf({ clock });
    const profile = profileMade(wanted, source, making, { arn, tags, now });
    return { outcome: done(arn), keep: (inside, actor) => inside.profiles.addCreated(profile, actor, now) };
  }
  return broken({ state: 'failed', key: 'tokensUsed', detail: {} });
}
/** Attempts of one step: so many profiles of one wish are not deleted past the ledger. */
const MOST_TOKENS_USED = 5;

/** The ARN that AWS answers. */
async function asked(
  { aws, turn, full }: StepContext,
  wanted: Wanted,
  { name, copyFrom, clientToken }: Making,
  tags: Readonly<Record<string, string>>,
): Promise<string> {
  await turn();
  const { arn } = await aws.bedrock
    .createProfile(wanted, { name, copyFrom, tags: { ...tags }, clientToken })
    .catch((error: unknown) => {
      if (kindOf(error) === 'quota') full.set(placeKey(wanted), wordsOf(error));
      throw error;
    });
  return arn;
}

async function tag({ store, aws, clock, turn, settings }: StepContext, deed: DeedOf<'tag'>): Promise<Done> {
  const { arn, place, set, remove } = deed;
  const profile = await store.profiles.get(arn);
  if (profile === null || profile.goneAt !== null) return skipped('gone');
  const has = tagsOf(profile);
  const after = tagsAfter(has, set, remove);
  const missing = Object.fromEntries(Object.entries(set).filter(([key, value]) => has[key] !== value));
  const over = remove.filter((key) => key in has);
  if (Object.keys(missing).length === 0 && over.length === 0)
    return { outcome: done(arn, { key: 'there', detail: {} }) };
  const fault = tagFault(deed, has, settings.tagKeys.user);
  if (fault !== null) return broken(fault);
  if (Object.keys(missing).length > 0) {
    await turn();
    await aws.bedrock.tagProfile(place, arn, missing);
  }
  if (over.length > 0) {
    await turn();
    await aws.bedrock.untagProfile(place, arn, over);
  }
  return {
    outcome: done(arn),
    keep: (inside, actor) => inside.profiles.addTagged(arn, after, actor, nowOf({ clock })),
  };
}

async function remove(context: StepContext, plan: Plan, deed: DeedOf<'delete'>, step: Step): Promise<Done> {
  const { store, aws, clock, turn } = context;
  const { arn, place } = deed;
  const profile = await store.profiles.get(arn);
  if (profile === null) return skipped('unknown');
  const gone = profile.goneAt !== null;
  const fault = gone ? null : await stays(context, plan, deed, profile, step);
  if (fault !== null) return broken(fault);
  const later = gone ? null : await notYet(context, deed, profile, step.attempts);
  if (later !== null) return { outcome: later };
  if (!gone) {
    await turn();
    await aws.bedrock.deleteProfile(place, arn, markToDelete(profile));
  }
  return {
    outcome: done(arn, gone ? { key: 'there', detail: {} } : null),
    ...(!gone && {
      keep: (inside, actor) => inside.profiles.markDeleted(arn, actor, nowOf({ clock })),
    }),
  };
}

/** Why it is not deleted any more: it is somebody else's, its owner is back, or what was to come in its place is not there. */
async function stays(
  { store, settings }: StepContext,
  { id }: Plan,
  deed: DeedOf<'delete'>,
  profile: Profile,
  { about, phase }: Step,
): Promise<Broken | null> {
  const { whose } = deed;
  return store.reading(async ({ people, provisioning, profiles }) => {
    const person = whose === undefined ? null : await people.get(whose.address);
    const fault = deleteFault(deed, tagsOf(profile), settings.tagKeys.user, person);
    if (fault !== null || phase === 0) return fault;
    const earlier = (await provisioning.steps(id, { about }, null)).filter((one) => one.phase < phase);
    const gone = new Set<string>();
    for (const { result } of earlier)
      if (result !== null && ((await profiles.get(result))?.goneAt ?? null) !== null) gone.add(result);
    return isWithoutSuccessor(earlier, (arn) => gone.has(arn))
      ? { state: 'skipped', key: 'noSuccessor', detail: {} }
      : null;
  });
}

/** Why it may not be deleted yet; null where it may be. Whether somebody uses it is asked of the figures that pages show. */
async function notYet(
  { store, clock }: StepContext,
  deed: DeedOf<'delete'>,
  { accountId, region }: Profile,
  attempts: number,
): Promise<Outcome | null> {
  const now = clock.now();
  const from = unusedFrom(deed, now);
  if (from === null) return null;
  const known = await store.reading(async (inside) => {
    const fresh = (await inside.freshness.all()).find(
      ({ source, slice }) => source === 'usage' && slice === placeKey({ accountId, region }),
    );
    const { rows } = await inside.spend.query({
      range: { start: dayOf(from), endExclusive: addDays(dayOf(now), 1) },
      groupBy: ['day'],
      basis: 'best',
      filter: { profile: [deed.arn] },
      scope: 'all',
      unowned: 'among',
    });
    const used = rows.map(({ keys }) => keys[0] ?? '').sort();
    return { lastUsed: used.at(-1) ?? null, readUntil: fresh?.completeUntil ?? null };
  });
  return putOff(deed, known, now, attempts);
}
