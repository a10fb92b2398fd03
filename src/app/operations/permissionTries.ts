import type { Aws, CostAllocationTagState } from '../../aws/types.ts';
import { addDays, dayOf, instantOf } from '../../core/periods.ts';
import { placeKey } from '../../core/places.ts';
import type { Settings } from '../../core/settings.ts';
import { type TagState, type Tried, wantedTags } from '../../core/setup.ts';
import type { Place } from '../../core/types.ts';
import type { Store } from '../../store/types.ts';

/**
 * Each permission tried by one real, harmless request: what the doctor lists and what the page of the set-up shows. Each is
 * free but for those of Cost Explorer and CloudWatch, which cost about two cents together.
 */

/** What is asked, and with what; `now` is UTC milliseconds. */
export interface Trying {
  aws: Aws;
  settings: Settings;
  store: Store;
  now: number;
}

const HOUR_MS = 3_600_000;
const NO_SERVICE = 'not asked: no Bedrock service is on the bill';
const NO_SERIES = 'not asked: there is no active series';

type Of = Pick<Tried, 'name' | 'place' | 'action'>;

/** A request that went well when `work` did; else it failed with the words of the error. */
async function tried(of: Of, work: () => Promise<string>): Promise<Tried> {
  try {
    const found = await work();
    return { ...of, state: [NO_SERVICE, NO_SERIES].includes(found) ? 'unasked' : 'ok', found };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { ...of, state: 'failed', found, ...(isRefused(error) ? { refused: true } : {}) };
  }
}

/** What a policy denies by name no permission mends. */
const isRefused = (error: unknown): boolean =>
  error instanceof Error &&
  'kind' in error &&
  error.kind === 'accessDenied' &&
  !/explicit deny|No IAM right mends this/i.test(error.message);

/** What the role of the payer needs. */
export async function tryPayer({ aws, settings, store, now }: Trying): Promise<Tried[]> {
  const today = dayOf(now);
  const range = { start: addDays(today, -3), endExclusive: today };
  const payer = { place: null } as const;
  let services: readonly string[] = [];
  const all = [
    await tried({ name: 'bill: services', ...payer, action: 'ce:GetDimensionValues' }, async () => {
      services = await aws.costExplorer.bedrockServices(range);
      return `${services.length} Bedrock services`;
    }),
    await tried({ name: 'bill: lines', ...payer, action: 'ce:GetCostAndUsage' }, async () => {
      if (services.length === 0) return NO_SERVICE;
      await aws.costExplorer.billOf(services).monthTotals(range, [settings.linkedAccounts[0] ?? '']);
      return 'readable';
    }),
  ];
  if (settings.budgetsMirror.enabled)
    all.push(
      await tried({ name: 'AWS Budgets', ...payer, action: 'budgets:ViewBudget' }, async () => {
        const { budgets } = await aws.budgets.list(settings.payer.accountId ?? '', () => false);
        const changed = (await store.mirror.rows()).filter(({ held }) => held !== null).length;
        const drift = changed === 0 ? '' : `; ${changed} are not as they were written: see /budgets/aws`;
        return `${budgets.length} budgets${drift}`;
      }),
    );
  return all;
}

/** The same of one account and Region that is read. */
export async function tryPlace(trying: Trying, place: Place): Promise<Tried[]> {
  const { aws, settings, now } = trying;
  const name = placeKey(place);
  let arn = '';
  const first = await tried({ name: `credentials ${name}`, place, action: null }, async () => {
    const found = await aws.sts.account(place);
    if (found.accountId !== place.accountId)
      throw new Error(`the credentials belong to ${found.accountId} (${found.arn})`);
    arn = found.arn;
    return found.arn;
  });
  // Without credentials of this account, every other call would only say the same again.
  if (first.state === 'failed') return [first];
  const permitted = (what: string, action: string, work: () => Promise<string>) =>
    tried({ name: `${what} ${name}`, place, action }, work);
  const all: Tried[] = [{ ...first, arn }];
  if (settings.vending.enabled) all.push(...(await tryVending(trying, place)));
  let series: Awaited<ReturnType<Aws['cloudwatch']['listSeries']>> = [];
  all.push(
    await permitted(
      'profiles',
      'bedrock:ListInferenceProfiles',
      async () => `${(await aws.bedrock.listApplicationProfiles(place)).length} profiles`,
    ),
    await permitted(
      'models',
      'bedrock:ListFoundationModels',
      async () => `${(await aws.bedrock.listCatalogue(place)).length} models and system profiles`,
    ),
    await permitted(
      'tags',
      'tag:GetResources',
      async () => `${(await aws.tagging.profileTags(place)).size} tagged`,
    ),
    await permitted('series', 'cloudwatch:ListMetrics', async () => {
      series = await aws.cloudwatch.listSeries(place);
      return `${series.length} active in the last three hours`;
    }),
    await permitted('tokens', 'cloudwatch:GetMetricData', async () => {
      if (series.length === 0) return NO_SERIES;
      const end = Math.floor(now / HOUR_MS) * HOUR_MS;
      const asked = series.slice(0, 1);
      const [from, until] = [instantOf(end - 3 * HOUR_MS), instantOf(end)];
      const { hours } = await aws.cloudwatch.hourly(place, asked, from, until);
      return `readable, ${hours.length} hours of one series`;
    }),
  );
  let unread: readonly string[] = [];
  const metrics = await permitted('metrics', 'cloudwatch:ListMetrics', async () => {
    ({ unread } = await aws.cloudwatch.listAll(place));
    return unread.length === 0 ? 'all that count tokens are read' : `not read: ${unread.join(', ')}`;
  });
  // Metrics that count tokens here and are not read, since their names do not say which.
  all.push(unread.length === 0 ? metrics : { ...metrics, state: 'unread' });
  if (settings.vending.enabled) {
    const quota = await permitted('quota', 'servicequotas:GetServiceQuota', async () => {
      const value = await aws.quotas.profileQuota(place);
      return value === null ? 'not readable' : `${value} profiles`;
    });
    all.push(quota.found === 'not readable' ? { ...quota, state: 'weak' } : quota);
  }
  return all;
}

/** What giving out profiles needs and can be tried without changing anything. */
async function tryVending({ aws, store, now }: Trying, place: Place): Promise<Tried[]> {
  const name = placeKey(place);
  const [one] = await store.profiles.knownIn(place, instantOf(now));
  const room = await tried(
    { name: `room for profiles ${name}`, place, action: 'servicequotas:GetServiceQuota' },
    async () => `${await aws.quotas.profileQuota(place)} profiles`,
  );
  if (one === undefined) return [room];
  const look = await tried(
    { name: `a profile of ${name}`, place, action: 'bedrock:GetInferenceProfile' },
    async () =>
      (await aws.bedrock.hasProfile(place, one.arn)) ? 'can be looked at' : 'AWS no longer has it',
  );
  return [room, look];
}

/** Whose credentials the payer's are. */
export const tryWhoAmI = async ({ aws, settings }: Pick<Trying, 'aws' | 'settings'>): Promise<Tried> => {
  let arn = '';
  const found = await tried({ name: 'credentials of the payer', place: null, action: null }, async () => {
    const me = await aws.sts.account();
    const { accountId } = settings.payer;
    if (accountId !== null && accountId !== '' && me.accountId !== accountId)
      throw new Error(`the credentials belong to ${me.accountId} (${me.arn})`);
    arn = me.arn;
    return me.arn;
  });
  return { ...found, arn };
};

/** How the keys that matter stand at AWS. */
export async function tryTags({
  aws,
  settings,
}: Pick<Trying, 'aws' | 'settings'>): Promise<{ tried: Tried; tags: readonly TagState[] | null }> {
  const wanted = wantedTags(settings);
  let states: readonly CostAllocationTagState[] | null = null;
  const asked = await tried(
    { name: 'cost allocation tags', place: null, action: 'ce:ListCostAllocationTags' },
    async () => {
      states = await aws.costExplorer.costAllocationTags(wanted.map(({ key }) => key));
      return '';
    },
  );
  const found = states as readonly CostAllocationTagState[] | null;
  const tags =
    found?.map(({ key, status }) => ({
      key,
      status,
      optional: wanted.find((one) => one.key === key)?.optional ?? false,
    })) ?? null;
  return { tried: asked, tags };
}
