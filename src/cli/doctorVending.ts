import { approvingNow } from '../app/approvals/approving.ts';
import { listRequests } from '../app/approvals/list.ts';
import { type Asking, inOneReading, mayDo } from '../app/asking.ts';
import { listPlans, readPlan } from '../app/provisioning/read.ts';
import { personalChannels } from '../core/channels.ts';
import { signsIn } from '../core/settings.ts';
import { type Check, unasked } from './doctorAws.ts';
import { MENDS, planSteps, setting } from './doctorMends.ts';

/** Whether profiles can be given out: who agrees to them, whether they are told, and what of requests and plans is stuck. */

export async function vendingChecks(asking: Asking): Promise<Check[]> {
  if (!mayDo(asking, 'see', { kind: 'plan' }))
    return [unasked('profiles to give out', 'not asked: that is for administrators')];
  return [...(await approvalChecks(asking)), await requestsCheck(asking), await plansCheck(asking)];
}

async function approvalChecks(asking: Asking): Promise<Check[]> {
  const check = 'who agrees to profiles';
  const { vending, policies, notify } = asking.settings;
  const { by } = vending.approval;
  if (by === 'nobody') return [unasked(check, 'nobody has to agree (vending.approval.by)')];
  const found: Check[] = [await approversCheck(asking, check)];
  if (personalChannels(notify).length === 0)
    found.push({
      check: 'letters to whoever agrees',
      state: 'warning',
      found:
        'there is neither a mail server nor an app of Slack: requests wait on a page until somebody looks there',
      advice: 'name one, so that whoever has to agree is told',
      mend: setting('notify.smtpUrl'),
    });
  if (policies.selfService)
    found.push({
      check: 'profiles without a yes',
      state: 'warning',
      found: 'people make profiles with AWS credentials of their own, and ask nobody then',
      advice:
        'where a yes is wanted of everybody, set policies.selfService to false and print the policies anew',
      mend: setting('policies.selfService'),
    });
  return found;
}

async function approversCheck(asking: Asking, check: string): Promise<Check> {
  const { settings } = asking;
  const { by } = settings.vending.approval;
  if (!signsIn(settings))
    return {
      check,
      state: 'failed',
      found: 'nobody can: without sign-in everybody at the server is the same',
      advice: 'set up sign-in; until then "bedrock-ledger profiles requests approve" answers',
      mend: setting('signIn'),
    };
  const { known, people } = await inOneReading(asking, async (inside) => ({
    known: await approvingNow(inside),
    people: (await inside.store.people.list()).filter(({ active }) => active),
  }));
  const without = people.filter(({ manager, costCenter }) =>
    by === 'manager'
      ? !(manager && known.isHere(manager))
      : !known.ownersOf(costCenter ?? '').some(known.isHere),
  ).length;
  const last = known.administrators.length;
  const whom = by === 'manager' ? 'manager' : 'owner of the cost center';
  const state = without === 0 ? 'ok' : last === 0 ? 'failed' : 'warning';
  const then =
    last === 0 ? ', and there is no administrator' : ': their requests go to administrators at once';
  return {
    check,
    state,
    found:
      without === 0
        ? `everybody has a ${whom}`
        : `${without} of ${people.length} people have no ${whom}${then}`,
    ...(without === 0
      ? { advice: '' }
      : {
          advice:
            by === 'manager'
              ? 'say who their manager is, in the directory or the file of people'
              : 'give the role to whoever answers for a cost center',
          mend: by === 'manager' ? MENDS.importPeople : MENDS.grantOwner,
        }),
  };
}

async function requestsCheck(asking: Asking): Promise<Check> {
  const check = 'requests for profiles';
  const { all } = await listRequests(asking, null);
  const stuck = all.filter(({ request }) => request.state === 'approved' && request.lastError !== null);
  const waiting = all.filter(({ request }) => request.state === 'waiting').length;
  const [first] = stuck;
  return first === undefined
    ? { check, state: 'ok', found: `${waiting} waiting for an answer`, advice: '' }
    : {
        check,
        state: 'warning',
        found: `${stuck.length} approved and not made: ${first.request.lastError}`,
        advice: 'mend the reason; it is tried again by itself, and given up after three days',
        mend: MENDS.makeRequests,
      };
}

/** So many plans are looked at, newest first. */
const LOOKED_AT = 50;

async function plansCheck(asking: Asking): Promise<Check> {
  const check = 'plans of profiles';
  const { plans, total } = await listPlans(asking, { limit: LOOKED_AT, offset: 0 });
  const under = plans.filter(({ state }) => state === 'applying');
  const failed = plans.find(({ counts }) => counts.failed > 0);
  if (under.length > 0 && !asking.settings.vending.enabled)
    return {
      check,
      state: 'failed',
      found: `${under.length} being applied, and nothing is: vending.enabled is off`,
      advice: 'switch it on, or stop them',
      mend: setting('vending.enabled'),
    };
  if (failed !== undefined)
    return {
      check,
      state: 'warning',
      found: `${failed.counts.failed} steps of "${failed.title}" failed`,
      advice: 'see why, mend it, and apply it again: only those are tried',
      mend: planSteps(failed.id, 'failed'),
    };
  for (const { id, title } of under)
    if ((await readPlan(asking, id, {}, () => ({ limit: 0, offset: 0 }))).waits.forHand)
      return {
        check,
        state: 'warning',
        found: `"${title}" waits for what somebody has to do by hand`,
        advice: 'do it, then say so: bedrock-ledger profiles plans confirm ID NUMBER',
        mend: planSteps(id, 'waiting'),
      };
  return { check, state: 'ok', found: `${under.length} being applied, of ${total}`, advice: '' };
}
