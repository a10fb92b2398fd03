import { LedgerError } from '../../core/errors.ts';
import { didYouMean, nearest } from '../../core/nearest.ts';
import { dayOf } from '../../core/periods.ts';
import { ratesInForce } from '../../core/rates.ts';
import type { CacheTtl, Day, Money, Rate, Route, TokenKind } from '../../core/types.ts';
import {
  type Asking,
  because,
  inOneReading,
  inOneWriting,
  mustBeAllowed,
  mustChangeAny,
  nowOf,
} from '../asking.ts';
import { type Names, readNames } from '../names.ts';
import { readReason } from '../typed.ts';

/**
 * What tokens are valued at until the bill counts, and the operator's word over it. Rates are set on the command line
 * only, so refusals name its options.
 */

const MOST_NAMES = 8;

/** Rates in force today. @throws Forbidden */
export const listRates = (asking: Asking): Promise<Rate[]> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'see', { kind: 'rates' });
    return ratesInForce(await inside.store.rates.all(), dayOf(inside.now));
  });

/** The same with what models are called. @throws Forbidden */
export const showRates = (asking: Asking): Promise<{ rates: readonly Rate[]; names: Names }> =>
  inOneReading(asking, async (inside) => ({
    rates: await listRates(inside),
    names: await readNames(inside, []),
  }));

/** Which rates of a model and kind are meant; what is left out says nothing. */
export interface Which {
  from?: Day | undefined;
  route?: Route | undefined;
  region?: string | undefined;
  cacheTtl?: CacheTtl | undefined;
}
/** What was done: to which model, on which routes, from which day on. */
interface RateChange {
  modelKey: string;
  routes: readonly Route[];
  validFrom: Day;
}

/**
 * Sets the rate of a model, from today on unless a day is given.
 * @param model its id, or a part of it that only one has
 * @throws Forbidden; LedgerError in words
 */
export async function setRate(
  asking: Asking,
  model: string,
  kind: TokenKind,
  { perMillion, to, reason, ...which }: Which & { perMillion: Money; to: Day | null; reason: string },
): Promise<RateChange> {
  mustChangeAny(asking, 'rates');
  readReason({ reason });
  const validFrom = which.from ?? dayOf(asking.now);
  if (to !== null && to <= validFrom) throw new LedgerError('badRequest', '--to must be after --from');
  return inOneWriting(asking, async (inside) => {
    const { store } = inside;
    const catalogue = await store.profiles.catalogue();
    const modelKey = knownModel(
      model,
      catalogue.map((entry) => entry.modelKey),
    );
    const keys = keysOf(modelKey, kind, validFrom, which);
    await store.rates.setOverrides(
      keys.map((key) => ({ ...key, validTo: to, perMillion })),
      because(inside, reason),
      nowOf(inside),
    );
    return { modelKey, routes: keys.map(({ route }) => route), validFrom };
  });
}

/**
 * Takes a rate that was set by hand away again.
 * @throws Forbidden; LedgerError in words, also where it is not clear which one is meant
 */
export async function removeRate(
  asking: Asking,
  model: string,
  kind: TokenKind,
  { reason, ...which }: Which & { reason: string },
): Promise<RateChange> {
  mustChangeAny(asking, 'rates');
  readReason({ reason });
  return inOneWriting(asking, async (inside) => {
    const held = (await inside.store.rates.all()).filter((rate) => rate.source === 'override');
    if (held.length === 0)
      throw new LedgerError('notFound', 'no rate was set by hand; there is nothing to remove.');
    const modelKey = knownModel(
      model,
      held.map((rate) => rate.modelKey),
    );
    const meant = which.from === undefined ? onlyOne(held, modelKey, kind, which) : which;
    const validFrom = meant.from ?? dayOf(inside.now);
    const keys = keysOf(modelKey, kind, validFrom, meant).filter((key) =>
      held.some((rate) => textOf(rate) === textOf(key)),
    );
    if (keys.length === 0)
      throw new LedgerError(
        'notFound',
        `no rate was set for ${modelKey} ${kind}${which.from === undefined ? '' : ` from ${which.from}`}. Set by hand are: ${held.map((rate) => `${rate.modelKey} ${rate.kind} ${rate.route} from ${rate.validFrom}`).join('; ')}.`,
      );
    await inside.store.rates.removeOverrides(keys, because(inside, reason), nowOf(inside));
    return { modelKey, routes: keys.map(({ route }) => route), validFrom };
  });
}

/**
 * The one rate of a model and kind that was set by hand, on one route or on both, as the options that name it.
 * @throws LedgerError naming the choices when there are several
 */
function onlyOne(held: readonly Rate[], modelKey: string, kind: TokenKind, which: Which): Which {
  const fits = held.filter(
    (rate) =>
      rate.modelKey === modelKey &&
      rate.kind === kind &&
      [rate.route, undefined].includes(which.route) &&
      [rate.region, undefined].includes(which.region) &&
      [rate.cacheTtl, undefined].includes(which.cacheTtl),
  );
  const choices = Map.groupBy(fits, ({ validFrom, region, cacheTtl }) =>
    [
      `--from ${validFrom}`,
      ...(region === null ? [] : [`--region ${region}`]),
      ...(cacheTtl === null ? [] : [`--cache-ttl ${cacheTtl}`]),
    ].join(' '),
  );
  if (choices.size > 1)
    throw new LedgerError(
      'badRequest',
      `several rates of ${modelKey} ${kind} were set by hand; name one: ${[...choices.keys()].sort().join(', or ')}`,
    );
  const [one] = fits;
  if (one === undefined) return which;
  return {
    ...which,
    from: one.validFrom,
    ...(one.region === null ? {} : { region: one.region }),
    ...(one.cacheTtl === null ? {} : { cacheTtl: one.cacheTtl }),
  };
}

type Key = Omit<Rate, 'source' | 'perMillion' | 'validTo'>;

/** Both routes unless one is named: whoever knows a price of their own seldom knows it by route. */
function keysOf(modelKey: string, kind: TokenKind, validFrom: string, which: Which): Key[] {
  if (which.cacheTtl !== undefined && kind !== 'cacheWrite')
    throw new LedgerError('badRequest', '--cache-ttl goes with cacheWrite only');
  const routes: readonly Route[] = which.route === undefined ? ['regional', 'global'] : [which.route];
  return routes.map((route) => ({
    modelKey,
    kind,
    route,
    tier: 'standard',
    cacheTtl: which.cacheTtl ?? null,
    longContext: false,
    region: which.region ?? null,
    validFrom,
  }));
}

const textOf = ({ modelKey, kind, route, tier, cacheTtl, longContext, region, validFrom }: Key): string =>
  [modelKey, kind, route, tier, cacheTtl, longContext, region, validFrom].join('|');

/** The model that is meant: its id, or the only one whose id holds the text. */
function knownModel(text: string, modelKeys: readonly string[]): string {
  const all = [...new Set(modelKeys)].sort();
  if (all.includes(text)) return text;
  if (all.length === 0)
    throw new LedgerError(
      'notFound',
      'no model is known yet; read the catalogue first: bedrock-ledger sync profiles',
    );
  const like = all.filter((modelKey) => modelKey.includes(text));
  const [only] = like;
  if (only !== undefined && like.length === 1) return only;
  const choices = like.length > 0 ? like : all;
  const names = choices.slice(0, MOST_NAMES).join(', ') + (choices.length > MOST_NAMES ? ', …' : '');
  const meant = like.length > 0 ? '' : didYouMean(nearest(text, all));
  throw new LedgerError(
    'badRequest',
    `model: "${text}" is ${like.length > 0 ? 'part of more than one model' : 'no model that is known'}${meant === '' ? '' : `.${meant} There are`}: ${names}`,
  );
}
