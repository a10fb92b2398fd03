import { ADVICE_DAYS, type Advice, adviceFor } from '../../core/advice.ts';
import type { ModelUse, Used } from '../../core/adviceTerms.ts';
import { pricedPart } from '../../core/known.ts';
import { type ModelNames, modelNames } from '../../core/modelNames.ts';
import { billedRoute, isUnknownModel } from '../../core/models.ts';
import { ZERO } from '../../core/money.ts';
import { addDays, dayOf } from '../../core/periods.ts';
import { geographyOf, IN_REGION } from '../../core/policies/choices.ts';
import type { SpendFilter, SpendSum } from '../../core/questions.ts';
import { rateBook } from '../../core/rates.ts';
import {
  type Day,
  type DayRange,
  type Money,
  type Profile,
  TOKEN_KINDS,
  type TokenKind,
} from '../../core/types.ts';
import { callableOf, offersOf } from '../../core/vending/offers.ts';
import { type Asking, inOneReading, ownRows, scopeOf } from '../asking.ts';
import { isOwnAlone, showsDays, showsPeople } from '../privacy/shown.ts';

/** What would have cost somebody less in the last full days, with how it was reckoned. */

export interface AdviceSeen {
  advice: readonly Advice[];
  /** The days that it is reckoned with. */
  range: DayRange;
  /** The day whose rates were taken. */
  day: Day;
  /** Models that they have: these were used in those days. */
  used: ReadonlySet<string>;
  nameOf: ModelNames;
}

/**
 * Of whoever asks, or of another person of the rows that whoever asks may see; null where days of others are not shown, and where
 * nothing was spent.
 * @param user their own address
 */
export const readAdvice = (asking: Asking, user: string): Promise<AdviceSeen | null> =>
  inOneReading(asking, async (inside) => {
    const own = isOwnAlone(inside, [user]);
    if (!own && !(showsPeople(inside) && showsDays(inside))) return null;
    const day = dayOf(inside.now);
    const range = { start: addDays(day, -ADVICE_DAYS), endExclusive: day };
    const { rows, total } = await inside.store.spend.query({
      range,
      groupBy: ['profile', 'tokenKind'],
      basis: 'best',
      filter: { user: [user] },
      scope: own ? { users: [ownRows(inside).email], costCenters: [] } : scopeOf(inside),
      unowned: 'left',
    });
    if (rows.length === 0) return null;
    if (!own) inside.noteLook?.([user]);
    const { store, settings } = inside;
    const catalogue = await store.profiles.catalogue();
    const spent = pricedPart(total);
    const uses = await usesIn(inside, rows);
    const advice = adviceFor(uses, {
      spent,
      book: rateBook(await store.rates.holding(day)),
      day,
      offers: callableOf(
        offersOf(catalogue, settings.regions, settings.policies, day),
        settings.policies.geographies,
      ),
    });
    const used = new Set(uses.map(({ modelKey }) => modelKey));
    return { advice, range, day, used, nameOf: modelNames(catalogue) };
  });

/** Of what is about one person alone; null of all else. */
export const adviceAbout = async (asking: Asking, { user = [] }: SpendFilter): Promise<AdviceSeen | null> => {
  const [one, another] = user;
  return one === undefined || another !== undefined ? null : readAdvice(asking, one);
};

const NOTHING: Used = { tokens: 0n, amount: ZERO };

/** Rows of profiles added up by model, route and Region; those of which any part is not known are left out. */
async function usesIn({ store }: Asking, rows: readonly SpendSum[]): Promise<ModelUse[]> {
  const uses = new Map<string, ModelUse>();
  for (const [arn = '', ofProfile] of Map.groupBy(rows, ({ keys }) => keys[0])) {
    const profile = arn === '' ? null : await store.profiles.get(arn);
    if (profile === null || ofProfile.some(({ unpricedTokens }) => unpricedTokens > 0n)) continue;
    const place = placeOf(profile);
    if (place === null) continue;
    const key = Object.values(place).join('|');
    const held = uses.get(key)?.byKind;
    const byKind = Object.fromEntries(
      TOKEN_KINDS.map((kind) => [kind, plus(held?.[kind] ?? NOTHING, ofKind(ofProfile, kind))]),
    ) as ModelUse['byKind'];
    uses.set(key, { ...place, byKind });
  }
  return [...uses.values()];
}

/** What a profile calls, and from where; null where that is not known. */
function placeOf({ modelKey, route, region, sourceId }: Profile): Omit<ModelUse, 'byKind'> | null {
  const billed = billedRoute(route);
  if (billed === null || isUnknownModel(modelKey)) return null;
  const geography = route === 'inRegion' ? IN_REGION : sourceId === null ? null : geographyOf(sourceId);
  return { modelKey, route: billed, region, geography };
}

const ofKind = (rows: readonly SpendSum[], kind: TokenKind): Used =>
  rows
    .filter(({ keys }) => keys[1] === kind)
    .reduce<Used>((all, row) => plus(all, { tokens: row.tokens, amount: pricedPart(row) }), NOTHING);

const plus = (a: Used, b: Used): Used => ({
  tokens: a.tokens + b.tokens,
  amount: (a.amount + b.amount) as Money,
});
