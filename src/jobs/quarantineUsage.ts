import { multiplyRate } from '../core/money.ts';
import { dayOf } from '../core/periods.ts';
import { type Fall, fallen, type HeldBack } from '../core/quarantine.ts';
import type { Day, Place, TokenKind, Tokens, UsageHour } from '../core/types.ts';
import type { Store } from '../store/types.ts';
import type { JobContext } from './job.ts';
import { judge } from './quarantine.ts';
import type { Facts } from './watchingFacts.ts';

interface Where {
  place: Place;
  facts: Pick<Facts, 'valueOf'>;
}

/**
 * Judges what CloudWatch says of a window against what was read of it before, by what the tokens are worth: an hour that was
 * counted does not become less. Answers what is held back, by its dimension.
 * @param known what is held of the same hours, by day
 * @param window UTC milliseconds, half-open; `day` tells the windows of one reading apart
 */
export async function heldBackUsage(
  context: JobContext,
  { place, facts }: Where,
  hours: readonly Pick<UsageHour, 'dimension' | 'kind' | 'hour' | 'tokens'>[],
  known: Awaited<ReturnType<Store['usage']['sums']>>,
  window: { from: number; to: number; day: Day },
): Promise<ReadonlyMap<string, HeldBack>> {
  const { settings } = context;
  const worth = (dimension: string, kind: TokenKind, tokens: Tokens, day: Day): bigint =>
    facts.valueOf({ ...place, dimension }, kind, tokens, day) ??
    multiplyRate(tokens, settings.cautiousRatePerMillion);
  if (known.length === 0) return new Map();
  const before = new Map<string, bigint>();
  for (const { dimension, kind, day, tokens } of known)
    before.set(dimension, (before.get(dimension) ?? 0n) + worth(dimension, kind, tokens, day));
  const after = new Map<string, bigint>();
  for (const { dimension, kind, hour, tokens } of hours)
    after.set(dimension, (after.get(dimension) ?? 0n) + worth(dimension, kind, tokens, dayOf(hour)));
  const sizes = [...before].map(([dimension, size]) => ({
    dimension,
    before: size,
    after: after.get(dimension) ?? 0n,
  }));
  const falls = new Map(fallen(sizes).map((one) => [one.dimension, one]));
  const fallOf = (dimension: string): Fall | null => {
    const one = falls.get(dimension);
    return one === undefined ? null : { unit: 'usd', before: one.before, after: one.after };
  };
  const named = new Map(
    sizes.map(({ dimension }) => [`${place.accountId}/${place.region} ${dimension}`, dimension]),
  );
  const held = await judge(
    context,
    [...named].map(([name, dimension]) => ({
      source: 'usage' as const,
      name,
      day: window.day,
      fall: fallOf(dimension),
    })),
  );
  return new Map(held.map((one) => [named.get(one.name) ?? '', one]));
}
