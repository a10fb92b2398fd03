import { createInterface } from 'node:readline/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { mustBeAllowed } from '../app/asking.ts';
import { applyPlan, confirmStep, discardPlan, stopPlan } from '../app/provisioning/apply.ts';
import { planProvisioning, type WishTyped } from '../app/provisioning/plan.ts';
import { proposePlan } from '../app/provisioning/propose.ts';
import { listPlans, readPlan } from '../app/provisioning/read.ts';
import { awsOf, type Context, identify, type LedgerContext } from '../context.ts';
import { instantOf } from '../core/periods.ts';
import { placeKey } from '../core/places.ts';
import type { Plan, StepState } from '../core/provisioning/plans.ts';
import type { Proposal } from '../core/provisioning/types.ts';
import { placesOf } from '../core/settings.ts';
import { readAccount } from '../core/typedNumbers.ts';
import type { Progress } from '../jobs/job.ts';
import { SyncBusy } from '../jobs/lease.ts';
import { runSync } from '../jobs/sync.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { asOptions } from './faults.ts';
import { tagsIn } from './flags.ts';
import { currentIo } from './io.ts';
import { unlessInterrupted } from './lifetime.ts';
import { printJson, remark, say, UserError, withProgress } from './output.ts';
import { wishInFile } from './planFile.ts';
import { countWords, printPlan } from './planTables.ts';
import { proposalJson, propose } from './proposing.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, withContext, withLedger } from './withContext.ts';

/** `bedrock-ledger profiles plan`, `apply` and `plans …` */

interface WishOptions extends LedgerOptions {
  file?: string;
  user?: readonly string[];
  group?: readonly string[];
  costCenter?: readonly string[];
  everybody?: boolean;
  model?: readonly string[];
  account?: readonly string[];
  region?: readonly string[];
  oneOf?: boolean;
  lacking?: boolean;
  tag?: readonly string[];
  removeOthers?: boolean;
  json?: boolean;
}

/** What a file says, and beside it what is said in options. */
async function wishOf(options: WishOptions, { settings }: Context): Promise<WishTyped> {
  const file = options.file === undefined ? null : await wishInFile(options.file);
  const places = placesNamed(options, settings);
  return {
    addresses: [...(file?.addresses ?? []), ...(options.user ?? [])],
    groups: [...(file?.groups ?? []), ...(options.group ?? [])],
    costCenters: [...(file?.costCenters ?? []), ...(options.costCenter ?? [])],
    everybody: options.everybody ?? file?.everybody ?? false,
    models: [...(file?.models ?? []), ...(options.model ?? [])],
    places: places.length > 0 ? places : (file?.places ?? []),
    spread: options.oneOf ? 'oneOf' : options.lacking ? 'lacking' : (file?.spread ?? 'each'),
    tags: { ...file?.tags, ...tagsIn(options.tag) },
    removeOthers: options.removeOthers ?? file?.removeOthers ?? false,
  };
}

/** Every named account in every named Region; all of one where only the other is named. */
function placesNamed({ account, region }: WishOptions, settings: Context['settings']): string[] {
  if (account === undefined && region === undefined) return [];
  const all = placesOf(settings);
  const accounts = account?.map((one) => readAccount(one) ?? one) ?? [
    ...new Set(all.map(({ accountId }) => accountId)),
  ];
  const regions = region ?? [...new Set(all.map((place) => place.region))];
  return accounts.flatMap((accountId) => regions.map((one) => placeKey({ accountId, region: one })));
}

/** Who may plan nothing learns so before AWS is asked who they are. */
function identified(opened: Context): Promise<Context> {
  mustBeAllowed(askingOf(opened), 'change', { kind: 'plan' });
  return identify(opened);
}

async function proposalOf(context: Context, options: WishOptions): Promise<Proposal> {
  const wish = await wishOf(options, context);
  await mustKnowModels(context);
  const planned = planProvisioning(askingOf(context), awsOf(context), wish);
  return options.file === undefined ? planned.catch(asOptions(OPTIONS)) : planned;
}
/** Without a catalogue each model is unknown, and none of them is misspelled. */
export async function mustKnowModels({ store }: LedgerContext): Promise<void> {
  if ((await store.profiles.catalogue()).length === 0)
    throw new UserError('no model is known here yet. Read them from AWS: bedrock-ledger sync profiles');
}
/** Where a file says part of it, its fields are said: nobody wrote the options. */
const OPTIONS = {
  people: '--user, --group, --cost-center, --everybody',
  addresses: '--user',
  groups: '--group',
  costCenters: '--cost-center',
  models: '--model',
  places: '--account, --region',
  tags: '--tag',
};

export async function plan(options: WishOptions & { save?: boolean; all?: boolean }): Promise<void> {
  await withContext(
    options,
    async (opened) => {
      const context = await identified(opened);
      const proposal = await proposalOf(context, options);
      const { save = false, json } = options;
      await propose(context, proposal, { ...options, dryRun: !save });
      if (!save && !json && proposal.steps.length > 0)
        say('Add --save to keep it, or put it into a file: profiles apply --file FILE.');
    },
    { reading: options.save !== true },
  );
}

type ApplyOptions = LedgerOptions & { file?: string; yes?: boolean; json?: boolean };

export async function apply(id: string | undefined, options: ApplyOptions): Promise<void> {
  if ((id === undefined) === (options.file === undefined))
    throw new UserError(
      'name the plan (see "profiles plans list"), or the file to plan by with --file',
      'badRequest',
    );
  const work = async (opened: Context) => {
    const shown = id === undefined ? null : (await readPlan(askingOf(opened), id, {}, none)).plan;
    const context = await identified(opened);
    const proposal = options.file === undefined ? null : await proposalOf(context, options);
    if (proposal !== null && !options.json) printPlan(proposal, false);
    if (proposal !== null && proposal.steps.length === 0) {
      if (options.json) printJson(proposalJson(null, proposal));
      else say('\nThere is nothing to do.');
      return;
    }
    await mustBeSure(options, shown, proposal);
    const kept = id ?? (proposal === null ? '' : (await proposePlan(askingOf(context), proposal)).id);
    await applyPlan(askingOf(context), kept);
    const lastWord = `ended before all of it was done; what is done stays. A server that runs goes on with it; here: bedrock-ledger profiles apply ${kept}`;
    await unlessInterrupted(lastWord, () =>
      withProgress(options.json === true, (progress) => carriedOut(context, kept, progress)),
    );
    await tell(context, kept, options.json === true);
  };
  await withContext(options, work);
}
/** No step is read, only what they come to. */
const none = () => ({ limit: 0, offset: 0 });

async function mustBeSure(
  options: ApplyOptions,
  kept: Plan | null,
  proposal: Proposal | null,
): Promise<void> {
  if (options.yes) return;
  const count = kept === null ? (proposal?.steps.length ?? 0) : kept.counts.waiting + kept.counts.failed;
  const { stdin, err } = currentIo();
  if (count === 0) return;
  if (!stdin.isTTY) throw new UserError('applying a plan needs a yes: add --yes', 'badRequest');
  const ask = createInterface({ input: stdin, output: err });
  const answer = await ask.question(`Apply ${kept?.title ?? 'it'}: ${count} steps in AWS? [y/N] `);
  ask.close();
  if (!/^y(es)?$/i.test(answer.trim())) throw new UserError('nothing was changed');
}

/** How often it is looked how far another process is with it, milliseconds. */
const LOOK_MS = 500;

/** Has all steps done that can be done now, by this process or by whichever holds the ledger. */
async function carriedOut(context: Context, id: string, progress: Progress): Promise<void> {
  const { store, clock } = context;
  let isWatching = false;
  for (;;) {
    const kept = await store.provisioning.get(id);
    const isDue = await store.provisioning.isDue(instantOf(clock.now()));
    if (kept?.state !== 'applying' || !isDue) {
      if (isWatching) progress.done();
      return;
    }
    try {
      const { runs } = await runSync({ ...context, progress, tell: remark }, ['provision'], false);
      isWatching = false;
      const [failed] = runs.filter(({ status }) => status === 'failed');
      if (failed !== undefined) throw new UserError(failed.errors[0]?.error ?? 'the steps cannot be done');
    } catch (error) {
      if (!(error instanceof SyncBusy)) throw error;
      const { waiting, done, failed, skipped } = kept.counts;
      if (!isWatching) progress.start(kept.title, waiting + done + failed + skipped);
      isWatching = true;
      progress.step(done + failed + skipped, `done by ${error.whom}`);
      await wait(LOOK_MS);
    }
  }
}

async function tell(context: Context, id: string, json: boolean): Promise<void> {
  const { plan: kept, steps, waits } = await readPlan(askingOf(context), id, { state: 'failed' });
  if (kept.counts.failed > 0) currentIo().exitCode = 3;
  if (json) {
    printJson({ plan: kept, failed: steps });
    return;
  }
  if (steps.length > 0)
    printPlan({ ...kept, steps, requests: [], notes: [], refused: [], refusedCount: 0 }, false);
  say(`${kept.counts.failed > 0 ? 'Not all of it is done' : kept.state}: ${countWords(kept)}`);
  if (kept.counts.failed > 0)
    say(`Mend the reasons, then try those again: bedrock-ledger profiles apply ${id}`);
  else if (waits.until !== null)
    say(`The next steps wait until ${waits.until}; a server that runs does them.`);
  else if (waits.forHand)
    say(
      `Steps wait for somebody's hand. Say when one is done: bedrock-ledger profiles plans confirm ${id} NUMBER`,
    );
}

export async function list(options: LedgerOptions & { json?: boolean }): Promise<void> {
  await looking(options, async (context) => {
    const { plans, total } = await listPlans(askingOf(context), { limit: 200, offset: 0 });
    if (options.json) printJson({ plans, total });
    else if (plans.length === 0) say('There is no plan. Make one: bedrock-ledger profiles plan --save …');
    else
      printTable(
        ['id', 'for', 'state', 'steps', 'by', 'proposed', 'what'],
        plans.map((one) => [
          one.id,
          one.purpose,
          one.state,
          countWords(one),
          one.by,
          one.at.slice(0, 16),
          one.title,
        ]),
      );
  });
}

export async function show(
  id: string,
  options: LookingOptions & { json?: boolean; all?: boolean; state?: StepState },
): Promise<void> {
  await looking(options, async (context) => {
    const { plan: kept, steps } = await readPlan(askingOf(context), id, { state: options.state });
    if (options.json) {
      printJson({ plan: kept, steps });
      return;
    }
    printPlan({ ...kept, steps }, options.all === true);
    say();
    say(`${kept.state}: ${countWords(kept)}`);
    if (kept.state === 'draft' || kept.counts.failed > 0)
      say(`Apply it: bedrock-ledger profiles apply ${id}`);
  });
}

type Changing = LedgerOptions & { reason?: string; json?: boolean };
const because = ({ reason }: Changing) => (reason === undefined ? {} : { reason });
/** What became of a plan, in words or as JSON. */
async function tellChange(
  context: LedgerContext,
  id: string,
  { json }: Changing,
  words: string,
): Promise<void> {
  if (json)
    printJson(await readPlan(askingOf(context), id, {}, none).then(({ plan: kept }) => ({ plan: kept })));
  else say(words);
}

export const stop = (id: string, options: Changing): Promise<void> =>
  withLedger(options, async (context) => {
    const was = await stopPlan(askingOf(context), id, because(options));
    const words = was
      ? `Stopped; what is done stays. To go on: bedrock-ledger profiles apply ${id}`
      : 'It was not being applied; nothing was changed.';
    await tellChange(context, id, options, words);
  });

export const discard = (id: string, options: Changing): Promise<void> =>
  withLedger(options, async (context) => {
    const was = await discardPlan(askingOf(context), id, because(options));
    if (!was) throw new UserError('it was applied already and stays, for the record; stop it instead');
    if (options.json) printJson({ discarded: id });
    else say('Discarded; nothing was changed in AWS.');
  });

export const confirm = (id: string, step: number, options: Changing): Promise<void> =>
  withLedger(options, async (context) => {
    const was = await confirmStep(askingOf(context), id, step, because(options));
    if (!was)
      throw new UserError(
        `step ${step} does not wait for somebody's hand. See which do: bedrock-ledger profiles plans show ${id} --state waiting`,
      );
    await tellChange(context, id, options, `Noted that step ${step} is done.`);
  });
