import type { ProfilesHeld } from '../../core/allowances.ts';
import type { Person } from '../../core/people.ts';
import { dayOf } from '../../core/periods.ts';
import { GLOBAL } from '../../core/policies/choices.ts';
import { rateBook } from '../../core/rates.ts';
import type { Day, Place } from '../../core/types.ts';
import { type Offer, offersOf } from '../../core/vending/offers.ts';
import { type OfferPrice, pricesOf } from '../../core/vending/prices.ts';
import type { Room } from '../../core/vending/room.ts';
import { isName, peopleCalled } from '../../core/vending/whom.ts';
import { type Asking, inOneReading, mayDo } from '../asking.ts';
import { namesOf } from '../names.ts';
import { type Typed, tidied } from '../typed.ts';
import { profileQuestion } from '../visible.ts';
import { profilesHeldBy } from './reserve.ts';
import { roomsKnown } from './room.ts';

/** What somebody needs to know to choose a profile, in one reading; AWS is asked nothing. */

type Called = Pick<Person, 'email' | 'name' | 'costCenter'>;

/** A model on offer, by the name that it has everywhere. */
export interface OfferedModel {
  modelKey: string;
  name: string;
  launchedOn: Day | null;
  ways: readonly (Offer & { price: OfferPrice })[];
}

export interface VendingForm {
  /** The newest first. */
  models: readonly OfferedModel[];
  /** Any of them takes the global route, and nobody has set whether it may be taken. */
  globalUnsaid: boolean;
  rooms: readonly Room[];
  /** Whom it is for where that is settled, which is for all but administrators; '' where it is not known. */
  own: { userEmail: string; name: string; costCenter: string } | null;
  /** Where most of theirs are, for whom that is settled; the only place where there is but one. */
  usual: Place | null;
  /** What they have of what they may have, for whom that is settled. */
  held: ProfilesHeld | null;
  /** Cost centers whose people whoever asks may give one to share: any, or these; null: nothing is shared here, or not by them. */
  shares: 'any' | readonly string[] | null;
  /** Everybody, where they are few enough for a list; else nobody. */
  people: readonly Called[];
  /** Whom the name that was typed may mean. */
  called: { found: readonly Called[]; exactly: number; more: boolean };
}

/** A page holds no longer list of people. */
const MOST_LISTED = 200;

/** @param typed what stands in the form, so that a name in it is looked up */
export const readVendingForm = (asking: Asking, typed: Typed): Promise<VendingForm> =>
  inOneReading(asking, async (inside) => {
    const { settings, viewer } = inside;
    const forAll = mayDo(inside, 'change', { kind: 'directory' });
    const { email, name, costCenter } = viewer;
    const own = forAll ? null : { userEmail: email, name: name ?? '', costCenter };
    const rooms = await roomsKnown(inside);
    const models = await offered(inside);
    return {
      models,
      globalUnsaid:
        settings.policies.geographies === null &&
        models.some(({ ways }) => ways.some(({ geography }) => geography === GLOBAL)),
      rooms,
      own,
      usual: await usualPlace(inside, own !== null, rooms),
      held: own === null || email === '' ? null : await profilesHeldBy(inside, email),
      shares: sharesOf(inside, forAll),
      people: forAll ? await fewPeople(inside) : [],
      called: forAll ? await calledSo(inside, tidied(typed).userEmail ?? '') : NOBODY,
    };
  });

function sharesOf({ settings, viewer }: Asking, forAll: boolean): VendingForm['shares'] {
  const owned = [...viewer.ownedCostCenters].sort();
  if (!settings.vending.shared.enabled) return null;
  return forAll ? 'any' : owned.length === 0 ? null : owned;
}

/**
 * What `vendProfile` is given, of what the form sends of those for whom it is settled whom they may ask for: `sharedBy` names
 * a cost center instead of themselves.
 */
export function wishedIn(typed: Typed): Typed {
  const { sharedBy = '', ...rest } = typed;
  return sharedBy === '' ? rest : { ...rest, shared: 'on', userEmail: '', costCenter: sharedBy };
}

async function offered({ store, settings, now }: Asking): Promise<OfferedModel[]> {
  const today = dayOf(now);
  const catalogue = await store.profiles.catalogue();
  const rates = await store.rates.all();
  const book = rateBook(rates);
  const list = rateBook(rates.filter(({ source }) => source === 'list'));
  const names = namesOf(catalogue, []);
  return offersOf(catalogue, settings.regions, settings.policies, today).map(
    ({ modelKey, launchedOn, offers }) => {
      const prices = pricesOf(modelKey, offers, { book, list }, today);
      return {
        modelKey,
        name: names.model(modelKey),
        launchedOn,
        ways: offers.flatMap((offer, at) => {
          const price = prices[at];
          return price === undefined ? [] : [{ ...offer, price }];
        }),
      };
    },
  );
}

async function usualPlace(asking: Asking, isOwn: boolean, rooms: readonly Room[]): Promise<Place | null> {
  const [only, another] = rooms;
  if (only !== undefined && another === undefined) return only;
  if (!isOwn || asking.viewer.email === '') return null;
  const [usual = null] = await asking.store.profiles.places(profileQuestion(asking, asking.viewer.email));
  return usual;
}

async function fewPeople({ store }: Asking): Promise<Called[]> {
  const question = { scope: 'all', active: true } as const;
  const { people } = await store.people.count(question);
  return people > MOST_LISTED ? [] : store.people.find(question, null);
}

const NOBODY = { found: [], exactly: 0, more: false };

async function calledSo({ store }: Asking, written: string): Promise<VendingForm['called']> {
  return isName(written) ? peopleCalled(written, await store.people.list()) : NOBODY;
}
