import { askForBudget, whatToAsk } from '../app/approvals/askBudget.ts';
import type { Asking } from '../app/asking.ts';
import { addPerson } from '../app/people/change.ts';
import { eyesOf } from '../app/people/eyes.ts';
import { readHygiene } from '../app/profiles/hygiene.ts';
import { type VendGateways, vendProfile } from '../app/profiles/vend.ts';
import { planProvisioning } from '../app/provisioning/plan.ts';
import { proposePlan } from '../app/provisioning/propose.ts';
import { listPlans } from '../app/provisioning/read.ts';
import { placeKey } from '../core/places.ts';
import { placesOf } from '../core/settings.ts';
import type { DemoPersona } from './demoPeople.ts';

/**
 * What the demo shows of giving out profiles: somebody who left, a plan to read and apply, a request for more budget, and,
 * where it is set, one for a profile.
 */

/** The newest model of the simulated company, which few have yet. */
const NEWEST = 'anthropic.claude-opus-5-5';
const NEWEST_FAR = `global.${NEWEST}`;
/** Who gets it first. */
const GROUP = 'leads';

/** Once in a ledger: whoever keeps one finds it as they left it. */
export async function showVending(
  asking: Asking,
  aws: VendGateways,
  personas: readonly DemoPersona[],
): Promise<void> {
  if ((await listPlans(asking, { limit: 0, offset: 0 })).total > 0) return;
  await sayWhoLeft(asking);
  await planForLeads(asking, aws);
  await askForMore(asking, personas);
  if (asking.settings.vending.approval.by !== 'nobody') await askForOne(asking, aws, personas);
}

/** Of those whose profiles the directory explains no more, whoever has most has left. */
async function sayWhoLeft(asking: Asking): Promise<void> {
  const { findings } = await readHygiene(asking, 'ownerUnknown');
  const [left] = [...Map.groupBy(findings, ({ user }) => user)].sort(([, a], [, b]) => b.length - a.length);
  if (left !== undefined) await addPerson(asking, { email: left[0], status: 'left', reason: 'demo' });
}

async function planForLeads(asking: Asking, aws: VendGateways): Promise<void> {
  const proposal = await planProvisioning(asking, aws, {
    addresses: [],
    groups: [GROUP],
    costCenters: [],
    everybody: false,
    models: [NEWEST],
    places: placesOf(asking.settings).slice(0, 1).map(placeKey),
    spread: 'oneOf',
    tags: {},
    removeOthers: false,
  });
  if (proposal.steps.length > 0) await proposePlan(asking, proposal);
}

/** Those of a cost center whose owner one can be; where nobody else belongs to it, others, to whom administrators have to agree. */
async function askers(asking: Asking, personas: readonly DemoPersona[]) {
  const owned = personas.find(({ key }) => key === 'costCenterOwner');
  const people = (await asking.store.people.list()).filter(
    ({ email, costCenter, active }) => active && costCenter !== null && email !== owned?.email,
  );
  const isPersona = (email: string) => personas.some((persona) => persona.email === email);
  const isFirst = ({ email, costCenter }: (typeof people)[number]) =>
    costCenter === owned?.costCenter && !isPersona(email);
  const theirs = people.filter(isFirst);
  return theirs.length > 0 ? theirs : people;
}

/** Somebody whose budget runs short asks for more of it: of the first few, whoever has least left. */
async function askForMore(asking: Asking, personas: readonly DemoPersona[]): Promise<void> {
  const some = (await askers(asking, personas)).slice(0, LOOKED_AT);
  const short: { email: string; left: bigint }[] = [];
  for (const { email } of some) {
    const { budgets } = await whatToAsk(asking, email);
    const left = budgets.find(({ slot }) => slot === 'month')?.standing?.left ?? null;
    if (left !== null) short.push({ email, left });
  }
  const [first] = short.sort((a, b) => (a.left < b.left ? -1 : 1));
  if (first === undefined) return;
  const { email } = first;
  const theirs = { ...asking, viewer: await eyesOf(asking, email), actor: { id: email } };
  await askForBudget(theirs, email, {
    amount: '80',
    until: 'period',
    reason: 'the migration of our test suite takes longer than we thought',
  });
}
/** So many people are looked at. */
const LOOKED_AT = 8;

/** Somebody asks for a profile. */
async function askForOne(asking: Asking, aws: VendGateways, personas: readonly DemoPersona[]): Promise<void> {
  const [someone] = await askers(asking, personas);
  const [place] = placesOf(asking.settings);
  if (someone === undefined || place === undefined) return;
  const { email } = someone;
  const theirs = { ...asking, viewer: await eyesOf(asking, email), actor: { id: email } };
  await vendProfile(theirs, aws, {
    userEmail: email,
    source: NEWEST_FAR,
    place: placeKey(place),
    reason: 'to try the new model on our largest repository',
  });
}
