import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { mustBeAllowed } from '../app/asking.ts';
import { type ProofAsked, type ProofPlan, planProof } from '../app/policies/proofPlan.ts';
import { provePolicies } from '../app/policies/prove.ts';
import { awsOf, type Context, identify } from '../context.ts';
import type { Proof, ProofFacts, ProofStep, ProofStepName } from '../core/policies/proof.ts';
import { isAsExpected } from '../core/policies/proof.ts';
import { usd } from '../core/usd.ts';
import { whole } from '../ui/format.ts';
import { askingOf } from './asking.ts';
import { currentIo } from './io.ts';
import { complain, printJson, remark, say, UserError } from './output.ts';
import { placeOf } from './profiles.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, withContext } from './withContext.ts';

/** `bedrock-ledger policies prove --live`: real requests with throw-away profiles in one account. */

export interface ProveOptions extends LedgerOptions {
  live?: boolean;
  account: string;
  region: string;
  model: string;
  roleArn: string;
  geo?: string;
  /** Minutes; twice that and a bit must fit into a session of an hour. */
  patience: number;
  yesItCosts?: boolean;
  json?: boolean;
}
/** What a test gives instead of real time and real signals. */
export interface Patience {
  wait?: (ms: number) => Promise<void>;
  stop?: AbortController;
}

const STEPS: Readonly<Record<ProofStepName, string>> = {
  createOwn: 'make a profile with their own tags',
  createForPerson: 'make that profile for them',
  createOther: 'make a profile of somebody else',
  createNarrowed: 'make one where only what carries the tag may be tagged',
  createGlobal: 'make a profile of the global route',
  createGlobalForPerson: 'make that profile for them',
  callOwn: 'call their own profile',
  callOther: 'call the profile of somebody else',
  callModel: 'call the model directly',
  callSystem: 'call the system profile directly',
  callGlobal: 'call their profile of the global route',
  claimOther: 'tag the profile of somebody else as their own',
  block: 'mark the profile as over its budget, then they call it',
  liftBlock: 'take the mark off themselves',
  unblock: 'take the mark off, then they call it',
  giveAway: 'tag their profile as somebody else’s',
  deleteOwn: 'delete their profile',
};
const WHO = { person: 'person', service: 'Bedrock Ledger' } as const;
const ANSWERS = { allowed: 'allowed', refused: 'refused', failed: 'failed', notDone: 'not done' } as const;
/** What a shell expects of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

export async function prove(options: ProveOptions, patience: Patience = {}): Promise<void> {
  if (!options.live)
    throw new UserError('this asks AWS for real and costs some cents: add --live to do it', 'badRequest');
  if (options.roleArn.split(':')[4] !== options.account)
    throw new UserError(`--role-arn: the role must be in account ${options.account}`, 'badRequest');
  await withContext(options, async (opened) => {
    mustBeAllowed(askingOf(opened), 'change', { kind: 'policies' });
    const context = await identify(opened);
    const { geo = null, model, roleArn, patience: minutes } = options;
    const place = placeOf(context.settings, options);
    const asked: ProofAsked = { ...place, model, geography: geo, roleArn, patienceMs: minutes * 60_000 };
    const aws = awsOf(context);
    const plan = await planProof(askingOf(context), aws, asked);
    await mustBeConfirmed(plan, options);
    const proof = await untilStopped(patience, (stop) => {
      const run = { ...runOf(context, patience, stop), left: sayLeft };
      return provePolicies(askingOf(context), aws, plan, run);
    });
    if (options.json) printJson(proof);
    else show(proof);
    if (proof.interrupted) currentIo().exitCode = INTERRUPTED;
    else if (!proof.holds || proof.leftOver.length > 0) currentIo().exitCode = 1;
  });
}

async function mustBeConfirmed(plan: ProofPlan, { yesItCosts }: ProveOptions): Promise<void> {
  const cost = costInWords(plan);
  remark(cost);
  if (yesItCosts) return;
  const { stdin, err } = currentIo();
  if (!stdin.isTTY)
    throw new UserError(`it costs at most ${usd(plan.atMost)}: add --yes-it-costs to confirm`, 'badRequest');
  const ask = createInterface({ input: stdin, output: err });
  const answer = await ask.question('Do it? [y/N] ');
  ask.close();
  if (!/^y(es)?$/i.test(answer.trim()))
    throw new UserError('nothing was asked of AWS but the models there are');
}

function costInWords(plan: ProofPlan): string {
  const { accountId, region, modelKey, calls, atMost, isListed, source } = plan;
  const route = source === null ? 'in its Region' : `by ${source.id}`;
  const rate = isListed ? 'the dearest rate in force' : 'the cautious rate, as it has no price';
  return `Throw-away profiles are made in account ${accountId}, ${region}, and deleted again; ${modelKey} is called ${route} at most ${whole(calls)} times with one word. That costs at most ${usd(atMost)} (${rate}).`;
}

function runOf({ clock }: Context, { wait }: Patience, stop: AbortSignal) {
  const idle = (ms: number) => pause(ms, undefined, { signal: stop }).catch(() => undefined);
  return {
    now: () => clock.now(),
    wait: wait ?? idle,
    stopped: () => stop.aborted,
    tell: (step: ProofStep) => remark(`  ${WHO[step.who]}: ${STEPS[step.step]}: ${ANSWERS[step.answer]}`),
  };
}

const sayLeft = (arns: readonly string[]): void => {
  for (const arn of arns) complain(`bedrock-ledger: could not be deleted, delete it by hand: ${arn}`);
};

/** The signals to end stop the steps; what was made is deleted all the same, whoever passes the signal on again. */
async function untilStopped<T>(
  { stop = new AbortController() }: Patience,
  work: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const io = currentIo();
  const end = () => {
    if (!stop.signal.aborted) complain('bedrock-ledger: stopping; what was made is deleted first', io);
    stop.abort();
  };
  process.on('SIGINT', end).on('SIGTERM', end);
  try {
    return await work(stop.signal);
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
  }
}

function show({ steps, facts, holds, interrupted }: Proof): void {
  printTable(
    ['who', 'does', 'AWS', 'expected', 'after', ''],
    steps.map((step) => [
      WHO[step.who],
      STEPS[step.step],
      ANSWERS[step.answer],
      step.expected ?? '–',
      step.seconds === null ? '' : `${whole(step.seconds)} s`,
      isAsExpected(step) ? '' : 'not as expected',
    ]),
    [4],
  );
  say();
  say('What AWS said:');
  for (const { step, words } of steps) if (words !== '') say(`  ${STEPS[step]}: ${words}`);
  say();
  say('What that answers:');
  for (const line of factLines(facts)) say(`  ${line}`);
  say();
  say(
    interrupted
      ? 'It was stopped before the end.'
      : holds
        ? 'Everything was as expected.'
        : 'Not everything was as expected: the policies in force are not those that were printed, or AWS judges them otherwise. See above.',
  );
}

function factLines(facts: ProofFacts): string[] {
  const { tagsWhileCreating, profileArnOnGlobalRoute } = facts;
  const seconds = (value: number | null) => (value === null ? 'not known' : `${whole(value)} s`);
  return [
    `Tags of a profile on itself while it is being made: ${tagsWhileCreating ?? 'not known'}`,
    `Until tags of a new profile count: ${seconds(facts.secondsUntilNewTagsCount)}`,
    `Until a mark blocks: ${seconds(facts.secondsUntilBlocked)}`,
    `Until a mark that was taken off no longer blocks: ${seconds(facts.secondsUntilUnblocked)}`,
    `bedrock:InferenceProfileArn on the global route is the application profile: ${profileArnOnGlobalRoute === null ? 'not known' : profileArnOnGlobalRoute ? 'yes' : 'no'}`,
  ];
}
