import type { Account, AppProfile, SystemProfile, Tag } from '../types.ts';
import { type BilledModel, MODELS, modelArns, systemProfile, systemProfileArn } from './catalogue.ts';
import { chance, logNormal, pick, shortId } from './rng.ts';
import { dayOf, dayStart, HOUR, monthIndex, monthName } from './time.ts';

/** Who works at Example Corp, when, and which profiles they have: a function of the seed and the calendar alone. */

export const PAYER = '111122223333';
export const PLATFORM = '222233334444';
export const RESEARCH = '333344445555';
export const ACCOUNTS: readonly Account[] = [
  { id: PAYER, name: 'Example Corp', payer: true },
  { id: PLATFORM, name: 'AI Platform', payer: false },
  { id: RESEARCH, name: 'AI Research', payer: false },
];

/** The first month anybody is looked at; seats turn over from here on. */
const ANCHOR = monthIndex('2025-09');
const COST_CENTERS = [
  'CC-1001 Platform',
  'CC-1002 Payments',
  'CC-1003 Mobile',
  'CC-1004 Data',
  'CC-1005 Search',
  'CC-1006 Security',
  'CC-2001 Support',
  'CC-2002 Marketing',
  'CC-2003 Finance',
  'CC-3001 Research',
  'CC-3002 Robotics',
  'CC-4001 Tokyo',
];
const GIVEN =
  'aiko akira alice amara anna ben boris carla chen daichi dara elena emil fatima felix grace hana haruto hiro ines ivan jana jonas kaito kei lena liam maria mei miguel mina nadia naoki olga omar paula priya rafael rin ryo sakura sara sofia taro tomas uma victor yuki zoe'.split(
    ' ',
  );
const FAMILY =
  'abe adams baker brown chen costa diaz endo evans fischer fujita garcia gupta hansen hayashi ito jones kato kim kimura klein kobayashi lee lopez martin mori muller nakamura novak okada patel perez rossi saito sato schmidt silva singh smith suzuki tanaka tran wagner wang watanabe weber williams yamada yoshida zhang'.split(
    ' ',
  );

/** How somebody uses models: tokens of each kind per unit of work. */
export type Style = 'agent' | 'chat' | 'program' | 'embedding' | 'pictures';

export interface Person {
  key: string;
  email: string;
  /** From a moment on, oldest first. */
  costCenters: { from: number; value: string }[];
  joined: number;
  /** Exclusive; null while they work here. */
  left: number | null;
  accountId: string;
  region: string;
  /** Hours ahead of UTC. */
  utcOffset: number;
  /** Around 1; how much they use models. */
  intensity: number;
  style: Style;
}

/** A profile of history with what the activity needs to know. */
export interface OwnedProfile extends AppProfile {
  person: Person | null;
  model: BilledModel;
  route: 'regional' | 'global';
  /** Tag values by the moment they were set, oldest first. */
  tagHistory: { from: number; tags: Tag[] }[];
  /** Share of its owner's work; 0 for an idle one. */
  weight: number;
}

export const costCenterAt = (person: Person, at: number): string =>
  (person.costCenters.findLast((c) => c.from <= at) ?? person.costCenters[0])?.value ?? '';

/** More people than this would not fit into one account's quota of profiles, so they are spread evenly. */
const CROWDED = 600;

/** Given and family name, no pair twice; with a number once all pairs are taken. */
function nameOf(seed: number, n: number): string {
  const round = Math.floor(n / GIVEN.length);
  const given = GIVEN[(n + seed) % GIVEN.length] as string;
  const family = FAMILY[(round + 3 * (n % GIVEN.length)) % FAMILY.length] as string;
  return `${given}.${family}${round < FAMILY.length ? '' : n}`;
}

function personOf(
  seed: number,
  seats: number,
  seat: number,
  generation: number,
  joined: number,
  left: number | null,
): Person {
  const key = `${seed}|person|${seat}|${generation}`;
  const home = chance(`${key}|home`);
  const region = home < 0.66 ? 'us-east-1' : home < 0.82 ? 'us-west-2' : 'ap-northeast-1';
  const style = chance(`${key}|style`);
  const costCenter = region === 'ap-northeast-1' ? 11 : pick(`${key}|cc`, 11);
  const costCenters = [{ from: joined, value: COST_CENTERS[costCenter] as string }];
  if (chance(`${key}|moves`) < 0.06) {
    const month = monthIndex('2026-06') + pick(`${key}|moveMonth`, 12);
    const from = dayStart(`${monthName(month)}-01`) + pick(`${key}|moveDay`, 28) * 24 * HOUR;
    if (from > joined) costCenters.push({ from, value: COST_CENTERS[pick(`${key}|cc2`, 11)] as string });
  }
  return {
    key,
    email: `${nameOf(seed, seat + generation * Math.max(1009, seats))}@example.com`,
    costCenters,
    joined,
    left,
    accountId: chance(`${key}|account`) < (seats > CROWDED ? 0.55 : 0.82) ? PLATFORM : RESEARCH,
    region,
    utcOffset: region === 'ap-northeast-1' ? 9 : region === 'us-west-2' ? -8 : -5,
    intensity: logNormal(`${key}|intensity`, 0.75),
    style: style < 0.55 ? 'agent' : style < 0.85 ? 'chat' : 'program',
  };
}

/** Everybody who ever held one of the seats up to `until`. About 1.5 % of the seats change hands each month. */
export function people(seed: number, seats: number, until: number): Person[] {
  const found: Person[] = [];
  const last = monthIndex(dayOf(until).slice(0, 7));
  for (let seat = 0; seat < seats; seat++) {
    let generation = 0;
    let joined = dayStart(`${monthName(ANCHOR)}-01`);
    for (let month = ANCHOR + 1; month <= last; month++) {
      if (chance(`${seed}|turn|${seat}|${month}`) >= 0.015) continue;
      const leaves =
        dayStart(`${monthName(month)}-01`) + pick(`${seed}|turnDay|${seat}|${month}`, 20) * 24 * HOUR;
      found.push(personOf(seed, seats, seat, generation++, joined, leaves));
      joined = leaves + 7 * 24 * HOUR;
    }
    found.push(personOf(seed, seats, seat, generation, joined, null));
  }
  return found;
}

/** Letters, digits and single separators only: what a profile's name may hold. */
const legalName = (text: string): string =>
  text
    .replace(/[^0-9a-zA-Z]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 64);

/** The system profile that a new profile is copied from; none where the model itself was taken. */
function sourceProfile(
  key: string,
  region: string,
  model: BilledModel,
  global: boolean,
): SystemProfile | undefined {
  if (model.inferenceTypesSupported.includes('ON_DEMAND') && chance(`${key}|onDemand`) < 0.5)
    return undefined;
  return systemProfile(region, model, global ? 'global' : 'geo');
}

function profileOf(seed: number, person: Person, model: BilledModel, index: number): OwnedProfile {
  const key = `${person.key}|profile|${model.modelId}`;
  const start = Math.max(person.joined, dayStart(model.launchedOn) + DAY_AFTER_LAUNCH);
  const createdAt = start + (9 - person.utcOffset) * HOUR + pick(`${key}|at`, 8 * 60) * 60_000;
  const global = model.global && chance(`${key}|route`) < 0.6;
  const system = sourceProfile(key, person.region, model, global);
  const id = shortId(`${seed}|${key}`);
  const user = person.email.split('@')[0] as string;
  const name = legalName(`${user} ${model.modelName}`);
  const kind = chance(`${key}|tags`);
  const tagsAt = (costCenter: string): Tag[] =>
    kind < 0.025
      ? []
      : [
          { key: 'UserEmail', value: person.email },
          { key: 'CostCenter', value: costCenter },
          ...(kind < 0.09
            ? []
            : [
                { key: 'InferenceProfile', value: `${name}-${id.slice(0, 4)}` },
                { key: 'ManagedBy', value: 'platform-team' },
              ]),
        ];
  const tagHistory = person.costCenters
    .map((c) => ({ from: Math.max(c.from, createdAt), tags: tagsAt(c.value) }))
    .filter((v, i, all) => i === all.length - 1 || (all[i + 1] as { from: number }).from > v.from);
  return {
    accountId: person.accountId,
    region: person.region,
    shortId: id,
    arn: `arn:aws:bedrock:${person.region}:${person.accountId}:application-inference-profile/${id}`,
    name: kind < 0.09 ? legalName(`${user}-script-${index}`) : name,
    copyFrom: system
      ? systemProfileArn(system, person.accountId)
      : `arn:aws:bedrock:${person.region}::foundation-model/${model.modelId}`,
    modelArns: modelArns(model.modelId, system ? system.destinationRegions : [person.region]),
    createdAt,
    updatedAt: createdAt,
    tags: [],
    person,
    model,
    route: global ? 'global' : 'regional',
    tagHistory,
    weight: chance(`${key}|idle`) < 0.06 ? 0 : 0.25 + chance(`${key}|weight`),
  };
}

/** People get their profile for a new model the day after it is launched. */
const DAY_AFTER_LAUNCH = 24 * HOUR;

/** One to three models a person, chosen by weight; a model newer than the person is adopted when it comes out. */
export function profilesOf(seed: number, person: Person): OwnedProfile[] {
  const choices = MODELS.filter((m) => m.weight > 0 && m.regions.includes(person.region))
    .map((m) => ({ m, rank: chance(`${person.key}|wants|${m.modelId}`) ** (1 / m.weight) }))
    .sort((a, b) => b.rank - a.rank);
  const count = 1 + pick(`${person.key}|models`, 3);
  return choices
    .slice(0, count)
    .map(({ m }, index) => profileOf(seed, person, m, index))
    .filter((p) => person.left === null || p.createdAt < person.left);
}
