import { existsSync } from 'node:fs';
import { mayDo } from '../app/asking.ts';
import { judgePasted, type PoliciesReport, policiesInForce } from '../app/policies/inForce.ts';
import type { Unread } from '../app/policies/inForceReads.ts';
import { awsOf, type Context } from '../context.ts';
import type { ModelAccess } from '../core/policies/found.ts';
import type { HolderReport } from '../core/policies/holders.ts';
import { FOLD } from '../core/policies/inForce.ts';
import { pastedReport } from '../core/policies/pasted.ts';
import { partitionOf } from '../core/regions.ts';
import type { Place } from '../core/types.ts';
import { askingOf } from './asking.ts';
import { type Check, unasked } from './doctorAws.ts';
import { MENDS, setting } from './doctorMends.ts';
import { denyChecks } from './doctorStops.ts';
import { type PolicyFiles, policiesIn } from './policyFiles.ts';
import { attributeCheck, holesCheck, regionsCheck } from './policyWords.ts';
import { configOf, type LedgerOptions, withLedgerToRead } from './withContext.ts';

/** What `doctor` says of the policies that are in force; all that it asks of AWS for it is free. */

export async function policyChecks(context: Context): Promise<Check[]> {
  const asking = askingOf(context);
  if (!mayDo(asking, 'change', { kind: 'policies' })) return [];
  const report = await policiesInForce(asking, awsOf(context));
  const { tagKeys, regions } = context.settings;
  const partition = partitionOf(regions[0] ?? 'us-east-1');
  return [
    ...(report.directory
      ? []
      : [unasked('permission sets', 'not asked: the settings name no directory of IAM Identity Center')]),
    ...report.holders.map((one) =>
      within(
        one.accounts,
        withUnread(holesCheck(holderName(one), one.holes, tagKeys, partition, FOLD[one.kind]), one.unread),
      ),
    ),
    ...denyChecks(report, context.settings),
    ...others(report),
    ...report.regions.map((one) => within(one.accounts, regionsCheck('Regions of profiles', one))),
    // Those that differ by the case of letters have a line of their own among the people.
    ...report.attributes.filter(({ kind }) => kind !== 'letterCase').map(attributeCheck),
    ...modelChecks(report.models),
    ...byCause(report.unread),
  ];
}

/** `doctor --policy FILE`: policies in files, without AWS; routes are those of the ledger where there is one. */
export async function fileChecks(options: LedgerOptions & PolicyFiles): Promise<Check[]> {
  const { policies } = await policiesIn(options);
  const config = configOf(options);
  const { holes, regions, routesKnown } = existsSync(config.db)
    ? await withLedgerToRead(options, (context) => judgePasted(askingOf(context), policies))
    : pastedReport(policies, config, [], []);
  const name = policies.identity.map((one) => one.name).join(', ');
  const partition = partitionOf(config.regions[0] ?? 'us-east-1');
  return [
    ...(routesKnown
      ? []
      : [unasked('routes', 'no ledger knows where calls end: only the Region itself was asked about')]),
    ...(holes === null ? [] : [holesCheck(name, holes, config.tagKeys, partition, FOLD.pasted)]),
    ...(regions === null ? [] : [regionsCheck(`Regions by ${options.scp?.join(', ') ?? ''}`, regions)]),
  ];
}

const ok = (check: string, found: string): Check => ({ check, state: 'ok', found, advice: '' });

/** Where it holds. */
const within = <C extends Check>(accounts: readonly string[], check: C): C => ({
  ...check,
  found: `in ${accounts.join(', ')}: ${check.found}`,
});

const KINDS = { permissionSet: 'permission set', role: 'role', user: 'user' } as const;
/** Names that are told one by one. */
const NAMED = 20;
function holderName({ kind, names }: HolderReport): string {
  const [first = '', ...others] = names;
  return `${KINDS[kind]} ${first}${others.length === 0 ? '' : ` and ${others.length} more`}`;
}

/** What could not be read may say anything: nothing is in order then. */
const withUnread = (check: Check, unread: readonly string[]): Check =>
  unread.length === 0
    ? check
    : {
        ...check,
        state: 'warning',
        found: `${check.found}\nnot read: ${unread.join(', ')}`,
        advice: [check.advice, 'judge what was not read by itself: bedrock-ledger doctor --policy FILE']
          .filter((line) => line !== '')
          .join('\n'),
        mend: check.mend ?? MENDS.judgeFile,
      };

function others({ services, more, unbound, geographies, holders }: PoliciesReport): Check[] {
  return [
    ...(holders.length === 0 ? [] : [ok('geographies that are allowed', geographies.join(', ') || 'none')]),
    ...(services.length === 0
      ? []
      : [
          ok(
            'roles of services that call models',
            `${services
              .slice(0, NAMED)
              .map(({ name, accountId, by }) => `${name} in ${accountId} (${by.join(', ')})`)
              .join(
                '\n',
              )}${services.length > NAMED ? `\nand ${services.length - NAMED} more` : ''}\na guard stops them too, unless policies.exemptions names them`,
          ),
        ]),
    ...(more === 0
      ? []
      : [
          {
            check: 'roles and users',
            state: 'warning' as const,
            found: `${more} more that reach Bedrock were not looked at`,
            advice: 'close what is open in those that are listed, then ask again',
            mend: MENDS.printInvoke,
          },
        ]),
    ...(unbound === null
      ? []
      : [
          {
            check: `management account ${unbound}`,
            state: 'warning' as const,
            found: 'service control policies do not bind it, so that no guard holds there',
            advice: 'use Bedrock in other accounts, and let no person but administrators into this one',
            mend: setting('accounts'),
          },
        ]),
  ];
}

function modelChecks(models: readonly (Place & ModelAccess)[]): Check[] {
  const places = Map.groupBy(models, ({ accountId, region }) => `${accountId}/${region}`);
  return [...places].map(([place, some]): Check => {
    const check = `access to models ${place}`;
    const lacking = some.flatMap((one) => {
      const faults = faultsOf(one);
      return faults.length === 0 ? [] : [`${one.modelId}: ${faults.join(', ')}`];
    });
    return lacking.length === 0
      ? ok(check, `${some.length} of ${some.length} may be used`)
      : {
          check,
          state: 'warning',
          found: lacking.join('\n'),
          advice:
            "open the model in Bedrock's console once in this account: hand in the form its provider wants, and subscribe to it in AWS Marketplace",
          mend: MENDS.models,
        };
  });
}

const faultsOf = ({ agreement, message, authorized, entitled, inRegion }: ModelAccess): string[] => [
  ...(agreement === null || agreement === 'available'
    ? []
    : [`its agreement is ${AGREEMENTS[agreement]}${message === null ? '' : ` (${message})`}`]),
  ...(authorized === false ? ['the account is not authorized for it'] : []),
  ...(entitled === false ? ['the account is not entitled to it'] : []),
  ...(inRegion === false ? ['the Region does not have it'] : []),
];
const AGREEMENTS = { pending: 'pending', notAvailable: 'not there', error: 'faulty' } as const;

/** One line for each cause, however many accounts have it. */
function byCause(unread: readonly Unread[]): Check[] {
  const alike = Map.groupBy(unread, ({ allow, why }) => allow || why);
  return [...alike.values()].map(
    (some): Check => ({
      check: some.length === 1 ? (some[0]?.what ?? '') : `${some[0]?.what} and ${some.length - 1} more`,
      state: 'warning',
      found: `not read: ${some[0]?.why}`,
      advice: some[0]?.allow
        ? `allow ${some[0].allow}${some[0].allow.startsWith('bedrock:') ? '' : ', or judge a file: bedrock-ledger doctor --policy FILE'}`
        : 'look at these yourself',
      mend: some[0]?.allow ? MENDS.printService : MENDS.judgeFile,
    }),
  );
}
