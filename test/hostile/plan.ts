import { LISTINGS } from './protocol.ts';

/** What goes wrong, at which operation and when: a function of the seed alone. */

/** Ways of an answer to be wrong. The first group cannot be read at all; the rest is well-formed. */
const UNREADABLE = ['cut', 'reset', 'halfBody', 'html'] as const;
const REFUSED = ['throttled', 'failed', 'denied', 'expired'] as const;
/** Of Cost Explorer alone. */
const REFUSED_BY_BILL = ['noData', 'moved'] as const;
/** That does not come to its end: no head, no more of its body, a byte now and then, more than anybody holds. */
const UNENDING = ['stallHead', 'stallBody', 'drip', 'flood'] as const;
const PASSING = ['slow', 'huge'] as const;
const OF_LISTS = [
  'noBody',
  'emptyObject',
  'emptyList',
  'fewer',
  'twice',
  'shortPages',
  'samePage',
  'endless',
  'endlessEmpty',
  'another',
  'former',
] as const;
const OF_CONTENTS = ['hollow', 'shrunk', 'grown'] as const;

export type Mangling =
  | (typeof UNENDING)[number]
  | (typeof UNREADABLE | typeof REFUSED | typeof REFUSED_BY_BILL)[number]
  | (typeof PASSING | typeof OF_LISTS | typeof OF_CONTENTS)[number];

export interface Trouble {
  operation: string;
  /** The sync in which it happens, from 0. */
  sync: number;
  /** Which call of the operation in that sync, from 0. */
  call: number;
  /** So many calls in a row: a client that tries again meets it again. */
  times: number;
  mangling: Mangling;
  /** How much of an answer is meant, over 0 and under 1. */
  share: number;
}

export interface Plan {
  /** Which deadline is the shorter one while there is trouble: what hangs is ended by it. */
  impatient: 'request' | 'job';
  troubles: readonly Trouble[];
}

/** Operations with the calls of one sync, and how often trouble chooses them. */
export const OPERATIONS: readonly { operation: string; calls: number; weight: number }[] = [
  { operation: 'ce:GetCostAndUsage', calls: 7, weight: 8 },
  { operation: 'ce:GetDimensionValues', calls: 1, weight: 2 },
  { operation: 'tagging:GetResources', calls: 2, weight: 3 },
  { operation: 'bedrock:ListInferenceProfiles', calls: 4, weight: 3 },
  { operation: 'bedrock:ListFoundationModels', calls: 2, weight: 2 },
  { operation: 'monitoring:ListMetrics', calls: 8, weight: 2 },
  { operation: 'monitoring:GetMetricData', calls: 3, weight: 4 },
  { operation: 'identitystore:ListUsers', calls: 1, weight: 2 },
  { operation: 'identitystore:ListGroups', calls: 1, weight: 1 },
  { operation: 'identitystore:ListGroupMemberships', calls: 5, weight: 1 },
  { operation: 'budgets:DescribeBudgets', calls: 1, weight: 1 },
  { operation: 'sts:AssumeRole', calls: 2, weight: 1 },
];
const AMOUNTS = ['ce:GetCostAndUsage', 'monitoring:GetMetricData'];
const MOST_TROUBLES = 5;
/** One more than a client tries, so that some trouble outlasts it. */
const MOST_TIMES = 3;

/** How an answer to an operation can be wrong. */
export function manglingsOf(operation: string): Mangling[] {
  const listing = LISTINGS[operation];
  const any: Mangling[] = [...UNREADABLE, ...REFUSED, ...UNENDING, ...PASSING];
  if (listing === undefined) return any;
  const paged: Mangling[] = ['shortPages', 'samePage', 'endless', 'endlessEmpty'];
  return [
    ...any,
    ...(operation.startsWith('ce:') ? REFUSED_BY_BILL : []),
    ...OF_LISTS.filter((one) => listing.token !== undefined || !paged.includes(one)),
    ...(listing.inner.length > 0 ? (['hollow'] as const) : []),
    ...(AMOUNTS.includes(operation) ? (['shrunk', 'grown'] as const) : []),
  ];
}

/** @param syncs how many syncs may be troubled, the one into an empty ledger among them */
export function planOf(seed: number, syncs: number): Plan {
  const random = randomFrom(seed);
  const below = (count: number) => Math.floor(random() * count);
  // In one of four the first sync into an empty ledger may be troubled too; in the others all is held by then.
  const first = below(4) === 0 ? 0 : 1;
  const troubles = Array.from({ length: 1 + below(MOST_TROUBLES) }, (): Trouble => {
    const { operation, calls } = weighted(random());
    const manglings = manglingsOf(operation);
    return {
      operation,
      sync: first + below(syncs - first),
      call: below(calls),
      times: 1 + below(MOST_TIMES),
      mangling: manglings[below(manglings.length)] as Mangling,
      share: 0.05 + 0.9 * random(),
    };
  });
  return { impatient: below(3) === 0 ? 'job' : 'request', troubles };
}

/** The trouble that a call meets; the first of several. */
export function troubleAt(
  { troubles }: Plan,
  operation: string,
  sync: number,
  call: number,
): Trouble | undefined {
  return troubles.find(
    (one) =>
      one.operation === operation && one.sync === sync && call >= one.call && call < one.call + one.times,
  );
}

const DRAWN = OPERATIONS.flatMap((one) => Array.from({ length: one.weight }, () => one));
const weighted = (at: number) => DRAWN[Math.floor(at * DRAWN.length)] as (typeof OPERATIONS)[number];

/** Numbers in [0, 1) from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
