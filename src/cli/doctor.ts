import { mustBeAllowed } from '../app/asking.ts';
import { readLedgerState } from '../app/operations/doctor.ts';
import { awsOf, type Context, identify } from '../context.ts';
import { HELD_BACK_ADVICE, heldBackLine } from '../core/notices.ts';
import { parseMonth } from '../core/periods.ts';

import { askingOf } from './asking.ts';
import { attempt, type Check, permissions, tags } from './doctorAws.ts';
import { coverage } from './doctorCoverage.ts';
import { outboxChecks } from './doctorOutbox.ts';
import { directoryChecks, directoryPermission } from './doctorPeople.ts';
import { fileChecks, policyChecks } from './doctorPolicies.ts';
import { signInChecks } from './doctorSignIn.ts';
import { checkLines } from './doctorText.ts';
import { currentIo } from './io.ts';
import { printJson, say, UserError } from './output.ts';
import { type LedgerOptions, withContext } from './withContext.ts';

/** `bedrock-ledger doctor`: what is in order, what is not, and what to do about it. */

interface Options extends LedgerOptions {
  json?: boolean;
  brief?: boolean;
  activateTags?: boolean;
  backfillTags?: string;
  policy?: readonly string[];
  scp?: readonly string[];
  boundary?: string;
}

/** Profiles that are named one by one. */
const LISTED = 10;

async function ledger(context: Context): Promise<Check[]> {
  const { faults, freshness, lacking, heldBack } = await readLedgerState(askingOf(context));
  return [
    {
      check: 'ledger file',
      state: faults.length === 0 ? 'ok' : 'failed',
      found: faults.length === 0 ? 'sound' : faults.join('; '),
      advice: faults.length === 0 ? '' : 'restore the last backup and sync again',
    },
    {
      check: 'profiles that lack tags',
      state: lacking.length === 0 ? 'ok' : 'warning',
      found: String(lacking.length),
      advice: [
        ...lacking.slice(0, LISTED).map(({ arn, missing }) => `give ${arn} ${missing.join(', ')}`),
        ...(lacking.length > LISTED
          ? [`and ${lacking.length - LISTED} more: bedrock-ledger profiles list`]
          : []),
      ].join('\n'),
    },
    ...heldBack.map(
      (one): Check => ({
        check: 'held back',
        state: 'warning',
        found: heldBackLine(one),
        advice: HELD_BACK_ADVICE,
      }),
    ),
    ...(freshness.length === 0
      ? [
          {
            check: 'data',
            state: 'warning' as const,
            found: 'nothing was collected yet',
            advice: 'bedrock-ledger sync',
          },
        ]
      : []),
    ...freshness.map(
      (f): Check => ({
        check: `${f.source} ${f.slice}`,
        state: f.stale || f.lastError ? 'warning' : 'ok',
        found: f.lastError ?? `complete until ${f.completeUntil ?? 'never'}`,
        advice: f.stale || f.lastError ? `bedrock-ledger sync ${f.source}` : '',
      }),
    ),
  ];
}

/** Whose credentials these are; without an answer, or with the wrong one, AWS is asked nothing more. */
async function everything(opened: Context, options: Options): Promise<Check[]> {
  let context: Context | null = null;
  const advice = 'check AWS_PROFILE and its kind, payer.accountId and payer.roleArn';
  const payer = await attempt('credentials of the payer', advice, async () => {
    const { arn } = await awsOf(opened).sts.account();
    context = await identify(opened);
    return arn;
  });
  const asking = askingOf(opened);
  const ofPeople = [
    ...(await outboxChecks(asking)),
    ...(await directoryChecks(asking)),
    ...(await signInChecks(asking)),
  ];
  if (context === null) return [payer, ...(await ledger(opened)), ...ofPeople];
  return [
    payer,
    ...(await permissions(context)),
    ...(await directoryPermission(context)),
    ...(await tags(context, options)),
    ...(await ledger(context)),
    ...ofPeople,
    ...(await coverage(context)),
    ...(await policyChecks(context)),
  ];
}

export async function doctor(options: Options): Promise<void> {
  if (options.boundary !== undefined && options.policy === undefined)
    throw new UserError('--boundary: it needs --policy, the policy that it bounds', 'badRequest');
  if (options.policy !== undefined || options.scp !== undefined)
    return tell(await fileChecks(options), options);
  try {
    if (options.backfillTags !== undefined) options.backfillTags = parseMonth(options.backfillTags);
  } catch (error) {
    throw new UserError(`--backfill-tags: ${(error as Error).message}`, 'badRequest');
  }
  await withContext(options, async (opened) => {
    const changes = options.activateTags === true || options.backfillTags !== undefined;
    mustBeAllowed(askingOf(opened), changes ? 'change' : 'see', { kind: 'bill' });
    const checks = await everything(opened, options);
    tell(checks, options);
  });
}

function tell(checks: readonly Check[], options: Options): void {
  if (options.json) printJson({ checks });
  else {
    const shown = options.brief ? checks.filter(({ state }) => state !== 'ok') : checks;
    for (const line of checkLines(shown, currentIo().out.columns)) say(line);
    const bad = checks.filter((c) => c.state !== 'ok').length;
    say();
    say(bad === 0 ? 'Everything is in order.' : `${bad} of ${checks.length} checks want attention.`);
  }
  if (checks.some((c) => c.state === 'failed')) currentIo().exitCode = 1;
}
