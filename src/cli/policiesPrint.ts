import { existsSync } from 'node:fs';
import { type PoliciesShown, regionsWithoutCatalogue, showPolicies } from '../app/policies/print.ts';
import { awsOf, type Context } from '../context.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { allowsModel, plainSid } from '../core/policies/choices.ts';
import { fits, type PolicyKind, type PrintedPolicy } from '../core/policies/generate.ts';
import { type PolicyFormat, policyText } from '../core/policies/textOf.ts';
import type { CatalogueEntry } from '../core/types.ts';
import { whole } from '../ui/format.ts';
import { en } from '../ui/messages/en.ts';
import { askingOf } from './asking.ts';
import { remark, say, UserError } from './output.ts';
import { configOf, type LedgerOptions, withContext } from './withContext.ts';

/** `bedrock-ledger policies print`: the policy alone on stdout, what there is to say about it on stderr. */

interface Options extends LedgerOptions {
  account?: string;
  region?: string;
  partition?: string;
  model?: string;
  geography?: string;
  selfService?: boolean;
  enforcement: boolean;
  shared?: boolean;
  open?: string;
  tier?: string;
  exempt?: string[];
  userTag?: string;
  costCenterTag?: string;
  profileTag?: string;
  for?: string;
  without?: string;
  part?: string;
  principal?: string;
  externalId?: string;
  sentences?: boolean;
  format: PolicyFormat;
}

export async function print(kind: PolicyKind, options: Options): Promise<void> {
  const named = looking(options);
  const shown = async (context: Context) => {
    const asking = askingOf(context);
    const typed = typedOf(options);
    const missing = await regionsWithoutCatalogue(asking, typed);
    // The role that a template makes is made with its trust.
    const kinds: PolicyKind[] = options.format !== 'json' && kind === 'service' ? [kind, 'trust'] : [kind];
    const { policies, choices, models } = await showPolicies(
      asking,
      kinds,
      typed,
      await readThere(context, missing),
    );
    const [policy, trust] = policies as [PrintedPolicy, PrintedPolicy?];
    if (!fits(policy)) throw tooLong(policy, options.part !== undefined);
    say(policyText(policy, choices, options.format, wordsOf(kind), trust?.document ?? null).trimEnd());
    for (const line of aboutPolicy(policy, { choices, models }, options)) remark(line);
  };
  await withContext(named, shown, { reading: configOf(named).db !== ':memory:' });
}

/** What there is to say beside a policy. */
function aboutPolicy(
  policy: PrintedPolicy,
  { choices, models }: Pick<PoliciesShown, 'choices' | 'models'>,
  { sentences: spelled }: Options,
): string[] {
  const { kind, target, size, limit, document } = policy;
  const words = en.policies;
  return [
    `${words.kinds[kind]}: ${words.targets[target]}, ${whole(size)} of ${whole(limit)} characters; routes: ${choices.geographies.join(', ')}.`,
    ...unknownModels(choices.models, models).map(
      (pattern) =>
        `No model of these Regions is ${pattern}: is that meant for one to come?${meant(pattern, models)}`,
    ),
    ...(spelled ? sentences(policy) : []),
    ...(kind === 'guard' ? aboutGuard(choices) : []),
    ...(kind === 'trust' && document.Statement[0]?.Condition === undefined
      ? ['No external id is set for this account: add --external-id where another company could name it.']
      : []),
  ];
}

const wordsOf = (kind: PolicyKind) => ({
  description: en.policies.about[kind],
  sentences: en.policies.statements,
});

/** Settings and catalogue are enough: nobody needs a ledger for that, and none is made. */
function looking(options: Options): LedgerOptions {
  const { db } = configOf(options);
  if (existsSync(db)) return options;
  if (options.db !== undefined) throw new UserError(`--db: there is no ledger at ${db}`, 'badRequest');
  return { ...options, db: ':memory:' };
}

const onOff = (flag: boolean | undefined) => (flag === undefined ? undefined : flag ? 'on' : 'off');

function typedOf(options: Options): Record<string, string> {
  const typed: Record<string, string | undefined> = {
    account: options.account,
    region: options.region,
    partition: options.partition,
    model: options.model,
    geography: options.geography,
    open: options.open,
    tier: options.tier,
    exempt: options.exempt?.join('|'),
    userTag: options.userTag,
    costCenterTag: options.costCenterTag,
    profileTag: options.profileTag,
    target: options.for,
    without: options.without,
    part: options.part,
    principal: options.principal,
    externalId: options.externalId,
    selfService: onOff(options.selfService),
    shared: onOff(options.shared),
    enforcement: options.enforcement ? undefined : 'off',
  };
  return Object.fromEntries(
    Object.entries(typed).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The catalogue of Regions that the ledger does not know, from AWS; free of charge. */
async function readThere(context: Context, regions: readonly string[]): Promise<CatalogueEntry[]> {
  const found: CatalogueEntry[] = [];
  for (const region of regions) {
    const [account] = context.settings.accounts;
    const accountId = account?.accountId ?? context.settings.payer.accountId ?? '';
    try {
      found.push(...(await awsOf(context).bedrock.listCatalogue({ accountId, region })));
    } catch (error) {
      throw new UserError(
        `the routes of ${region} are read from its models, which neither the ledger holds nor AWS tells (${(error as Error).message}). Run "bedrock-ledger sync profiles" with this Region in the settings, or print for models of the Region alone: --geography in-region`,
      );
    }
  }
  return found;
}

const tooLong = ({ kind, target, size, limit }: PrintedPolicy, parted: boolean): UserError =>
  new UserError(
    `this ${kind} policy has ${whole(size)} characters; a ${en.policies.targets[target]} holds ${whole(limit)}. ${
      kind === 'guard' && !parted
        ? 'Print it in two, and attach both: --part calls and --part changes'
        : `Print it for fewer Regions${kind === 'guard' ? ' or exemptions (each stands in every statement; one may end with *)' : ''}, with --account own for any account, with fewer models or one that ends with *, or for another place with --for`
    }`,
  );

/** Ids that are near, or with * how those begin. */
const meant = (pattern: string, models: readonly string[]): string =>
  didYouMean(
    nearest(
      pattern,
      pattern.endsWith('*') ? models.map((id) => `${id.slice(0, pattern.length - 1)}*`) : models,
    ),
  );

/** Patterns that no model of the catalogue fits; none where there is no catalogue. */
const unknownModels = (chosen: readonly string[] | null, known: readonly string[]): string[] =>
  known.length === 0
    ? []
    : (chosen ?? []).filter((pattern) => !known.some((model) => allowsModel([pattern], model)));

const sentences = ({ document }: PrintedPolicy): string[] =>
  document.Statement.map(
    ({ Sid }) => `  ${Sid}: ${en.policies.statements[plainSid(Sid) as keyof typeof en.policies.statements]}`,
  );

function aboutGuard({
  exemptions,
  namedRoles,
}: Awaited<ReturnType<typeof showPolicies>>['choices']): string[] {
  return [
    namedRoles.length === 0
      ? 'The settings name no role of Bedrock Ledger (payer.roleArn, accounts[].roleArn): the guard stops it from making profiles. Name it there, or with --exempt.'
      : `Of changes, it does not bind ${namedRoles.join(', ')} (Bedrock Ledger itself).`,
    ...exemptions.map(({ pattern, owner, reason }) => `It does not bind ${pattern}: ${reason} (${owner}).`),
    'A service control policy never binds the management account of the organization: let nobody call Bedrock there.',
    'Whoever can change a role on the list, or make one that fits a pattern, is not bound either: keep iam:UpdateAssumeRolePolicy, iam:PassRole and iam:CreateRole for them in few hands.',
  ];
}
