/**
 * A company as it stands in a ledger after months: people, cost centers, profiles and what each uses on an ordinary day.
 * The same seed gives the same company; the shape is the simulator's, with a little more use per person.
 */

export interface ModelOf {
  key: string;
  /** As profiles are called after it. */
  name: string;
  provider: string;
  service: string;
  /** Usage type of a kind, after the Region's letters. */
  usageType: (kind: string, global: boolean) => string;
  /** USD per million tokens: input, output and, where it has them, cache reads and writes. */
  usd: readonly number[];
  /** Profiles of a hundred. */
  share: number;
}

export const KINDS = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;
/** Tokens of an ordinary day per kind. */
const TOKENS = [750_000, 110_000, 2_700_000, 260_000];
/** Tokens a day and person of what nobody owns, per row of it. */
const NOBODYS_TOKENS = 8_000;

const LISTED = [
  'InputTokenCount',
  'OutputTokenCount',
  'CacheReadInputTokenCount',
  'CacheWriteInputTokenCount',
];
const LATER = ['input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens'];
const OWN = [
  'input-tokens',
  'output-tokens',
  'cache-read-input-token-count',
  'cache-write-input-token-count',
];
const at = (names: readonly string[], kind: string) => names[KINDS.indexOf(kind as never)] ?? kind;
const listed = (kind: string, global: boolean) => `MP:R_${at(LISTED, kind)}${global ? '_Global' : ''}-Units`;
const later = (kind: string, global: boolean) =>
  `MP:R_${at(LATER, kind)}${global ? '_global' : ''}_standard-Units`;
const own = (name: string) => (kind: string) => `${name}-${at(OWN, kind)}`;
const claude = (name: string) => `Claude ${name} (Amazon Bedrock Edition)`;

type Row = readonly [string, string, string, string, ModelOf['usageType'], readonly number[], number];
const TABLE: readonly Row[] = [
  [
    'anthropic.claude-sonnet-4-6',
    'Claude Sonnet 4.6',
    'Anthropic',
    claude('Sonnet 4.6'),
    listed,
    [3, 15, 0.3, 3.75],
    25,
  ],
  [
    'anthropic.claude-haiku-4-5-20251001-v1:0',
    'Claude Haiku 4.5',
    'Anthropic',
    claude('Haiku 4.5'),
    listed,
    [1, 5, 0.1, 1.25],
    13,
  ],
  [
    'anthropic.claude-sonnet-4-5-20250929-v1:0',
    'Claude Sonnet 4.5',
    'Anthropic',
    claude('Sonnet 4.5'),
    listed,
    [3, 15, 0.3, 3.75],
    11,
  ],
  [
    'anthropic.claude-opus-4-7',
    'Claude Opus 4.7',
    'Anthropic',
    claude('Opus 4.7'),
    later,
    [5, 25, 0.5, 6.25],
    10,
  ],
  [
    'anthropic.claude-opus-5-5',
    'Claude Opus 5.5',
    'Anthropic',
    claude('Opus 5.5'),
    later,
    [4, 20, 0.2, 5],
    9,
  ],
  [
    'anthropic.claude-opus-4-6-v1',
    'Claude Opus 4.6',
    'Anthropic',
    claude('Opus 4.6'),
    listed,
    [5, 25, 0.5, 6.25],
    8,
  ],
  ['anthropic.claude-opus-5', 'Claude Opus 5', 'Anthropic', claude('Opus 5'), later, [5, 25, 0.5, 6.25], 6],
  ['amazon.nova-pro-v1:0', 'Nova Pro', 'Amazon', 'Amazon Bedrock', own('NovaPro'), [0.8, 3.2, 0.2, 0], 4],
  [
    'qwen.qwen3-coder-480b-a35b-v1:0',
    'Qwen3 Coder 480B A35B',
    'Qwen',
    'Amazon Bedrock',
    own('Qwen3-Coder-480B-A35B'),
    [0.45, 1.8],
    6,
  ],
  [
    'openai.gpt-oss-120b-1:0',
    'gpt-oss-120b',
    'OpenAI',
    'Amazon Bedrock',
    own('gpt-oss-120b'),
    [0.15, 0.6],
    5,
  ],
  [
    'amazon.nova-lite-v1:0',
    'Nova Lite',
    'Amazon',
    'Amazon Bedrock',
    own('NovaLite'),
    [0.06, 0.24, 0.015, 0],
    2,
  ],
  [
    'meta.llama3-3-70b-instruct-v1:0',
    'Llama 3.3 70B Instruct',
    'Meta',
    'Amazon Bedrock',
    own('Llama3-3-70B'),
    [0.72, 0.72],
    1,
  ],
];
export const MODELS: readonly ModelOf[] = TABLE.map(
  ([key, name, provider, service, usageType, usd, share]) => ({
    key,
    name,
    provider,
    service,
    usageType,
    usd,
    share,
  }),
);

/** Accounts and Regions with profiles, the letters that usage types begin with, and profiles of a hundred. */
export const PLACES = [
  { accountId: '222233334444', region: 'us-east-1', letters: 'USE1', share: 50 },
  { accountId: '222233334444', region: 'ap-northeast-1', letters: 'APN1', share: 19 },
  { accountId: '222233334444', region: 'us-west-2', letters: 'USW2', share: 14 },
  { accountId: '333344445555', region: 'us-east-1', letters: 'USE1', share: 12 },
  { accountId: '333344445555', region: 'ap-northeast-1', letters: 'APN1', share: 5 },
] as const;
type PlaceOf = (typeof PLACES)[number];

export interface Person {
  email: string;
  name: string;
  costCenter: string;
  manager: string;
  active: boolean;
}

export interface ProfileOf {
  arn: string;
  place: PlaceOf;
  shortId: string;
  name: string;
  model: ModelOf;
  global: boolean;
  /** Whose; null for one without tags. */
  owner: Person | null;
  costCenter: string;
  /** Since when it is charged to `costCenter`, and what it was charged to before; null: from the beginning. */
  moved: { day: string; from: string } | null;
}

/** What is one row of spend on each day on which it is used. */
export interface Call {
  /** One number per caller: its kinds are used on the same days. */
  caller: number;
  profile: ProfileOf | null;
  place: PlaceOf | null;
  model: string;
  kind: string;
  service: string;
  usageType: string;
  reason: string | null;
  method: 'tag' | 'tokens' | null;
  /** Of a thousand working days, how many it is used on. */
  perMille: number;
  /** Tokens of an ordinary day; units where it is no token. */
  tokens: number;
  /** 10⁻¹⁰ USD per million tokens; per unit where it is no token. */
  price: number;
  priced: boolean;
}

export interface CompanyOf {
  people: Person[];
  costCenters: string[];
  profiles: ProfileOf[];
  calls: Call[];
}

const FIRST =
  'aiko alice anna ben carla chen daichi dara elena emil fatima george hana ivan jun kenji leila lukas maria nadia noah olga omar paula quentin rosa sven tara uma viktor wei yuki zoe'.split(
    ' ',
  );
const LAST =
  'abe alvarez bauer costa diaz evans fischer garcia haddad ito jensen kato kim lopez meyer muller nakamura novak okafor park petrov rossi sato schmidt silva tanaka weber williams yamada yoshida'.split(
    ' ',
  );
const UNITS = 'Platform Payments Mobile Data Search Research Support Tokyo Finance Security'.split(' ');

type Chance = () => number;

/** Mulberry32: small, and the same everywhere. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function picked<T extends { share: number }>(of: readonly T[], random: Chance): T {
  let left = random() * of.reduce((sum, { share }) => sum + share, 0);
  for (const one of of) {
    left -= one.share;
    if (left < 0) return one;
  }
  return of.at(-1) as T;
}

function peopleOf(count: number, costCenters: readonly string[], random: Chance): Person[] {
  const people: Person[] = [];
  for (let i = 0; i < count; i++) {
    const [first, last] = [FIRST[i % FIRST.length] ?? '', LAST[(i * 7) % LAST.length] ?? ''];
    // Nine report to each, who are near the beginning of the list.
    const manager = i === 0 ? '' : (people[Math.floor((i - 1) / 9)]?.email ?? '');
    people.push({
      email: `${first}.${last}${i < FIRST.length ? '' : i}@example.com`,
      name: `${first} ${last}`,
      // A few large ones and many small ones.
      costCenter: costCenters[Math.floor(random() ** 1.6 * costCenters.length)] ?? '',
      manager,
      active: random() > 0.04,
    });
  }
  return people;
}

const shortIdOf = (random: Chance): string =>
  Array.from({ length: 12 }, () => Math.floor(random() * 36).toString(36)).join('');

function profileOf(
  owner: Person,
  costCenters: readonly string[],
  days: readonly string[],
  random: Chance,
): ProfileOf {
  const place = picked(PLACES, random);
  const model = picked(MODELS, random);
  const shortId = shortIdOf(random);
  const other = () => costCenters[Math.floor(random() * costCenters.length)] ?? '';
  // Some work for a second cost center, some have moved, some profiles were never tagged.
  const [second, moved, tagged] = [random() < 0.05, random() < 0.03, random() > 0.02];
  const day = days[Math.floor(random() * days.length)] ?? '';
  return {
    arn: `arn:aws:bedrock:${place.region}:${place.accountId}:application-inference-profile/${shortId}`,
    place,
    shortId,
    name: `${owner.email.split('@')[0]?.replace('.', '-')}-${model.name.replaceAll(/[ .]/g, '-')}`,
    model,
    global: model.provider === 'Anthropic' && random() < 0.65,
    owner: tagged ? owner : null,
    costCenter: second ? other() : owner.costCenter,
    moved: moved && tagged ? { day, from: other() } : null,
  };
}

const PROFILES_OF_A_PERSON = [1, 2, 2, 2, 3, 3, 3, 4, 4, 6];
/** Tokens of a person against those of an ordinary one. */
const most = (random: Chance): number => 0.15 + 3 * random() ** 3;

function callsOf(profile: ProfileOf, caller: number, owner: Person, random: Chance): Call[] {
  const [level, perMille] = [most(random), owner.active ? 720 + Math.floor(random() * 280) : 40];
  const priced = random() > 0.004;
  const { place, model, global } = profile;
  return model.usd.map((usd, i) => {
    const kind = KINDS[i] ?? 'input';
    const usageType = `${place.letters}-${model.usageType(kind, global).replace('R_', `${place.letters}_`)}`;
    return {
      caller,
      profile,
      place,
      model: model.key,
      kind,
      service: model.service,
      usageType,
      reason: profile.owner === null ? 'noTag' : null,
      method: profile.owner === null || caller % 14 === 0 ? 'tokens' : 'tag',
      perMille,
      tokens: Math.round((TOKENS[i] ?? 0) * level),
      price: Math.round(usd * 1e10),
      priced,
    };
  });
}

/** What nobody owns: calls without a profile, tokens that the bill has and nobody saw, and what is no token. */
function nobodys(first: number, people: number): Call[] {
  const calls: Call[] = [];
  let caller = first;
  for (const place of PLACES)
    for (const model of MODELS.slice(0, 3)) {
      caller += 1;
      for (const reason of place === PLACES[0] ? ['directCall', 'billedNotSeen'] : ['directCall'])
        for (const [i, usd] of model.usd.slice(0, 2).entries()) {
          const kind = KINDS[i] ?? 'input';
          const usageType = `${place.letters}-${model.usageType(kind, true).replace('R_', `${place.letters}_`)}`;
          const figures = {
            tokens: NOBODYS_TOKENS * people,
            price: Math.round(usd * 1e10),
            priced: true,
            perMille: 1000,
          };
          const { service } = model;
          calls.push({
            caller,
            profile: null,
            place,
            model: model.key,
            kind,
            service,
            usageType,
            reason,
            method: null,
            ...figures,
          });
        }
    }
  const others = [
    ['AmazonRerank-v1-searchunits', 'notTokens', 'other'],
    ['Guardrail-ContentPolicyUnitsConsumed', 'notTokens', 'other'],
    ['qwen.qwen3-coder-next-reserved-input-tpm', 'sharedCapacity', 'other'],
    ['Holodeck-session-seconds', 'unknownUsageType', 'unknown'],
  ] as const;
  for (const [name, reason, kind] of others) {
    const what = { kind, reason, usageType: `USE1-${name}`, tokens: 5 * people, price: 25_000_000 };
    calls.push({
      caller,
      profile: null,
      place: null,
      model: 'unknown',
      service: 'Amazon Bedrock',
      method: null,
      priced: true,
      perMille: 1000,
      ...what,
    });
  }
  return calls;
}

/** @param days that the ledger has, for the days on which people moved */
export function companyOf(size: number, days: readonly string[], seed: number): CompanyOf {
  const random = chance(seed);
  const count = Math.min(120, Math.max(6, Math.ceil(size / 10)));
  const costCenters = Array.from({ length: count }, (_, i) => `CC-${1001 + i} ${UNITS[i % UNITS.length]}`);
  const people = peopleOf(size, costCenters, random);
  const profiles: ProfileOf[] = [];
  const calls: Call[] = [];
  for (const person of people) {
    const number = PROFILES_OF_A_PERSON[Math.floor(random() * PROFILES_OF_A_PERSON.length)] ?? 1;
    for (let i = 0; i < number; i++) {
      const profile = profileOf(person, costCenters, days, random);
      profiles.push(profile);
      calls.push(...callsOf(profile, profiles.length, person, random));
    }
  }
  calls.push(...nobodys(profiles.length, size));
  // As the product stores a day: line by line of the bill.
  const key = ({ service, usageType }: Call) => `${service}\n${usageType}`;
  calls.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.caller - b.caller));
  return { people, costCenters, profiles, calls };
}
