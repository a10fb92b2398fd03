import type { Bill } from '../../src/core/billEntries.ts';
import type { DayInput } from '../../src/core/dayReading.ts';
import { learnRates } from '../../src/core/learnRates.ts';
import { listRates } from '../../src/core/listPrices.ts';
import { inferRoute, modelKeyOf, modelMatcher } from '../../src/core/models.ts';
import { addDays, endOf, instantOf, startOf } from '../../src/core/periods.ts';
import { rateBook } from '../../src/core/rates.ts';
import { computeDay } from '../../src/core/spend.ts';
import {
  type CatalogueEntry,
  type Day,
  type Money,
  type Profile,
  type Quantity,
  type Rate,
  TOKEN_KINDS,
} from '../../src/core/types.ts';
import { serviceIsBedrock } from '../../src/core/usageTypes.ts';
import type { World, BillLine as WorldLine, WorldOptions } from '../../src/simulator/types.ts';
import { createWorld } from '../../src/simulator/world/index.ts';

/** A simulated company read without the wire between: what decisions would be handed if every job had run. */
export class Company {
  readonly world: World;
  readonly catalogue: CatalogueEntry[];
  readonly profiles: Profile[];
  private now: number;

  constructor(options: Partial<WorldOptions>, now: number) {
    this.now = now;
    const clock = {
      now: () => this.now,
      advanceTo: (ms: number) => {
        this.now = Math.max(this.now, ms);
      },
    };
    const defaults = {
      seed: 7,
      users: 40,
      days: 70,
      discounts: true,
      tags: 'active',
      oneHourCachePercent: 0,
    } as const;
    this.world = createWorld({ ...defaults, ...options }, clock);
    this.catalogue = catalogueOf(this.world);
    this.profiles = profilesOf(this.world, this.catalogue, now);
  }

  bill(day: Day): Bill {
    const provisional = this.world.billIsEstimated(day);
    const used = this.world.bill(day).filter((l) => l.recordType === 'Usage' && serviceIsBedrock(l.service));
    const summed = (keys: (line: WorldLine) => [string, string]) =>
      grouped(used, keys).map(({ names, ...sums }) => ({
        names,
        billed: { ...sums, day, accountId: '', unit: '', provisional },
      }));
    return {
      lines: summed((l) => [l.service, l.usageType]).map(({ names: [service, usageType], billed }) => ({
        ...billed,
        recordType: 'Usage',
        service,
        usageType,
      })),
      claims: [
        ...summed((l) => [l.tags.InferenceProfile ?? '', l.usageType]).map(
          ({ names: [profile, usageType], billed }) =>
            ({ ...billed, by: 'profile', profile, service: null, usageType }) as const,
        ),
        ...summed((l) => [l.tags.UserEmail ?? '', l.tags.CostCenter ?? '']).map(
          ({ names: [user, costCenter], billed }) =>
            ({ ...billed, by: 'owner', user, costCenter, service: null, usageType: null }) as const,
        ),
        ...summed((l) => [l.tags['iamPrincipal/UserEmail'] ?? '', l.service]).map(
          ({ names: [principal, service], billed }) =>
            ({ ...billed, by: 'principal', principal, service, usageType: null }) as const,
        ),
      ],
    };
  }

  usage(day: Day): DayInput['usage'] {
    const found = new Map<
      string,
      { -readonly [K in keyof DayInput['usage'][number]]: DayInput['usage'][number][K] }
    >();
    for (const { id } of this.world.accounts) {
      for (const region of this.world.regions) {
        for (const hour of this.world.usage(id, region, startOf(day), endOf(day))) {
          for (const kind of TOKEN_KINDS) {
            if (hour.tokens[kind] === 0) continue;
            const key = `${id}|${region}|${hour.modelIdDimension}|${kind}`;
            const held = found.get(key) ?? {
              accountId: id,
              region,
              dimension: hour.modelIdDimension,
              kind,
              tokens: 0n,
            };
            held.tokens += BigInt(hour.tokens[kind]);
            found.set(key, held);
          }
        }
      }
    }
    return [...found.values()];
  }

  learn(days: readonly Day[]): Rate[] {
    return learnRates(
      days.flatMap((day) => this.bill(day).lines),
      modelMatcher(this.catalogue),
    );
  }

  list(): Rate[] {
    return listRates(this.catalogue);
  }

  compute(day: Day, rates: readonly Rate[], more: Partial<DayInput> = {}): ReturnType<typeof computeDay> {
    return computeDay({
      day,
      now: this.now,
      bill: this.bill(day),
      usage: this.usage(day),
      profiles: this.profiles,
      catalogue: this.catalogue,
      rates: rateBook(rates),
      attribution: 'profileTags',
      tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
      ...more,
    });
  }
}

function grouped(lines: readonly WorldLine[], keys: (line: WorldLine) => [string, string]) {
  const sums = new Map<string, { names: [string, string]; amount: Money; quantity: Quantity }>();
  for (const line of lines) {
    const names = keys(line);
    const held = sums.get(names.join('\n')) ?? { names, amount: 0n as Money, quantity: 0n as Quantity };
    held.amount = (held.amount + line.unblendedCost) as Money;
    held.quantity = (held.quantity + line.quantity) as Quantity;
    sums.set(names.join('\n'), held);
  }
  return [...sums.values()];
}

function catalogueOf(world: World): CatalogueEntry[] {
  const arnOf = (region: string, id: string) => `arn:aws:bedrock:${region}::foundation-model/${id}`;
  const models = world.foundationModels.flatMap((m) =>
    m.regions.map((region): CatalogueEntry => {
      const base = {
        region,
        id: m.modelId,
        modelKey: m.modelId,
        name: m.modelName,
        provider: m.providerName,
      };
      return { ...base, type: 'model', modelArns: [arnOf(region, m.modelId)] };
    }),
  );
  const systems = world.systemProfiles.map((p): CatalogueEntry => {
    const base = { region: p.region, id: p.id, modelKey: p.modelId, name: p.name, provider: '' };
    return {
      ...base,
      type: 'systemProfile',
      modelArns: p.destinationRegions.map((region) => arnOf(region, p.modelId)),
    };
  });
  return [...models, ...systems];
}

/** The profiles with today's tags, as a ledger that was only just started knows them. */
function profilesOf(world: World, catalogue: readonly CatalogueEntry[], now: number): Profile[] {
  const seen = instantOf(now);
  return world.accounts.flatMap((account) =>
    world.regions.flatMap((region) =>
      world.profiles(account.id, region).map((p): Profile => {
        const route = inferRoute(region, p.modelArns, catalogue);
        const tags = Object.fromEntries(p.tags.map(({ key, value }) => [key, value]));
        return {
          accountId: p.accountId,
          region: p.region,
          arn: p.arn,
          shortId: p.shortId,
          name: p.name,
          status: 'ACTIVE',
          modelKey: modelKeyOf(p.modelArns),
          modelArns: p.modelArns,
          ...route,
          createdAt: instantOf(p.createdAt),
          firstSeenAt: seen,
          lastSeenAt: seen,
          goneAt: null,
          history: [{ from: seen, tags }],
        };
      }),
    ),
  );
}

/** Days from `start`, `count` of them. */
export function daysFrom(start: Day, count: number): Day[] {
  return Array.from({ length: count }, (_, index) => addDays(start, index));
}
