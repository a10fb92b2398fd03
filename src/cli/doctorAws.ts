import { firstBilledDay } from '../app/operations/doctor.ts';
import { type Trying, tryPayer, tryPlace } from '../app/operations/permissionTries.ts';
import type { CostAllocationTagState } from '../aws/types.ts';
import { awsOf, type Context } from '../context.ts';
import type { BillClaim } from '../core/billEntries.ts';
import { addDays, dayOf } from '../core/periods.ts';
import { type Tried, wantedTags } from '../core/setup.ts';
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
/** A permission that the role may lack. */
const permitted = (check: string, actions: string, work: () => Promise<string>): Promise<Check> =>
  attempt(check, allow(actions), work, MENDS.printService);
const allow = (actions: string) => `allow ${actions} to the role (see the IAM policy in the README)`;

/** One request that was tried, as the doctor lists it. */
function checkOf({ name: check, action, state, found }: Tried): Check {
  if (state === 'ok') return { check, state, found, advice: '' };
  if (state === 'unasked') return unasked(check, found);
  if (action === null)
    return {
      ...{ check, state: 'failed', found },
      advice: 'check roleArn and externalId of this account',
      mend: setting('accounts'),
    };
  if (state === 'unread')
    return {
      ...{ check, state: 'warning', found },
      advice: 'estimates may lack what they count; the bill will have it',
      mend: MENDS.reconciliation,
    };
  return {
    ...{ check, state: state === 'weak' ? 'warning' : state, found },
    advice: allow(action),
    mend: MENDS.printService,
  };
}

const tryingOf = (context: Context): Trying => ({
  ...{ aws: awsOf(context), settings: context.settings, store: context.store },
  now: context.clock.now(),
});

/** What the role of the payer may. */
export const permissions = async (context: Context): Promise<Check[]> =>
  (await tryPayer(tryingOf(context))).map(checkOf);

/** The same of one account and Region that is read. */
export const permissionsIn = async (context: Context, place: Place): Promise<Check[]> =>
  (await tryPlace(tryingOf(context), place)).map(checkOf);

/** Tag keys that matter, the claims on the bill in which their values are seen, and whether one can do without. */
function keysOf({ settings }: Context) {
  const said = {
    user: { by: 'owner', says: (claim: BillClaim) => (claim.by === 'owner' ? claim.user : '') },
    costCenter: { by: 'owner', says: (claim: BillClaim) => (claim.by === 'owner' ? claim.costCenter : '') },
    profile: { by: 'profile', says: (claim: BillClaim) => (claim.by === 'profile' ? claim.profile : '') },
    principal: {
      by: 'principal',
      says: (claim: BillClaim) => (claim.by === 'principal' ? claim.principal : ''),
    },
  } as const;
  return wantedTags(settings).map(({ key, says, optional }) => ({
    ...{ key, optional },
    claimed: says === null ? null : said[says],
  }));
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
      const { claimed = null, optional = false } = wanted.find(({ key }) => key === tag.key) ?? {};
      const first = claimed && (await firstBilledDay(askingOf(context), claimed, range));
      checks.push(claimed === null ? unreadKey(tag) : tagCheck(tag, optional, first));
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
