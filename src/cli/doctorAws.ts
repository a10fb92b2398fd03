import { firstBilledDay } from '../app/operations/doctor.ts';
import type { Aws, CostAllocationTagState } from '../aws/types.ts';
import { awsOf, type Context } from '../context.ts';
import type { BillClaim } from '../core/billEntries.ts';
import { addDays, dayOf, instantOf } from '../core/periods.ts';
import { placeKey } from '../core/places.ts';
import type { Day, Place } from '../core/types.ts';
import { askingOf } from './asking.ts';
import { MENDS, setting } from './doctorMends.ts';
import { recordDeed } from './withContext.ts';

/** What `doctor` asks AWS: one real call per permission, and the state of the cost allocation tags. */

export interface Check {
  check: string;
  state: 'ok' | 'warning' | 'failed';
  found: string;
  advice: string;
  /** The one step that mends it (`doctorMends.ts`); left out where it is well, or nothing does. */
  mend?: string;
  /** Set where nothing was looked at, and `found` says why: nothing is known to be wrong, and nothing to be well. */
  unasked?: true;
}
export const unasked = (check: string, found: string): Check => ({
  check,
  state: 'ok',
  found,
  advice: '',
  unasked: true,
});
const HOUR_MS = 3_600_000;
/**
 * A check that holds when `work` does; otherwise it failed with the words of the error, `advice` says what to do, and
 * `mend` is the step that does it.
 */
export async function attempt(
  check: string,
  advice: string,
  work: () => Promise<string>,
  mend?: string,
): Promise<Check> {
  try {
    return { check, state: 'ok', found: await work(), advice: '' };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { check, state: 'failed', found, advice, ...(mend === undefined ? {} : { mend }) };
  }
}
const NO_SERVICE = 'not asked: no Bedrock service is on the bill';
const NO_SERIES = 'not asked: there is no active series';
/** A permission that the role may lack. */
async function permitted(check: string, actions: string, work: () => Promise<string>): Promise<Check> {
  const found = await attempt(check, allow(actions), work, MENDS.printService);
  return [NO_SERVICE, NO_SERIES].includes(found.found) ? { ...found, unasked: true } : found;
}
const allow = (actions: string) => `allow ${actions} to the role (see the IAM policy in the README)`;

/** Each call is free but for those of Cost Explorer and CloudWatch, which cost about two cents together. */
export async function permissions(context: Context): Promise<Check[]> {
  const { settings } = context;
  const aws = awsOf(context);
  const today = dayOf(context.clock.now());
  const range = { start: addDays(today, -3), endExclusive: today };
  let services: readonly string[] = [];
  const checks = [
    await permitted('bill: services', 'ce:GetDimensionValues', async () => {
      services = await aws.costExplorer.bedrockServices(range);
      return `${services.length} Bedrock services`;
    }),
    await permitted('bill: lines', 'ce:GetCostAndUsage', async () => {
      if (services.length === 0) return NO_SERVICE;
      await aws.costExplorer.billOf(services).monthTotals(range, [settings.linkedAccounts[0] ?? '']);
      return 'readable';
    }),
  ];
  if (settings.budgetsMirror.enabled)
    checks.push(
      await permitted('AWS Budgets', 'budgets:ViewBudget', async () => {
        const { budgets } = await aws.budgets.list(settings.payer.accountId ?? '', () => false);
        const changed = (await context.store.mirror.rows()).filter(({ held }) => held !== null).length;
        const drift = changed === 0 ? '' : `; ${changed} are not as they were written: see /budgets/aws`;
        return `${budgets.length} budgets${drift}`;
      }),
    );
  return checks;
}

/** What giving out profiles needs and can be tried without changing anything. */
async function vendingPermissions({ store, ...context }: Context, place: Place): Promise<Check[]> {
  const aws = awsOf({ store, ...context });
  const name = placeKey(place);
  const one = (await store.profiles.all()).find(
    ({ goneAt, accountId, region }) =>
      goneAt === null && accountId === place.accountId && region === place.region,
  );
  const room = await permitted(
    `room for profiles ${name}`,
    'servicequotas:GetServiceQuota',
    async () => `${await aws.quotas.profileQuota(place)} profiles`,
  );
  if (one === undefined) return [room];
  const look = await permitted(`a profile of ${name}`, 'bedrock:GetInferenceProfile', async () =>
    (await aws.bedrock.hasProfile(place, one.arn)) ? 'can be looked at' : 'AWS no longer has it',
  );
  return [room, look];
}

/** The same of one account and Region that is read. */
export async function permissionsIn(context: Context, place: Place): Promise<Check[]> {
  const aws = awsOf(context);
  const now = context.clock.now();
  const name = placeKey(place);
  const checks = [
    await attempt(
      `credentials ${name}`,
      'check roleArn and externalId of this account',
      async () => {
        const { accountId, arn } = await aws.sts.account(place);
        if (accountId !== place.accountId) throw new Error(`the credentials belong to ${accountId} (${arn})`);
        return arn;
      },
      setting('accounts'),
    ),
  ];
  // Without credentials of this account, every other call would only say the same again.
  if (checks[0]?.state === 'failed') return checks;
  if (context.settings.vending.enabled) checks.push(...(await vendingPermissions(context, place)));
  let series: Awaited<ReturnType<Aws['cloudwatch']['listSeries']>> = [];
  checks.push(
    await permitted(
      `profiles ${name}`,
      'bedrock:ListInferenceProfiles',
      async () => `${(await aws.bedrock.listApplicationProfiles(place)).length} profiles`,
    ),
    await permitted(
      `models ${name}`,
      'bedrock:ListFoundationModels',
      async () => `${(await aws.bedrock.listCatalogue(place)).length} models and system profiles`,
    ),
    await permitted(
      `tags ${name}`,
      'tag:GetResources',
      async () => `${(await aws.tagging.profileTags(place)).size} tagged`,
    ),
    await permitted(`series ${name}`, 'cloudwatch:ListMetrics', async () => {
      series = await aws.cloudwatch.listSeries(place);
      return `${series.length} active in the last three hours`;
    }),
    await permitted(`tokens ${name}`, 'cloudwatch:GetMetricData', async () => {
      if (series.length === 0) return NO_SERIES;
      const end = Math.floor(now / HOUR_MS) * HOUR_MS;
      const asked = series.slice(0, 1);
      const { hours } = await aws.cloudwatch.hourly(
        place,
        asked,
        instantOf(end - 3 * HOUR_MS),
        instantOf(end),
      );
      return `readable, ${hours.length} hours of one series`;
    }),
  );
  checks.push(...(await unreadMetrics(name, place, aws)));
  if (context.settings.vending.enabled) {
    const quota = await permitted(`quota ${name}`, 'servicequotas:GetServiceQuota', async () => {
      const value = await aws.quotas.profileQuota(place);
      return value === null ? 'not readable' : `${value} profiles`;
    });
    checks.push(
      quota.found === 'not readable'
        ? {
            ...quota,
            state: 'warning',
            advice: allow('servicequotas:GetServiceQuota'),
            mend: MENDS.printService,
          }
        : quota,
    );
  }
  return checks;
}

/** Metrics that count tokens here and are not read, since their names do not say which. */
async function unreadMetrics(name: string, place: Place, aws: Aws): Promise<Check[]> {
  let unread: readonly string[] = [];
  const asked = await permitted(`metrics ${name}`, 'cloudwatch:ListMetrics', async () => {
    ({ unread } = await aws.cloudwatch.listAll(place));
    return unread.length === 0 ? 'all that count tokens are read' : `not read: ${unread.join(', ')}`;
  });
  if (unread.length === 0) return [asked];
  return [
    {
      ...asked,
      state: 'warning',
      advice: 'estimates may lack what they count; the bill will have it',
      mend: MENDS.reconciliation,
    },
  ];
}

/** Tag keys that matter, the claims on the bill in which their values are seen, and whether one can do without. */
function keysOf({ settings }: Context) {
  const { user, costCenter, profile } = settings.tagKeys;
  const byPrincipal = settings.attribution === 'iamPrincipal';
  const said = {
    user: (claim: BillClaim) => (claim.by === 'owner' ? claim.user : ''),
    costCenter: (claim: BillClaim) => (claim.by === 'owner' ? claim.costCenter : ''),
    profile: (claim: BillClaim) => (claim.by === 'profile' ? claim.profile : ''),
    principal: (claim: BillClaim) => (claim.by === 'principal' ? claim.principal : ''),
  };
  return [
    { key: user, by: 'owner', says: said.user, optional: false },
    { key: costCenter, by: 'owner', says: said.costCenter, optional: false },
    { key: profile, by: 'profile', says: said.profile, optional: false },
    { key: `iamPrincipal/${user}`, by: 'principal', says: said.principal, optional: !byPrincipal },
    // The ledger knows cost centers of callers by itself; AWS Budgets knows them by this key alone.
    ...(byPrincipal && settings.budgetsMirror.enabled
      ? [{ key: `iamPrincipal/${costCenter}`, by: null, optional: false } as const]
      : []),
  ] as const;
}

/** Seen, active, first day on the bill; activates and back-fills when asked. */
export async function tags(
  context: Context,
  options: { activateTags?: boolean; backfillTags?: string },
): Promise<Check[]> {
  const { costExplorer } = awsOf(context);
  const wanted = keysOf(context);
  const keys = wanted.map(({ key }) => key);
  const checks: Check[] = [];
  if (options.activateTags) checks.push(...(await activate(context, keys)));
  if (options.backfillTags !== undefined) {
    const from = options.backfillTags;
    checks.push(
      await attempt(
        'tag back-fill',
        'AWS takes one back-fill in 24 hours, of at most 12 months',
        async () => {
          await costExplorer.startBackfill(`${from}-01`);
          await recordDeed(context, 'tags.backfill', 'tags', { since: from });
          return `asked from ${from} on; once AWS is done, run "bedrock-ledger backfill --from ${from}-01"`;
        },
        MENDS.backfillTags,
      ),
    );
  }
  const today = dayOf(context.clock.now());
  const range = {
    start: addDays(today, -context.settings.backfillDays),
    endExclusive: addDays(today, 1),
  };
  const listing = await permitted('cost allocation tags', 'ce:ListCostAllocationTags', async () => {
    for (const tag of await costExplorer.costAllocationTags(keys)) {
      const place = wanted.find(({ key }) => key === tag.key) ?? wanted[0];
      const first = place.by === null ? null : await firstBilledDay(askingOf(context), place, range);
      checks.push(place.by === null ? unreadKey(tag) : tagCheck(tag, place.optional, first));
    }
    return '';
  });
  return listing.state === 'ok' ? checks : [...checks, listing];
}

const stateOf = ({ status, lastUsedOn }: CostAllocationTagState): string[] => [
  status,
  ...(lastUsedOn ? [`last used ${lastUsedOn}`] : []),
];

function tagCheck(tag: CostAllocationTagState, optional: boolean, first: Day | null): Check {
  const onBill = first === null ? 'on no line of the bill that was read' : `on the bill from ${first} on`;
  return {
    check: `cost allocation tag ${tag.key}`,
    state: (tag.status === 'active' && first !== null) || optional ? 'ok' : 'warning',
    found: [...stateOf(tag), onBill].join(', '),
    advice: optional ? '' : adviceOn(tag.status, first),
    ...(optional ? {} : mendOf(tag.status, first)),
  };
}

/** A key by which the bill is not read here: AWS alone needs it. */
function unreadKey(tag: CostAllocationTagState): Check {
  const isActive = tag.status === 'active';
  return {
    check: `cost allocation tag ${tag.key}`,
    state: isActive ? 'ok' : 'warning',
    found: [...stateOf(tag), 'what budgets of cost centers in AWS Budgets count by'].join(', '),
    advice: isActive ? '' : adviceOn(tag.status, null),
    ...(isActive ? {} : mendOf(tag.status, null)),
  };
}

function adviceOn(status: 'active' | 'inactive' | 'unseen', first: Day | null): string {
  if (status === 'inactive') return 'activate it: bedrock-ledger doctor --activate-tags';
  if (status === 'unseen')
    return 'AWS has not seen it on billed use yet; tag profiles and wait about 24 hours';
  return first === null ? 'wait about 24 hours after the activation, then: bedrock-ledger sync charges' : '';
}

function mendOf(status: CostAllocationTagState['status'], first: Day | null): { mend?: string } {
  if (status === 'inactive') return { mend: MENDS.activateTags };
  if (status === 'unseen') return { mend: MENDS.profiles };
  return first === null ? { mend: MENDS.collectBill } : {};
}

async function activate(context: Context, keys: readonly string[]): Promise<Check[]> {
  const { costExplorer } = awsOf(context);
  const checks: Check[] = [];
  const asking = await attempt(
    'tag activation',
    'run it with a role that has ce:ListCostAllocationTags and ce:UpdateCostAllocationTagsStatus',
    async () => {
      const inactive = (await costExplorer.costAllocationTags(keys)).filter((t) => t.status === 'inactive');
      if (inactive.length === 0) return 'there was nothing to activate';
      for (const { key, error } of await costExplorer.activateTags(inactive.map((t) => t.key))) {
        if (error === null) await recordDeed(context, 'tags.activate', 'tags', { name: key });
        checks.push({
          check: `activate ${key}`,
          state: error === null ? 'ok' : 'failed',
          found: error ?? 'activated; it bills within about 24 hours',
          advice: error === null ? '' : 'look at it in the Billing console under cost allocation tags',
          ...(error === null ? {} : { mend: MENDS.tags }),
        });
      }
      return '';
    },
    MENDS.activateTags,
  );
  return asking.found === '' ? checks : [asking];
}
