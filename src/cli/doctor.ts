import { awsOf, type Context, identify } from '../context.ts';
import { isStale } from '../core/freshness.ts';
import { addDays, dayOf } from '../core/periods.ts';
import { placesOf } from '../core/settings.ts';
import { printJson, printTable, say, UserError } from './output.ts';
import { type LedgerOptions, withContext } from './withContext.ts';

/** `bedrock-ledger doctor`: what is in order, what is not, and what to do about it. */

interface Check {
  check: string;
  state: 'ok' | 'warning' | 'failed';
  found: string;
  advice: string;
}
const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function attempt(check: string, advice: string, work: () => Promise<string>): Promise<Check> {
  try {
    return { check, state: 'ok', found: await work(), advice: '' };
  } catch (error) {
    return { check, state: 'failed', found: words(error), advice };
  }
}

/** One real call per permission; each is free but for those of Cost Explorer and CloudWatch, which cost about a cent. */
async function permissions(context: Context): Promise<Check[]> {
  const aws = awsOf(context);
  const today = dayOf(context.clock.now());
  const range = { start: addDays(today, -2), endExclusive: today };
  const allow = (action: string) => `allow ${action} to the role (see the IAM policy in the README)`;
  const checks = [
    await attempt(
      'Cost Explorer',
      allow('ce:GetDimensionValues and ce:GetCostAndUsage'),
      async () => `${(await aws.costExplorer.bedrockServices(range)).length} Bedrock services on the bill`,
    ),
  ];
  for (const place of placesOf(context.settings)) {
    const name = `${place.accountId}/${place.region}`;
    checks.push(
      await attempt(`credentials ${name}`, 'check roleArn and externalId of this account', async () => {
        const { accountId, arn } = await aws.sts.account(place);
        if (accountId !== place.accountId) throw new Error(`the credentials belong to ${accountId} (${arn})`);
        return arn;
      }),
      await attempt(
        `profiles ${name}`,
        allow('bedrock:ListInferenceProfiles'),
        async () => `${(await aws.bedrock.listApplicationProfiles(place)).length} profiles`,
      ),
      await attempt(
        `tags ${name}`,
        allow('tag:GetResources'),
        async () => `${(await aws.tagging.profileTags(place)).size} tagged`,
      ),
      await attempt(
        `metrics ${name}`,
        allow('cloudwatch:ListMetrics'),
        async () =>
          `${(await aws.cloudwatch.listSeries(place, true)).length} series active in the last three hours`,
      ),
    );
  }
  return checks;
}

async function tags(
  context: Context,
  options: { activateTags?: boolean; backfillTags?: string },
): Promise<Check[]> {
  const aws = awsOf(context);
  const { user, costCenter, profile } = context.settings.tagKeys;
  const keys = [user, costCenter, profile, `iamPrincipal/${user}`];
  const checks: Check[] = [];
  if (options.activateTags) {
    const seen = (await aws.costExplorer.costAllocationTags(keys))
      .filter((t) => t.status === 'inactive')
      .map((t) => t.key);
    for (const { key, error } of seen.length === 0 ? [] : await aws.costExplorer.activateTags(seen))
      checks.push({
        check: `activate ${key}`,
        state: error === null ? 'ok' : 'failed',
        found: error ?? 'activated; it bills within about 24 hours',
        advice: '',
      });
  }
  if (options.backfillTags !== undefined) {
    if (!/^\d{4}-\d{2}$/.test(options.backfillTags))
      throw new UserError(`--backfill-tags: "${options.backfillTags}" is no month such as 2026-09`, 2);
    checks.push(
      await attempt('back-fill', 'AWS takes one back-fill in 24 hours, of at most 12 months', async () => {
        await aws.costExplorer.startBackfill(`${options.backfillTags}-01`);
        return `asked from ${options.backfillTags} on`;
      }),
    );
  }
  try {
    for (const tag of await aws.costExplorer.costAllocationTags(keys)) {
      const advice =
        tag.status === 'inactive'
          ? 'activate it: bedrock-ledger doctor --activate-tags'
          : tag.status === 'unseen'
            ? 'AWS has not seen it on billed use yet; tag profiles and wait about 24 hours'
            : '';
      checks.push({
        check: `cost allocation tag ${tag.key}`,
        state: tag.status === 'active' ? 'ok' : 'warning',
        found: tag.lastUsedOn ? `${tag.status}, last used ${tag.lastUsedOn}` : tag.status,
        advice,
      });
    }
  } catch (error) {
    checks.push({
      check: 'cost allocation tags',
      state: 'failed',
      found: words(error),
      advice: 'allow ce:ListCostAllocationTags to the role',
    });
  }
  return checks;
}

async function ledger({ store, clock, settings }: Context): Promise<Check[]> {
  const faults = await store.check();
  const untagged = (await store.profiles.all()).filter(
    (p) => p.goneAt === null && !p.history.at(-1)?.tags[settings.tagKeys.user],
  );
  const fresh = await store.freshness.all();
  return [
    {
      check: 'ledger file',
      state: faults.length === 0 ? 'ok' : 'failed',
      found: faults.length === 0 ? 'sound' : faults.join('; '),
      advice: faults.length === 0 ? '' : 'restore the last backup and sync again',
    },
    {
      check: 'profiles without owner',
      state: untagged.length === 0 ? 'ok' : 'warning',
      found: String(untagged.length),
      advice:
        untagged.length === 0
          ? ''
          : `give them the tag ${settings.tagKeys.user}; for example ${untagged[0]?.arn}`,
    },
    ...(fresh.length === 0
      ? [
          {
            check: 'data',
            state: 'warning' as const,
            found: 'nothing was collected yet',
            advice: 'bedrock-ledger sync',
          },
        ]
      : []),
    ...fresh.map((f): Check => {
      const stale = isStale(f, clock.now());
      return {
        check: `${f.source} ${f.slice}`,
        state: stale || f.lastError ? 'warning' : 'ok',
        found: f.lastError ?? `complete until ${f.completeUntil ?? 'never'}`,
        advice: stale || f.lastError ? `bedrock-ledger sync ${f.source}` : '',
      };
    }),
  ];
}

export async function doctor(
  options: LedgerOptions & { json?: boolean; activateTags?: boolean; backfillTags?: string },
): Promise<void> {
  await withContext(options, async (opened) => {
    const context = await identify(opened);
    const checks = [
      ...(await permissions(context)),
      ...(await tags(context, options)),
      ...(await ledger(context)),
    ];
    if (options.json) printJson({ checks });
    else {
      printTable(
        ['', 'check', 'found', 'what to do'],
        checks.map((c) => [c.state, c.check, c.found, c.advice]),
      );
      const bad = checks.filter((c) => c.state !== 'ok').length;
      say();
      say(bad === 0 ? 'Everything is in order.' : `${bad} of ${checks.length} checks want attention.`);
    }
    if (checks.some((c) => c.state === 'failed')) process.exitCode = 1;
  });
}
