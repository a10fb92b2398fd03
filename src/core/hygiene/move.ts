import { DAY_MS, instantOf } from '../periods.ts';
import { placeKey } from '../places.ts';
import { MANAGED_BY } from '../policies/choices.ts';
import { tagsOf } from '../provisioning/existing.ts';
import type { Deed, PlannedStep, Proposal, Refused } from '../provisioning/types.ts';
import type { CatalogueEntry, Profile } from '../types.ts';
import type { Wanted } from '../vending/making.ts';
import { tagged } from './tagging.ts';
import type { HygieneFacts, Mend } from './types.ts';

/**
 * Somebody has another address, or belongs to another cost center: what must change together, in phases. Policies compare
 * the tag of a profile with the session tag letter by letter, and a session has the tag of when it began: so that nobody is
 * locked out half-way, the new profiles are there before the attribute changes, and the old ones stay until every session
 * that began before has ended. A cost center decides on no call, so that its tag simply changes.
 */

/** What moves. `to` and `costCenter` are null where they stay. */
export interface Move {
  /** Addresses that profiles of theirs are tagged with. */
  addresses: readonly string[];
  to: string | null;
  costCenter: string | null;
  /** The cost center that the directory names for them; '' where it names none. */
  directoryCostCenter: string;
}

/** A session lasts twelve hours at most: what was begun before is over a day later. */
export const SESSIONS_END_MS = DAY_MS;

type MoveFacts = Pick<HygieneFacts, 'profiles' | 'tagKeys' | 'vending' | 'catalogue' | 'now'>;
/** What plans that are being applied will delete yet: by ARN, the plan. */
type Going = ReadonlyMap<string, string>;

/** The plan of a move; `title` is for whoever reads. */
export function movePlan(facts: MoveFacts & { going: Going }, move: Move, title: string): Proposal {
  const parts = move.to === null ? costCenterMove(facts, move) : addressMove(facts, move, move.to);
  // Whoever comes back while the move away is still under way has what that ends.
  const stay = move.to === null ? move.addresses : [move.to];
  const notes = theirs(facts, stay).flatMap((one) => {
    const plan = facts.going.get(one.arn);
    return plan === undefined
      ? []
      : [{ about: one.name, key: 'goesByPlan', detail: { profile: one.name, plan } }];
  });
  return { purpose: 'move', title, ...parts, notes };
}

type Parts = Pick<Proposal, 'steps' | 'unchanged' | 'refused'>;

const theirs = ({ profiles, tagKeys }: MoveFacts, addresses: readonly string[]): Profile[] =>
  profiles.filter((one) => addresses.includes(tagsOf(one)[tagKeys.user] ?? ''));

function addressMove(facts: MoveFacts, move: Move, to: string): Parts {
  const { tagKeys } = facts;
  const olds = theirs(
    facts,
    move.addresses.filter((one) => one !== to),
  );
  const creates: PlannedStep[] = [];
  const deletes: PlannedStep[] = [];
  const refused: Refused[] = [];
  const there = theirs(facts, [to]);
  const moved = (one: Profile) => move.costCenter ?? costCenterOf(facts, one);
  const made = new Set(there.filter(isLive).map((one) => likeness(facts, one, moved(one))));
  for (const old of olds) {
    const source = sourceIn(facts.catalogue, old);
    const costCenter = move.costCenter ?? (costCenterOf(facts, old) || move.directoryCostCenter);
    if (source === null || costCenter === '') {
      const key = source === null ? 'sourceUnknown' : 'costCenterUnknown';
      refused.push({ about: old.name, key, detail: { arn: old.arn, model: old.modelKey } });
      continue;
    }
    const wanted = wantedLike(facts, old, source, to, costCenter);
    const key = likenessOf(facts, wanted);
    if (!made.has(key)) creates.push(step({ kind: 'create', wanted }, old.name, 1));
    made.add(key);
    deletes.push(deletedLater(facts, old, 4));
  }
  const [right, wrong] = split(there, (one) => costCenterOf(facts, one) === moved(one));
  const tags = wrong.flatMap((one) => tagged(facts, one, { [tagKeys.costCenter]: moved(one) }).steps);
  const unchanged = right.length;
  if (olds.length === 0) return { steps: tags, unchanged, refused };
  const from = move.addresses.find((one) => one !== to) ?? '';
  const byHands = [
    step({ kind: 'byHand', what: 'changeAddress', about: to, from, to }, to, 2),
    ...(move.costCenter === null ? [] : [costCenterAttribute(facts, olds, move.costCenter, to, 2)]),
    step({ kind: 'byHand', what: 'signInAnew', about: to, from, to }, to, 3),
  ];
  // The old ones that have no successor stay, and nothing is to be waited for where none goes.
  const after = deletes.length === 0 ? byHands.slice(0, -1) : byHands;
  return { steps: [...creates, ...tags, ...after, ...deletes], unchanged, refused };
}

/**
 * The tag of a profile changes where there is none like it on the new cost center: ARN and settings stay, no call is refused
 * meanwhile, and what was used until then stays charged as it was. Where there is one, the old one goes once nobody uses it.
 */
function costCenterMove(facts: MoveFacts, { addresses, costCenter }: Move): Parts {
  const { tagKeys } = facts;
  const to = costCenter ?? '';
  const [mine, others] = split(theirs(facts, addresses), (one) => costCenterOf(facts, one) === to);
  const made = new Set(mine.filter(isLive).map((one) => likeness(facts, one, to)));
  const steps: PlannedStep[] = [];
  for (const old of others) {
    const moved = likeness(facts, old, to);
    if (made.has(moved)) steps.push(deletedLater(facts, old, 3));
    else steps.push(...tagged(facts, old, { [tagKeys.costCenter]: to }).steps);
    made.add(moved);
  }
  const whose = addresses[0] ?? '';
  if (steps.length > 0) steps.push(costCenterAttribute(facts, others, to, whose, 2));
  return { steps: steps.sort((a, b) => a.phase - b.phase), unchanged: mine.length, refused: [] };
}

/** Session tags carry it as well: whoever makes profiles by themselves has to name the one of their session. */
const costCenterAttribute = (
  { tagKeys }: MoveFacts,
  olds: readonly Profile[],
  to: string,
  about: string,
  phase: number,
): PlannedStep =>
  step(
    {
      kind: 'byHand',
      what: 'changeCostCenter',
      about,
      from: tagsOf(olds[0] ?? { history: [] })[tagKeys.costCenter] ?? '',
      to,
    },
    about,
    phase,
  );

const step = (deed: Deed, about: string, phase: number): PlannedStep => ({ deed, about, phase });

/** Once the sessions of before have ended, and only what nobody has used for as long by then. */
function deletedLater(
  { tagKeys, now }: Pick<MoveFacts, 'tagKeys' | 'now'>,
  profile: Profile,
  phase: number,
): PlannedStep {
  const { arn, accountId, region, name } = profile;
  const notBefore = instantOf(Date.parse(now) + SESSIONS_END_MS);
  const whose = { address: tagsOf(profile)[tagKeys.user] ?? '', left: false };
  const place = { accountId, region };
  return step({ kind: 'delete', arn, place, notBefore, unusedSince: now, whose }, name, phase);
}

/** A new one under an address of its user, and the old one gone once nobody used it for a day; null where its source is not known. */
export function replaced(facts: MoveFacts, old: Profile, to: string): Mend | null {
  const source = sourceIn(facts.catalogue, old);
  const costCenter = costCenterOf(facts, old);
  if (source === null || costCenter === '') return null;
  const wanted = wantedLike(facts, old, source, to, costCenter);
  const there = theirs(facts, [to]).some(
    (one) => isLive(one) && likeness(facts, one, costCenterOf(facts, one)) === likenessOf(facts, wanted),
  );
  const creates: PlannedStep[] = there ? [] : [step({ kind: 'create', wanted }, old.name, 1)];
  return { way: 'replace', steps: [...creates, deletedLater(facts, old, 2)] };
}

/** What it stands for, where AWS still has it there; null where it does not, or where that is not known. */
export const sourceIn = (
  catalogue: readonly CatalogueEntry[],
  { region, sourceId }: Profile,
): CatalogueEntry | null =>
  (sourceId !== null && catalogue.find((one) => one.region === region && one.id === sourceId)) || null;

/** The same for another address: further tags go with it, a mark of a spent budget among them. */
function wantedLike(
  { tagKeys }: MoveFacts,
  old: Profile,
  source: CatalogueEntry,
  userEmail: string,
  costCenter: string,
): Wanted {
  const own = new Set<string>([tagKeys.user, tagKeys.costCenter, tagKeys.profile, MANAGED_BY]);
  const tags = Object.fromEntries(
    Object.entries(tagsOf(old)).filter(([key]) => !own.has(key) && !key.toLowerCase().startsWith('aws:')),
  );
  const { accountId, region } = old;
  return { userEmail, costCenter, sourceId: source.id, accountId, region, tags };
}

/** What makes two profiles of one person the same: whichever answers does as well, and is charged alike. */
function likenessOf({ vending }: Pick<MoveFacts, 'vending'>, wanted: Omit<Wanted, 'userEmail'>): string {
  const { sourceId, costCenter, tags } = wanted;
  return JSON.stringify([
    sourceId,
    placeKey(wanted),
    costCenter,
    vending.tags.map(({ key }) => tags[key] ?? ''),
  ]);
}
const likeness = (facts: Pick<MoveFacts, 'vending'>, profile: Profile, costCenter: string): string => {
  const { sourceId, arn, accountId, region } = profile;
  return likenessOf(facts, {
    sourceId: sourceId ?? arn,
    accountId,
    region,
    costCenter,
    tags: tagsOf(profile),
  });
};

const costCenterOf = ({ tagKeys }: Pick<MoveFacts, 'tagKeys'>, profile: Profile): string =>
  tagsOf(profile)[tagKeys.costCenter] ?? '';
/** What AWS is still making, or could not make, answers no call. */
const isLive = ({ status }: Profile): boolean => status === 'ACTIVE';

function split<T>(all: readonly T[], fits: (one: T) => boolean): [T[], T[]] {
  return [all.filter(fits), all.filter((one) => !fits(one))];
}
