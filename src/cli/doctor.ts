import { mustBeAllowed } from '../app/asking.ts';
import type { AwsFactory } from '../aws/types.ts';
import { awsOf, type Context, identify } from '../context.ts';
import { durationWords } from '../core/deadlines.ts';
import { LedgerError } from '../core/errors.ts';
import { parseMonth } from '../core/periods.ts';
import { placeKey } from '../core/places.ts';
import { placesOf } from '../core/settings.ts';
import { visible, visibleInLine } from '../core/signs.ts';
import { askingOf } from './asking.ts';
import { auditCheck, rightsCheck } from './doctorAudit.ts';
import { attempt, type Check, permissions, permissionsIn, tags, unasked } from './doctorAws.ts';
import { channelChecks, topicChecks } from './doctorChannels.ts';
import { coverage } from './doctorCoverage.ts';
import { checksOf, type Grouped, type Section } from './doctorFrame.ts';
import { healthChecks } from './doctorHealth.ts';
import { hygieneOfProfiles } from './doctorHygiene.ts';
import { ledgerFile, sources, tagsOfProfiles } from './doctorLedger.ts';
import { mendFrom, setting } from './doctorMends.ts';
import { networkChecks } from './doctorNetwork.ts';
import { outboxChecks } from './doctorOutbox.ts';
import { ownersOfSpend } from './doctorOwners.ts';
import { openPatient, type Patient } from './doctorPatient.ts';
import { directoryChecks, directoryPermission } from './doctorPeople.ts';
import { fileChecks, policyChecks } from './doctorPolicies.ts';
import { signInChecks } from './doctorSignIn.ts';
import { boundaryChecks, stopChecks } from './doctorStops.ts';
import { type Paint, reportLines, verdictOf } from './doctorText.ts';
import { vendingChecks } from './doctorVending.ts';
import { currentIo } from './io.ts';
import { colors, plainBlanks, printJson, sayAsIs, UserError, withProgress } from './output.ts';
import type { LedgerOptions } from './withContext.ts';

/** `bedrock-ledger doctor`: what is not in order, what mends it, and what is well. It says so whatever is broken. */

interface Options extends LedgerOptions {
  json?: boolean;
  brief?: boolean;
  all?: boolean;
  activateTags?: boolean;
  backfillTags?: string;
  policy?: readonly string[];
  scp?: readonly string[];
  boundary?: string;
}

/** What is looked at whatever AWS says; of a ledger that cannot be read, only what does not need it. */
function atHome(context: Context, unread: Check | null): Section[] {
  const asking = askingOf(context);
  const signIn: Section = {
    group: 'sign-in',
    name: 'sign-in',
    checks: () => signInChecks(asking, unread === null, currentIo().env),
  };
  const network: Section = {
    group: 'network',
    name: 'proxies and certificate authorities',
    checks: () => networkChecks(context.settings, currentIo().env),
  };
  if (unread !== null)
    return [
      network,
      { group: 'ledger', name: 'ledger file', checks: async () => [unread] },
      ...LEDGER_NEEDED.map((one) => notAsked(one, 'not asked: it needs the ledger')),
      signIn,
    ];
  return [
    network,
    { group: 'ledger', name: 'ledger file', checks: () => ledgerFile(asking) },
    { group: 'ledger', name: 'rights of files', checks: async () => [rightsCheck(context.db)] },
    { group: 'ledger', name: 'audit log', checks: async () => [await auditCheck(context)] },
    { group: 'ledger', name: 'profiles that lack tags', checks: () => tagsOfProfiles(asking) },
    { group: 'ledger', name: 'hygiene of profiles', checks: () => hygieneOfProfiles(asking) },
    { group: 'ledger', name: 'spend with an owner', checks: () => ownersOfSpend(asking) },
    { group: 'ledger', name: 'data', checks: () => sources(asking) },
    { group: 'ledger', name: 'messages', checks: () => outboxChecks(asking) },
    { group: 'ledger', name: 'channels', checks: () => channelChecks(asking) },
    { group: 'ledger', name: 'profiles to give out', checks: () => vendingChecks(asking) },
    { group: 'ledger', name: 'stops by budgets', checks: () => stopChecks(asking) },
    { group: 'ledger', name: 'health', checks: () => healthChecks(context) },
    { group: 'people', name: 'directory of people', checks: () => directoryChecks(asking) },
    signIn,
  ];
}

/** Sections by name that are left out, so that whoever reads what is in order knows. */
const LEDGER_NEEDED = [
  { group: 'ledger', name: 'what the ledger holds' },
  { group: 'people', name: 'directory of people' },
  { group: 'tags', name: 'cost allocation tags' },
  { group: 'bill', name: 'accounts and Regions' },
  { group: 'policies', name: 'policies in force' },
] as const;
const AWS_NEEDED = [
  { group: 'AWS', name: 'permissions' },
  ...LEDGER_NEEDED.filter(({ group }) => group !== 'ledger' && group !== 'people'),
] as const;
const notAsked = (one: Pick<Section, 'group' | 'name'>, why: string): Section => ({
  ...one,
  checks: async () => [unasked(one.name, why)],
});

/** What AWS is asked once it has said whose credentials these are. */
function atAws(context: Context, unread: Check | null, options: Options): Section[] {
  const places = placesOf(context.settings).map(
    (place): Section => ({
      group: 'AWS',
      name: `credentials ${placeKey(place)}`,
      checks: () => permissionsIn(context, place),
    }),
  );
  const ofLedger: readonly Section[] = [
    { group: 'tags', name: 'cost allocation tags', checks: () => tags(context, options) },
    { group: 'bill', name: 'accounts and Regions', checks: () => coverage(context) },
    { group: 'policies', name: 'boundary of stops', checks: () => boundaryChecks(context) },
    { group: 'policies', name: 'policies in force', checks: () => policyChecks(context) },
  ];
  return [
    { group: 'AWS', name: 'bill', checks: () => permissions(context) },
    ...places,
    { group: 'AWS', name: 'topics of SNS', checks: () => topicChecks(context) },
    { group: 'people', name: 'IAM Identity Center', checks: () => directoryPermission(context) },
    ...(unread === null ? ofLedger : []),
  ];
}

/** Whose credentials these are; without an answer, or with the wrong one, AWS is asked nothing more. */
async function askedOf({ context: opened, unread, mayAsk }: Patient, options: Options): Promise<Grouped[]> {
  return withProgress(options.json === true, async (progress) => {
    let context: Context | null = null;
    const payer: Section = {
      group: 'credentials',
      name: 'credentials of the payer',
      checks: async () => [
        await attempt(
          'credentials of the payer',
          'check AWS_PROFILE and its kind, payer.accountId and payer.roleArn',
          async () => {
            const { arn } = await awsOf(opened).sts.account();
            context = await identify(opened);
            return arn;
          },
          setting('payer'),
        ),
      ],
    };
    const first = await checksOf([payer], progress);
    const known = context as Context | null;
    const ofAws =
      known && (mayAsk || unread !== null)
        ? atAws(known, unread, options)
        : AWS_NEEDED.filter(({ group }) => unread === null || group === 'AWS').map((one) =>
            notAsked(one, known ? NOT_COUNTED : 'not asked: AWS did not say whose these credentials are'),
          );
    const rest = [...atHome(known ?? opened, unread), ...ofAws];
    return [...first, ...(await checksOf(rest, progress))];
  });
}

const NOT_COUNTED =
  'not asked: what that costs is counted in the ledger, which cannot be written here; run it as the user that the server runs as';

/** Of all that AWS is asked, milliseconds: what has no answer by then says so, one check after the other. */
const ASKING_MS = 15 * 60_000;

/** Everything, within its time. */
async function everything({ context, ...patient }: Patient, options: Options): Promise<Grouped[]> {
  const late = new AbortController();
  const words = `AWS was asked for ${durationWords(ASKING_MS)}, and this was not answered by then`;
  const timer = setTimeout(() => late.abort(new LedgerError('outside', words)), ASKING_MS);
  const awsFactory: AwsFactory = (spent, booking) => context.awsFactory(spent, booking, late.signal);
  try {
    return await askedOf({ context: { ...context, awsFactory }, ...patient }, options);
  } finally {
    clearTimeout(timer);
  }
}

export async function doctor(options: Options): Promise<void> {
  if (options.boundary !== undefined && options.policy === undefined)
    throw new UserError('--boundary: it needs --policy, the policy that it bounds', 'badRequest');
  if (options.policy !== undefined || options.scp !== undefined)
    return tell(
      (await fileChecks(options)).map((check) => ({ ...check, group: 'policies' })),
      options,
      null,
    );
  try {
    if (options.backfillTags !== undefined) options.backfillTags = parseMonth(options.backfillTags);
  } catch (error) {
    throw new UserError(`--backfill-tags: ${(error as Error).message}`, 'badRequest');
  }
  const changes = options.activateTags === true || options.backfillTags !== undefined;
  const patient = await openPatient(options, changes);
  try {
    mustBeAllowed(askingOf(patient.context), changes ? 'change' : 'see', { kind: 'bill' });
    tell(await everything(patient, options), options, patient.context.settings.publicUrl);
  } finally {
    patient.context.close();
  }
}

function tell(found: readonly Grouped[], options: Options, publicUrl: string | null): void {
  const { db, config } = options;
  const checks = found.map((check) =>
    check.mend === undefined ? check : { ...check, mend: mendFrom({ db, config, publicUrl }, check.mend) },
  );
  const { out, colors: mayColour } = currentIo();
  if (options.json)
    printJson({
      verdict: verdictOf(checks),
      checks: checks.map((check) => ({ ...check, mend: check.mend ?? null })),
    });
  else {
    const { all = false, brief = false } = options;
    const paint = out.isTTY === true && mayColour ? inColour : undefined;
    for (const line of reportLines(checks.map(shown), { width: out.columns, all, brief }, paint))
      sayAsIs(plainBlanks(line));
  }
  if (verdictOf(checks) === 'failed') currentIo().exitCode = 1;
}

/** Colours are added to it later: nothing else in it steers the terminal, whoever it came from. */
const shown = (check: Grouped): Grouped => ({
  ...check,
  check: visible(check.check),
  found: visible(check.found),
  advice: visible(check.advice),
  ...(check.mend === undefined ? {} : { mend: visibleInLine(check.mend) }),
});

const COLOURS = { ok: colors.green, warning: colors.yellow, failed: colors.red } as const;
const inColour: Paint = (state, text) => COLOURS[state](text);
