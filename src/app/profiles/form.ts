import type { ProfilesHeld } from '../../core/allowances.ts';
import type { Person } from '../../core/people.ts';
import { dayOf } from '../../core/periods.ts';
import { allowsGeography } from '../../core/policies/choices.ts';
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

export interface OfferedWay extends Offer {
  price: OfferPrice;
  /** Whether the policies allow calls by it, as the settings have them. */
  isCallable: boolean;
}

/** A model on offer, by the name that it has everywhere. */
export interface OfferedModel {
  modelKey: string;
  name: string;
  launchedOn: Day | null;
  ways: readonly OfferedWay[];
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
  /**
   * On which cost centers whoever asks gets shared ones: those that they own, or null for any; null where there is nothing
   * that they may share.
   */
  sharing: { costCenters: readonly string[] | null } | null;
  /** What they have of what they may have, for whom that is settled. */
  held: ProfilesHeld | null;
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
    const { viewer } = inside;
    const forAll = mayDo(inside, 'change', { kind: 'directory' });
    const { email, name, costCenter } = viewer;
    const own = forAll ? null : { userEmail: email, name: name ?? '', costCenter };
    const rooms = await roomsKnown(inside);
    const models = await offered(inside);
    return {
      models,
      globalUnsaid: models.some(({ ways }) => ways.some(({ isCallable }) => !isCallable)),
      rooms,
      own,
      usual: await usualPlace(inside, own !== null, rooms),
      sharing: sharingOf(inside, forAll),
      held: own === null || email === '' ? null : await profilesHeldBy(inside, email),
      people: forAll ? await fewPeople(inside) : [],
      called: forAll ? await calledSo(inside, tidied(typed).userEmail ?? '') : NOBODY,
    };
  });

function sharingOf({ settings, viewer }: Asking, forAll: boolean): VendingForm['sharing'] {
  if (!settings.vending.shared.enabled) return null;
  if (forAll) return { costCenters: null };
  const owned = [...viewer.ownedCostCenters].sort();
  return owned.length === 0 ? null : { costCenters: owned };
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
          if (price === undefined) return [];
          return [
            { ...offer, price, isCallable: allowsGeography(settings.policies.geographies, offer.geography) },
          ];
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
