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

/** What the demo shows of giving out profiles: somebody who left, a plan to read and apply, and, where it is set, a request. */

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

/** Somebody asks the owner of a cost center whom one can be; where nobody else belongs to it, administrators have to agree. */
async function askForOne(asking: Asking, aws: VendGateways, personas: readonly DemoPersona[]): Promise<void> {
  const owned = personas.find(({ key }) => key === 'costCenterOwner');
  const people = (await asking.store.people.list()).filter(
    ({ email, costCenter, active }) => active && costCenter !== null && email !== owned?.email,
  );
  const isPersona = (email: string) => personas.some((persona) => persona.email === email);
  const someone =
    people.find(({ email, costCenter }) => costCenter === owned?.costCenter && !isPersona(email)) ??
    people[0];
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
