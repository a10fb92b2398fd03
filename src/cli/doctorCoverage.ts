import { readCoverage, sawTokens } from '../app/operations/doctor.ts';
import type { Context } from '../context.ts';
import type { BillEntry, BillLine, ProfileClaim } from '../core/billEntries.ts';
import { formatFixed, sum } from '../core/money.ts';
import type { DayRange, Profile } from '../core/types.ts';
import { readUsageType } from '../core/usageTypes.ts';
import { askingOf } from './asking.ts';
import { type Check, unasked } from './doctorAws.ts';
import { setting as settingKey } from './doctorMends.ts';

/** Whether the accounts and Regions of the settings hold what the bill holds; asks only the ledger. */

/** Names that are shown of many. */
const LISTED = 3;
const THEN = 'then: bedrock-ledger sync';

/** Where charges were made: a Region, or a linked account where the bill is read account by account. */
interface Part {
  setting: 'regions' | 'accounts';
  name: string;
  billed: BillLine[];
  /** Values of the profile tag that are on its recent bill and on no profile that is known. */
  unknownTags: string[];
  profiles: readonly Profile[];
}

export async function coverage(context: Context): Promise<Check[]> {
  const { range, bill, tagged, profiles, usageDays } = await readCoverage(askingOf(context));
  if (bill.length === 0) return [unasked('accounts and Regions', 'no bill is held to hold them against')];
  const blind = seesNothing(context, bill, profiles.length, usageDays);
  if (blind !== null) return [blind];
  const checks: Check[] = [];
  for (const part of partsOf(bill, tagged, profiles, context.settings.tagKeys.profile))
    checks.push(...(await checkOf(part, context, range)));
  return checks.length > 0
    ? checks
    : [{ check: 'accounts and Regions', state: 'ok', found: 'hold what the bill holds', advice: '' }];
}

const usd = (lines: readonly BillLine[]): string =>
  `$${formatFixed(sum(lines.map(({ amount }) => amount)), 2)}`;

function seesNothing(
  { settings }: Context,
  bill: readonly BillLine[],
  profiles: number,
  days: number,
): Check | null {
  const lacking = [...(profiles === 0 ? ['no profile'] : []), ...(days === 0 ? ['no token usage'] : [])];
  if (lacking.length === 0) return null;
  const accounts = settings.accounts.map(({ accountId }) => accountId).join(', ');
  return {
    check: 'accounts and Regions',
    state: 'failed',
    found: `${usd(bill)} of Bedrock on the bill, but ${lacking.join(' and ')} in ${accounts} (${settings.regions.join(', ')})`,
    advice: `name in the settings, as "accounts", the accounts in which people call Bedrock (with a roleArn for each that these credentials are not of) and, as "regions", the Regions that they call; ${THEN}`,
    mend: settingKey('accounts'),
  };
}

function partsOf(
  bill: readonly BillLine[],
  tagged: readonly ProfileClaim[],
  profiles: readonly Profile[],
  tagKey: string,
): Part[] {
  const known = new Set(profiles.flatMap(({ history }) => history.map(({ tags }) => tags[tagKey])));
  const unknown = tagged.filter(({ profile }) => profile !== '' && !known.has(profile));
  const split = (
    setting: Part['setting'],
    lineOf: (line: BillLine) => string | null,
    taggedOf: (claim: ProfileClaim) => string | null,
    profileOf: (profile: Profile) => string,
  ): Part[] =>
    [...Map.groupBy(bill, lineOf)]
      .flatMap(([name, billed]) => (name === null ? [] : [{ name, billed }]))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, billed }) => ({
        setting,
        name,
        billed,
        unknownTags: [
          ...new Set(unknown.filter((claim) => taggedOf(claim) === name).map(({ profile }) => profile)),
        ].sort(),
        profiles: profiles.filter((one) => profileOf(one) === name),
      }));
  const accountOf = ({ accountId }: BillEntry) => accountId || null;
  return [
    ...split(
      'regions',
      ({ service, usageType }) => readUsageType(service, usageType ?? '').region,
      ({ usageType }) => readUsageType('', usageType).region,
      ({ region }) => region,
    ),
    ...split('accounts', accountOf, accountOf, ({ accountId }) => accountId),
  ];
}

async function checkOf(part: Part, context: Context, range: DayRange): Promise<Check[]> {
  const { settings } = context;
  const { setting, name, billed, unknownTags, profiles } = part;
  const set = setting === 'regions' ? settings.regions : settings.accounts.map((one) => one.accountId);
  const check = `${setting} ${name}`;
  const others = `name the accounts in which people call Bedrock as "accounts" in the settings, and check that their roles may read them; ${THEN}`;
  if (!set.includes(name))
    return [
      {
        check,
        state: 'warning',
        found: `${usd(billed)} on the bill, and it is not read`,
        advice: `add ${name} to "${setting}" in the settings; ${THEN}`,
        mend: settingKey(setting),
      },
    ];
  const place = setting === 'regions' ? 'region' : 'account';
  const seen = await sawTokens(askingOf(context), place, name, range);
  if (profiles.length === 0 && (!seen || unknownTags.length > 0))
    return [
      {
        check,
        state: 'failed',
        found: `${usd(billed)} on the bill, but no profile${seen ? '' : ' and no token usage'}`,
        advice: others,
        mend: settingKey('accounts'),
      },
    ];
  if (unknownTags.length === 0) return [];
  const more = unknownTags.length > LISTED ? ' and others' : '';
  return [
    {
      check,
      state: 'warning',
      found: `${unknownTags.length} profiles on the bill only: ${unknownTags.slice(0, LISTED).join(', ')}${more}`,
      advice: `where they were not deleted before this ledger began, ${others}`,
      mend: settingKey('accounts'),
    },
  ];
}
