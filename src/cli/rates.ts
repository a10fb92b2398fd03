import { removeRate, setRate, showRates, type Which } from '../app/bill/rates.ts';
import { amountIn } from '../app/typed.ts';
import { type Fault, Invalid } from '../core/errors.ts';
import { formatExact } from '../core/money.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import { addDays } from '../core/periods.ts';
import { RATE } from '../core/typedNumbers.ts';
import type { CacheTtl, Route, TokenKind } from '../core/types.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { dayOption } from './options.ts';
import { printJson, say } from './output.ts';
import { printTable } from './table.ts';
import { type LedgerOptions, withLedger } from './withContext.ts';

/** `bedrock-ledger rates …`: what tokens are valued at until the bill counts, and the operator's word over it. */

const TAKES_EFFECT = 'It takes effect at the next sync; at once with: bedrock-ledger sync spend';

interface Named {
  from?: string;
  route?: Route;
  region?: string;
  cacheTtl?: CacheTtl;
  reason?: string;
}

export async function list(options: LookingOptions & { model?: string; json?: boolean }): Promise<void> {
  await looking(options, async (context) => {
    const { rates: all, names } = await showRates(askingOf(context));
    const rates = all.filter((rate) => options.model === undefined || rate.modelKey.includes(options.model));
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
          : `No rate is in force for a model with "${options.model}" in its id.${didYouMean(
              nearest(
                options.model,
                all.map(({ modelKey }) => modelKey),
              ),
            )}`,
      );
      return;
    }
    printTable(
      ['model', 'kind', 'route', 'tier', 'Region', 'USD per 1M tokens', 'source', 'since', 'id'],
      rates.map((rate) => [
        names.model(rate.modelKey),
        [rate.kind, rate.cacheTtl, rate.longContext ? 'long context' : null].filter(Boolean).join(' '),
        rate.route,
        rate.tier,
        rate.region ?? 'any',
        formatExact(rate.perMillion),
        rate.source,
        rate.validFrom,
        rate.modelKey,
      ]),
      [5],
    );
  });
}

export async function set(
  model: string,
  kind: TokenKind,
  price: string,
  options: LedgerOptions & Named & { to?: string },
): Promise<void> {
  const faults: Fault[] = [];
  const perMillion = amountIn('price', price, RATE, faults);
  if (perMillion === null) throw new Invalid(faults);
  const to = options.to === undefined ? null : dayOption('to', options.to);
  const which = whichOf(options);
  await withLedger(options, async (context) => {
    const asked = { ...which, perMillion, to };
    const { modelKey, routes, validFrom } = await setRate(askingOf(context), model, kind, asked);
    say(
      `${modelKey} ${kind} (${routes.join(' and ')}): $${formatExact(perMillion)} per 1,000,000 tokens from ${validFrom}${to === null ? '' : ` to ${addDays(to, -1)}`} (UTC).`,
    );
    say(TAKES_EFFECT);
  });
}

export async function remove(model: string, kind: TokenKind, options: LedgerOptions & Named): Promise<void> {
  const which = whichOf(options);
  await withLedger(options, async (context) => {
    const { modelKey, routes, validFrom } = await removeRate(askingOf(context), model, kind, which);
    say(`Removed: ${modelKey} ${kind} (${routes.join(' and ')}) from ${validFrom} (UTC).`);
    say(TAKES_EFFECT);
  });
}

const whichOf = ({ from, reason = '', route, region, cacheTtl }: Named): Which & { reason: string } => ({
  from: from === undefined ? undefined : dayOption('from', from),
  route,
  region,
  cacheTtl,
  reason,
});
