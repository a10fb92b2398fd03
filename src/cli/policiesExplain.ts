import { existsSync } from 'node:fs';
import { type KnownResource, knownResource } from '../app/policies/explain.ts';
import { awsOf, type Context, type LedgerContext } from '../context.ts';
import { type CallVerdict, isInvocation, isProfile, judgeCall } from '../core/policies/calls.ts';
import { globalRegionOf } from '../core/policies/probeFacts.ts';
import type { PolicySimulator, SimulatedVerdict } from '../core/policies/simulator.ts';
import type { PoliciesInForce } from '../core/policies/types.ts';
import { billingPartitionOf, partitionOf } from '../core/regions.ts';
import { askingOf } from './asking.ts';
import { currentIo } from './io.ts';
import { printJson, say } from './output.ts';
import { type CallOptions, callOf, type ReadCall } from './policiesCall.ts';
import { type PolicyFiles, policiesIn } from './policyFiles.ts';
import { DECISIONS, disagrees, verdictLines } from './verdictWords.ts';
import { configOf, type LedgerOptions, withContext, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger policies explain`: whether policies allow a call, by which statement and why. */

interface Options extends LedgerOptions, PolicyFiles, CallOptions {
  withAws?: boolean;
  expect?: 'allowed' | 'denied';
  json?: boolean;
}

/** What was found out about a call. */
interface Answer extends CallVerdict {
  call: ReadCall['call'];
  /** What was taken for granted, and what keeps the answer open, in sentences. */
  remarks: readonly string[];
  /** What AWS says of each authorisation; null where it was not asked. */
  aws: readonly SimulatedVerdict[] | null;
}

export async function explain(options: Options): Promise<void> {
  const read = callOf(options);
  const { policies, assumed } = await policiesIn(options);
  const answer = await around(options, async (context, simulator) => {
    const { call, remarks } = await completed(read, context);
    const judged = judgedCall(policies, call, remarks);
    const aws = simulator === null ? null : await asked(simulator, policies, judged);
    const before = [...read.assumed, ...controlRemarks(policies, assumed)];
    return { ...judged, call, remarks: [...before, ...judged.remarks], aws };
  });
  if (options.json) printJson(jsonOf(answer));
  else for (const line of linesOf(policies, answer)) say(line);
  currentIo().exitCode = exitCodeOf(answer, options.expect);
}

function controlRemarks({ controls }: PoliciesInForce, assumed: boolean): string[] {
  if (controls.length === 0) return [];
  const full =
    'A level of service control policies that only denies has FullAWSAccess beside it, as AWS attaches it.';
  return ['Service control policies do not bind the management account.', ...(assumed ? [full] : [])];
}

type Work<T> = (context: LedgerContext | null, simulator: PolicySimulator | null) => Promise<T>;

/** With the ledger where there is one, and with AWS only where it is to be asked. */
function around<T>(options: Options, work: Work<T>): Promise<T> {
  const there = options.db !== undefined || existsSync(configOf(options).db);
  if (options.withAws)
    return withContext(there ? options : { ...options, db: ':memory:' }, (context) =>
      work(there ? context : null, simulatorOf(context)),
    );
  return there ? withLedgerToRead(options, (context) => work(context, null)) : work(null, null);
}

/** IAM is global, and reached by one Region of its partition: by an account's credentials where the payer is of another. */
function simulatorOf(context: Context): PolicySimulator {
  const { regions, accounts } = context.settings;
  const [first = 'us-east-1'] = regions;
  const region = globalRegionOf(first);
  const partition = partitionOf(first);
  const [account] = accounts;
  const isApart = billingPartitionOf(partition) !== partition;
  return awsOf(context).iam.simulator(
    isApart && account ? { accountId: account.accountId, region } : { payerIn: region },
  );
}

interface Completed {
  call: ReadCall['call'];
  remarks: readonly string[];
}

/** What was not given about a profile, read from the ledger. */
async function completed({ call, given }: ReadCall, context: LedgerContext | null): Promise<Completed> {
  const { on } = call;
  const complete = given.tags && given.destinations;
  if (!isProfile(on.arn) || complete || call.source !== undefined) return { call, remarks: [] };
  const known = context === null ? null : await knownResource(askingOf(context), on.arn);
  const tags = given.tags ? on.tags : (known?.tags ?? {});
  const modelArns = given.destinations ? on.modelArns : (known?.modelArns ?? []);
  return {
    call: { ...call, on: { ...on, tags, modelArns } },
    remarks: [
      ...(given.tags ? [] : tagRemarks(on.arn, known)),
      ...(given.destinations || known === null ? [] : ['The models behind it are those of the ledger.']),
    ],
  };
}

function tagRemarks(arn: string, known: KnownResource | null): string[] {
  if (!arn.includes(':application-inference-profile/')) return [];
  if (known === null) return ['It is taken for untagged; give its tags with --tags KEY=VALUE,…'];
  const tags = Object.entries(known.tags ?? {}).map(([key, value]) => `${key}=${value}`);
  return [`Its tags are those of the ledger: ${tags.join(', ') || 'none'}.`];
}

type Judged = CallVerdict & { remarks: readonly string[] };

/** Where AWS does not say what it judges by, both answers must agree. */
function judgedCall(policies: PoliciesInForce, call: ReadCall['call'], remarks: readonly string[]): Judged {
  const [present, absent] = (['present', 'absent'] as const).map((tagsWhileCreating) =>
    judgeCall(policies, { ...call, tagsWhileCreating }),
  ) as [CallVerdict, CallVerdict];
  if (present.decision !== absent.decision) {
    const worse = present.decision === 'denied' ? present : absent;
    const remark = `AWS does not say whether IAM sees the tags of a profile on itself while it is being made: with them this is ${DECISIONS[present.decision]}, without them ${DECISIONS[absent.decision]}. What follows is the worse.`;
    return { ...worse, decision: 'unknown', remarks: [...remarks, remark] };
  }
  const unjudged = isInvocation(call.action) && isProfile(call.on.arn) && call.on.modelArns.length === 0;
  if (!unjudged) return { ...present, remarks };
  const remark =
    'The models behind the profile were not judged, and each of them must be allowed as well: name them with --destination.';
  return {
    ...present,
    decision: present.decision === 'allowed' ? 'unknown' : present.decision,
    remarks: [...remarks, remark],
  };
}

/** One request after another: AWS counts them. */
async function asked(
  simulator: PolicySimulator,
  policies: PoliciesInForce,
  { verdicts }: CallVerdict,
): Promise<SimulatedVerdict[]> {
  const answers: SimulatedVerdict[] = [];
  for (const { request } of verdicts) answers.push(await simulator.simulate(policies, request));
  return answers;
}

function linesOf(policies: PoliciesInForce, { call, decision, verdicts, remarks, aws }: Answer): string[] {
  const { action, on, caller } = call;
  const tags = Object.entries(caller.tags).map(([key, value]) => `${key}=${value}`);
  const who = tags.length === 0 ? `${caller.arn} without tags` : `${caller.arn} with ${tags.join(', ')}`;
  const count =
    verdicts.length === 1 ? 'one authorisation' : `${verdicts.length} authorisations, all of them`;
  return [
    `${DECISIONS[decision]}: ${action} on ${on.arn || '*'}`,
    `by ${who}, in ${call.region}.`,
    ...remarks,
    `It needs ${count}:`,
    ...verdicts.flatMap((verdict, index) => {
      const [head = '', ...rest] = verdictLines(policies, verdict, aws?.[index] ?? null);
      return ['', `${index + 1}. ${head}`, ...rest];
    }),
  ];
}

const jsonOf = ({ call, decision, verdicts, remarks, aws }: Answer) => ({
  decision,
  action: call.action,
  on: call.on.arn || '*',
  principal: call.caller.arn,
  region: call.region,
  remarks,
  verdicts: verdicts.map((verdict, index) => {
    const says = aws?.[index];
    return says === undefined
      ? verdict
      : { ...verdict, aws: { ...says, disagrees: disagrees(verdict, says) } };
  }),
});

/** 0: it could say, and says what was expected; 1: something else was expected; 3: it cannot say. */
function exitCodeOf({ decision }: Answer, expected: Options['expect']): number {
  if (expected !== undefined) return decision === expected ? 0 : 1;
  return decision === 'unknown' ? 3 : 0;
}
