import { type Fault, Invalid } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { dayOf } from '../../core/periods.ts';
import { placesOf } from '../../core/settings.ts';
import type { CatalogueEntry, Place } from '../../core/types.ts';
import type { Wanted } from '../../core/vending/making.ts';
import { sourceNamed } from '../../core/vending/named.ts';
import { offersOf, sourceOf } from '../../core/vending/offers.ts';
import { isName, peopleCalled } from '../../core/vending/whom.ts';
import { type Asking, mayDo, mustBeAllowed } from '../asking.ts';
import { confirmedIn, type Named, unknownAmong } from '../known.ts';
import type { Typed } from '../typed.ts';
import { spelling, visibleUsers } from '../visible.ts';
import { readVend, type VendTyped } from './read.ts';

/** What somebody wants, held against the ledger: who it is for, what it is charged to, what AWS and the settings have. */

/** A wish that nothing speaks against. */
export interface Wish {
  wanted: Wanted;
  /** What the profile is to stand for. */
  source: CatalogueEntry;
  reason: string;
}

/** Whom it is for, once that is one person. */
interface Whom {
  email: string;
  /** '' where the directory says none. */
  costCenter: string;
  /** The directory has them so: nothing more has to be read to know that. */
  isHere: boolean;
  faults: Fault[];
}

/**
 * Reads a request and refuses whatever is wrong with it, all at once, before AWS is asked anything.
 * @param typed as `readVend` has it; `unknown.userEmail` and `unknown.costCenter` where these are right although nobody here
 * is called so
 * @throws Forbidden; Invalid with every fault
 */
export async function readWish(asking: Asking, typed: Typed): Promise<Wish> {
  const forAll = mayDo(asking, 'change', { kind: 'directory' });
  const read = readVend(typed, asking.settings.vending, forAll);
  const isRead = (field: string) => !read.faults.some((fault) => fault.field === field);
  // Whoever may not ask for others learns nothing of them.
  if (!forAll && !(isRead('userEmail') && isRead('costCenter'))) throw new Invalid(read.faults);
  const whom = isRead('userEmail') ? await whomOf(asking, read, forAll) : NOBODY;
  const costCenter = read.costCenter || whom.costCenter;
  if (!forAll) mayHave(asking, read, { user: whom.email, costCenter });
  const source = await sourceAsked(asking, read);
  const isWhole = isRead('userEmail') && whom.faults.length === 0;
  const missing = { field: 'costCenter', key: read.shared ? 'sharedCenter' : 'costCenterMissing', value: '' };
  const faults = [
    ...read.faults,
    ...('faults' in source ? source.faults : []),
    ...whom.faults,
    ...(costCenter === '' && isRead('costCenter') && isWhole ? [missing] : []),
    ...(await unknownOf(asking, typed, {
      userEmail: isWhole && !whom.isHere ? whom.email : '',
      costCenter: isRead('costCenter') && !(whom.isHere && costCenter === whom.costCenter) ? costCenter : '',
    })),
  ];
  if (faults.length > 0 || 'faults' in source || read.place === null) throw new Invalid(faults);
  const { reason, tags } = read;
  return {
    wanted: { userEmail: whom.email, costCenter, sourceId: source.id, ...read.place, tags },
    source,
    reason,
  };
}

/** @throws Forbidden unless whoever asks may have it; who owns several cost centers and chose none is told that it is missing */
function mayHave(
  asking: Asking,
  { shared }: Pick<VendTyped, 'shared'>,
  whose: { user: string; costCenter: string },
): void {
  if (shared && whose.costCenter === '' && asking.viewer.ownedCostCenters.size > 0) return;
  mustBeAllowed(asking, 'change', { kind: 'profile', ...whose, shared });
}

const NOBODY: Whom = { email: '', costCenter: '', isHere: false, faults: [] };

/**
 * The person whom an address or a name means. The tag has to be what the session of its user carries: their own address,
 * letter by letter.
 */
async function whomOf(asking: Asking, { whom, shared }: VendTyped, mayName: boolean): Promise<Whom> {
  if (shared) return NOBODY;
  const { people } = asking.store;
  const refused = (key: string, detail: readonly string[] | string): Whom => ({
    email: whom,
    costCenter: '',
    isHere: false,
    faults: [{ field: 'userEmail', key, value: whom, detail }],
  });
  let email = whom;
  if (mayName && isName(whom)) {
    const everybody = await people.list();
    const { found, exactly } = peopleCalled(whom, everybody);
    const [first] = found;
    if (first === undefined) {
      const near = nearest(
        whom,
        everybody.flatMap(({ name, active }) => (active && name !== null ? [name] : [])),
      );
      return refused('whomNobody', near);
    }
    if (exactly !== 1)
      return refused(
        'whomSeveral',
        found.map((one) => one.email),
      );
    email = first.email;
  }
  const own = await people.ownAddress(email);
  const person = own === email ? await people.get(email) : null;
  if (person === null) {
    if (own !== email) return refused('otherAddress', own);
    const other = spelling(await addressesKnown(asking, mayName))(email);
    return other === null ? { email, costCenter: '', isHere: false, faults: [] } : refused('spelling', other);
  }
  if (!person.active) return refused('userLeft', []);
  return { email, costCenter: person.costCenter ?? '', isHere: true, faults: [] };
}

const addressesKnown = async (asking: Asking, all: boolean): Promise<string[]> => [
  ...(await visibleUsers(asking)),
  ...(all ? await asking.store.people.emails() : []),
];

/** What it is to stand for, or what is wrong with model, route or place. */
async function sourceAsked(
  { store, settings, now }: Asking,
  { source: chosen, model, geography, place, faults }: VendTyped,
): Promise<CatalogueEntry | { faults: Fault[] }> {
  const found: Fault[] = [];
  if (place !== null && !isPlace(place, placesOf(settings)))
    found.push({ field: 'place', key: 'place', value: `${place.accountId}/${place.region}` });
  if (faults.some(({ field }) => field === 'source')) return { faults: found };
  const region = place === null || found.length > 0 ? '' : place.region;
  const catalogue = await store.profiles.catalogue();
  const { regions, policies } = settings;
  const today = dayOf(now);
  const offers = () => offersOf(catalogue, region === '' ? regions : [region], policies, today);
  const source = chosen || sourceNamed(catalogue, { model, geography }, offers());
  if (typeof source !== 'string') return { faults: [...found, { ...source, value: geography }] };
  const entry = sourceOf(catalogue, { sourceId: source, region }, policies, today, regions);
  if (!('key' in entry)) return found.length > 0 ? { faults: found } : entry;
  // Of a place that is none nobody is told that it lacks the model.
  if (entry.field === 'place' && region === '') return { faults: found };
  const detail =
    entry.key === 'sourceHere' ? nearest(source, new Set(catalogue.map(({ id }) => id))) : entry.detail;
  const value = entry.field === 'place' ? region : source;
  found.push({ field: entry.field, key: entry.key, value, detail });
  return { faults: found };
}

const isPlace = (place: Place, places: readonly Place[]): boolean =>
  places.some((one) => one.accountId === place.accountId && one.region === place.region);

async function unknownOf(
  asking: Asking,
  typed: Typed,
  { userEmail, costCenter }: { userEmail: string; costCenter: string },
): Promise<Fault[]> {
  const confirmed = confirmedIn(typed);
  const named: Named[] = [
    { field: 'userEmail', kind: 'user', key: userEmail },
    { field: 'costCenter', kind: 'costCenter', key: costCenter },
  ];
  return unknownAmong(
    asking,
    named.filter((one) => one.key !== '' && !confirmed(one)),
  );
}
