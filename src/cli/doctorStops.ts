import { type Asking, mayDo } from '../app/asking.ts';
import type { PoliciesReport } from '../app/policies/inForce.ts';
import { type StopsInOrder, stopsInOrder } from '../app/stop/order.ts';
import { awsOf, type Context } from '../context.ts';
import { personalChannels } from '../core/channels.ts';
import type { Hole } from '../core/policies/holes.ts';
import { LIMITS } from '../core/policies/limits.ts';
import { partitionOf } from '../core/regions.ts';
import type { Settings } from '../core/settings.ts';
import { placesOf } from '../core/settings.ts';
import {
  type BoundaryDocument,
  type BoundaryFound,
  boundaryArn,
  boundaryFault,
  boundarySize,
  isNearlyFull,
} from '../core/stop/boundary.ts';
import { needsMark } from '../core/stop/settings.ts';
import { type Check, unasked } from './doctorAws.ts';
import { MENDS, setting, syncOf } from './doctorMends.ts';

/** Whether hard budgets can stop anybody: what is set, what AWS takes, what policies deny, and who is asked about it. */

const NAME = 'stops by budgets';
const ok = (check: string, found: string): Check => ({ check, state: 'ok', found, advice: '' });

export async function stopChecks(asking: Asking): Promise<Check[]> {
  const { settings } = asking;
  const { mode } = settings.enforcement;
  if (mode === 'off') return [unasked(NAME, 'not asked: enforcement.mode is off')];
  if (!mayDo(asking, 'change', { kind: 'policies' }))
    return [unasked(NAME, 'not asked: that is for administrators')];
  const known = await stopsInOrder(asking);
  const would = mode === 'on' ? 'are' : 'would be (dryRun)';
  return [
    ok(NAME, `${mode}: ${known.going} ${would} going on`),
    freshCheck(known),
    ...(mode === 'on' ? [marksCheck(known)] : []),
    contactCheck(known, settings),
    secondsCheck(known),
  ];
}

function freshCheck({ isFresh }: StopsInOrder): Check {
  const check = 'figures that stops are decided from';
  return isFresh
    ? ok(check, 'fresh')
    : {
        check,
        state: 'warning',
        found: 'older than they may be: no stop begins, and none ends by them',
        advice: 'see which source is old above, and collect',
        mend: MENDS.collect,
      };
}

/** What AWS said of it: to try it by itself would be a write. */
function marksCheck({ marks: { written, waiting, refused, lastError } }: StopsInOrder): Check {
  const check = 'marks of profiles';
  if (refused > 0)
    return {
      check,
      state: 'failed',
      found: `AWS refused ${refused}: ${lastError}`,
      advice: 'give the role of the service the part stops; it is tried again by itself',
      mend: MENDS.printService,
    };
  if (waiting > 0)
    return {
      check,
      state: 'warning',
      found: `${waiting} are to be written`,
      advice: 'they are written with the next run',
      mend: syncOf('enforce'),
    };
  return written === 0
    ? unasked(check, 'not known yet: none had to be written, so that the role may lack the right to')
    : ok(check, `${written} written by the role of the service, none refused`);
}

function contactCheck({ asked }: StopsInOrder, { notify, enforcement }: Settings): Check {
  const check = 'whom somebody asks who is stopped';
  const mend = setting('enforcement.contact');
  if (asked.length === 0)
    return {
      check,
      state: 'failed',
      found: 'nobody: there is no administrator, and enforcement.contact is not set',
      advice: 'name somebody',
      mend,
    };
  const found = asked.map(({ name, email }) => (name === '' ? email : name)).join(', ');
  if (enforcement.contact === null && personalChannels(notify).length === 0)
    return {
      check,
      state: 'warning',
      found: `${found}, who are told nothing: there is neither a mail server nor an app of Slack`,
      advice: 'name one, or set enforcement.contact',
      mend: setting('notify.smtpUrl'),
    };
  return ok(check, found);
}

function secondsCheck({ proof }: StopsInOrder): Check {
  const check = 'until a mark counts';
  const { secondsUntilBlocked: blocked = null, secondsUntilUnblocked: freed = null } = proof?.facts ?? {};
  if (proof === null || blocked === null)
    return unasked(check, 'not measured: bedrock-ledger policies prove --live does it in a sandbox account');
  const back = freed === null ? '' : `, and ${freed} s until it answers again`;
  return ok(check, `${blocked} s${back}, in ${proof.accountId} on ${proof.at.slice(0, 10)}`);
}

/** Which holders of policies are not stopped by marks, of what was read anyway. */
export function denyChecks(
  { holders }: Pick<PoliciesReport, 'holders'>,
  settings: Pick<Settings, 'enforcement' | 'policies'>,
): Check[] {
  if (settings.enforcement.mode === 'off' || holders.length === 0) return [];
  const asked: readonly Hole[] = needsMark(settings) ? ['exceeded', 'unmarked'] : ['exceeded'];
  const open = holders.filter(({ holes }) =>
    holes.some(({ hole, state }) => state === 'open' && asked.includes(hole)),
  );
  const check = 'policies that deny what is marked';
  const count = (some: PoliciesReport['holders']) => some.reduce((sum, { names }) => sum + names.length, 0);
  if (open.length === 0) return [ok(check, `all ${count(holders)} that reach Bedrock do`)];
  return [
    {
      check,
      // There is always somebody who may do anything: that is for people to weigh.
      state: 'warning',
      found: `${count(open)} of ${count(holders)} do not: whoever has ${open[0]?.names[0] ?? ''} is stopped by nothing`,
      advice: 'print the policies anew and apply them there',
      mend: MENDS.printInvoke,
    },
  ];
}

/** The policy of wide stops in each account, as AWS has it now. */
export async function boundaryChecks(
  context: Pick<Context, 'settings' | 'awsFactory' | 'store' | 'clock'>,
): Promise<Check[]> {
  const { settings } = context;
  const { boundary = null, mode } = settings.enforcement;
  if (boundary === null || mode === 'off') return [];
  const places = new Map(placesOf(settings).map((place) => [place.accountId, place]));
  const partition = partitionOf(settings.regions[0] ?? '');
  const aws = awsOf(context);
  const checks: Check[] = [];
  for (const place of places.values()) {
    const arn = boundaryArn(partition, place.accountId, boundary.policyName);
    const check = `boundary of stops in ${place.accountId}`;
    try {
      checks.push(boundaryCheck(check, await aws.iam.boundary(place, arn)));
    } catch (error) {
      checks.push({
        check,
        state: 'failed',
        found: error instanceof Error ? error.message : String(error),
        advice: 'give the role of the service the part stops, printed with enforcement.boundary set',
        mend: MENDS.printService,
      });
    }
  }
  return checks;
}

const FAULTS = {
  missing: ['there is no such policy: profiles are marked instead', 'make it with what is printed'],
  attached: [
    'it is attached to somebody, whom it grants everything: profiles are marked instead',
    'detach it everywhere; it may only be a permissions boundary',
  ],
  foreign: [
    'it holds statements of somebody else: profiles are marked instead',
    'name another policy in enforcement.boundary.policyName',
  ],
  uncarried: [
    'nobody has it as permissions boundary: profiles are marked instead',
    'make it the boundary of the permission sets and roles of people',
  ],
} as const;

function boundaryCheck(check: string, found: BoundaryFound | null): Check {
  const fault = boundaryFault(found);
  if (fault === null) {
    const document = JSON.parse(found?.text ?? '') as BoundaryDocument;
    const said = `${found?.carriers} roles and users have it, ${boundarySize(document)} of ${LIMITS.managedPolicy} characters; whoever has none is not stopped by it`;
    return isNearlyFull(document)
      ? {
          check,
          state: 'warning',
          found: said,
          advice: 'stops that find no room bear marks: nothing is lost, they are written more slowly',
        }
      : ok(check, said);
  }
  const [words, advice] = FAULTS[fault];
  return {
    check,
    state: fault === 'attached' ? 'failed' : 'warning',
    found: words,
    advice,
    mend: MENDS.printBoundary,
  };
}
