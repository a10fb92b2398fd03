import { formatExact, money } from '../core/money.ts';
import { addDays, dayOf } from '../core/periods.ts';
import { ratesInForce } from '../core/rates.ts';
import type { CacheTtl, Rate, Route, TokenKind } from '../core/types.ts';
import { type LookingOptions, looking, mustBeAllowed } from './allowed.ts';
import { dayOption } from './options.ts';
import { printJson, printTable, say, UserError } from './output.ts';
import { type LedgerOptions, withLedger } from './withContext.ts';

/** `bedrock-ledger rates …`: what tokens are valued at until the bill counts, and the operator's word over it. */

const MOST_NAMES = 8;
const TAKES_EFFECT = 'It takes effect at the next sync; at once with: bedrock-ledger sync spend';

interface Which {
  from?: string;
  route?: Route;
  region?: string;
  cacheTtl?: CacheTtl;
  reason?: string;
}

export async function list(options: LookingOptions & { model?: string; json?: boolean }): Promise<void> {
  await looking(options, async (context) => {
    mustBeAllowed(context, 'see', { kind: 'rates' });
    const { store, clock } = context;
    const rates = ratesInForce(await store.rates.all(), dayOf(clock.now())).filter(
      (rate) => options.model === undefined || rate.modelKey.includes(options.model),
    );
    if (options.json) {
      printJson({
        currency: 'USD',
        rates: rates.map(({ perMillion, ...rate }) => ({ ...rate, perMillion: formatExact(perMillion) })),
      });
      return;
    }
    if (rates.length === 0) {
      say(
        options.model === undefined
          ? 'There is no rate yet. They come with the first sync: bedrock-ledger sync'
          : `No rate is in force for a model with "${options.model}" in its id.`,
      );
      return;
    }
    printTable(
      ['model', 'kind', 'route', 'tier', 'Region', 'USD per 1M tokens', 'source', 'since'],
      rates.map((rate) => [
        rate.modelKey,
        [rate.kind, rate.cacheTtl, rate.longContext ? 'long context' : null].filter(Boolean).join(' '),
        rate.route,
        rate.tier,
        rate.region ?? 'any',
        formatExact(rate.perMillion),
        rate.source,
        rate.validFrom,
      ]),
      [5],
    );
  });
}

export async function set(
  model: string,
  kind: TokenKind,
  price: string,
  options: LedgerOptions & Which & { to?: string },
): Promise<void> {
  if (!/^\d{1,6}(\.\d{1,10})?$/.test(price))
    throw new UserError(
      `price: "${price}" is no amount in USD per 1,000,000 tokens such as 3 or 0.25`,
      'badRequest',
    );
  const validTo = options.to === undefined ? null : dayOption('to', options.to);
  await withLedger(options, async (context) => {
    mustBeAllowed(context, 'change', { kind: 'rates' });
    const { store, actor, clock } = context;
    const now = clock.now();
    const validFrom = options.from === undefined ? dayOf(now) : dayOption('from', options.from);
    if (validTo !== null && validTo <= validFrom)
      throw new UserError('--to must be after --from', 'badRequest');
    const catalogue = await store.profiles.catalogue();
    const modelKey = knownModel(
      model,
      catalogue.map((entry) => entry.modelKey),
    );
    const who = options.reason ? { ...actor, reason: options.reason } : actor;
    const keys = keysOf(modelKey, kind, validFrom, options);
    await store.rates.setOverrides(
      keys.map((key) => ({ ...key, validTo, perMillion: money(price) })),
      who,
      new Date(now).toISOString(),
    );
    say(
      `${modelKey} ${kind} (${keys.map(({ route }) => route).join(' and ')}): $${formatExact(money(price))} per 1,000,000 tokens from ${validFrom}${validTo === null ? '' : ` to ${addDays(validTo, -1)}`} (UTC).`,
    );
    say(TAKES_EFFECT);
  });
}

export async function remove(model: string, kind: TokenKind, options: LedgerOptions & Which): Promise<void> {
  const named = options.from === undefined ? undefined : dayOption('from', options.from);
  await withLedger(options, async (context) => {
    mustBeAllowed(context, 'change', { kind: 'rates' });
    const { store, actor, clock } = context;
    const held = (await store.rates.all()).filter((rate) => rate.source === 'override');
    if (held.length === 0) throw new UserError('no rate was set by hand; there is nothing to remove.');
    const modelKey = knownModel(
      model,
      held.map((rate) => rate.modelKey),
    );
    const meant = named === undefined ? onlyOne(held, modelKey, kind, options) : options;
    const validFrom = meant.from ?? dayOf(clock.now());
    const keys = keysOf(modelKey, kind, validFrom, meant).filter((key) =>
      held.some((rate) => textOf(rate) === textOf(key)),
    );
    if (keys.length === 0)
      throw new UserError(
        `no rate was set for ${modelKey} ${kind}${named === undefined ? '' : ` from ${named}`}. Set by hand are: ${held.map((rate) => `${rate.modelKey} ${rate.kind} ${rate.route} from ${rate.validFrom}`).join('; ')}.`,
      );
    const who = options.reason ? { ...actor, reason: options.reason } : actor;
    await store.rates.removeOverrides(keys, who, new Date(clock.now()).toISOString());
    say(
      `Removed: ${modelKey} ${kind} (${keys.map(({ route }) => route).join(' and ')}) from ${validFrom} (UTC).`,
    );
    say(TAKES_EFFECT);
  });
}

/**
 * The one rate of a model and kind that was set by hand, on one route or on both, as the options that name it.
 * @throws UserError, exit code 2, naming the choices when there are several
 */
function onlyOne(held: readonly Rate[], modelKey: string, kind: TokenKind, options: Which): Which {
  const fits = held.filter(
    (rate) =>
      rate.modelKey === modelKey &&
      rate.kind === kind &&
      [rate.route, undefined].includes(options.route) &&
      [rate.region, undefined].includes(options.region) &&
      [rate.cacheTtl, undefined].includes(options.cacheTtl),
  );
  const choices = Map.groupBy(fits, ({ validFrom, region, cacheTtl }) =>
    [
      `--from ${validFrom}`,
      ...(region === null ? [] : [`--region ${region}`]),
      ...(cacheTtl === null ? [] : [`--cache-ttl ${cacheTtl}`]),
    ].join(' '),
  );
  if (choices.size > 1)
    throw new UserError(
      `several rates of ${modelKey} ${kind} were set by hand; name one: ${[...choices.keys()].sort().join(', or ')}`,
      'badRequest',
    );
  const [one] = fits;
  if (one === undefined) return options;
  return {
    ...options,
    from: one.validFrom,
    ...(one.region === null ? {} : { region: one.region }),
    ...(one.cacheTtl === null ? {} : { cacheTtl: one.cacheTtl }),
  };
}

type Key = Omit<Rate, 'source' | 'perMillion' | 'validTo'>;

/** Both routes unless one is named: whoever knows a price of their own seldom knows it by route. */
function keysOf(modelKey: string, kind: TokenKind, validFrom: string, options: Which): Key[] {
  if (options.cacheTtl !== undefined && kind !== 'cacheWrite')
    throw new UserError('--cache-ttl goes with cacheWrite only', 'badRequest');
  const routes: readonly Route[] = options.route === undefined ? ['regional', 'global'] : [options.route];
  return routes.map((route) => ({
    modelKey,
    kind,
    route,
    tier: 'standard',
    cacheTtl: options.cacheTtl ?? null,
    longContext: false,
    region: options.region ?? null,
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
    throw new UserError('no model is known yet; read the catalogue first: bedrock-ledger sync profiles');
  const like = all.filter((modelKey) => modelKey.includes(text));
  const [only] = like;
  if (only !== undefined && like.length === 1) return only;
  const choices = like.length > 0 ? like : all;
  const names = choices.slice(0, MOST_NAMES).join(', ') + (choices.length > MOST_NAMES ? ', …' : '');
  throw new UserError(
    `model: "${text}" is ${like.length > 0 ? 'part of more than one model' : 'no model that is known'}: ${names}`,
    'badRequest',
  );
}
