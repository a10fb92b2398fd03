import type { SpendGroup } from '../../core/questions.ts';

/** What each page of spend begins with and what follows, in its order: nothing else is read for it. */

/**
 * `figures`: the totals; `acts`: what can be done; `meters`: how far budgets are used; `first`: the first table, `others`: those
 * after it; `attention`: who is over budget or will be; `sure`: how far the figures are to be trusted; `burnUp`, `daily`, `days`:
 * the period added up, day by day by model, and a square per day; `advice`: what would have cost less.
 */
export type Part =
  | 'figures'
  | 'acts'
  | 'meters'
  | 'first'
  | 'others'
  | 'attention'
  | 'sure'
  | 'burnUp'
  | 'daily'
  | 'advice'
  | 'days';

export interface Face {
  /** What its first sentence is about. */
  about: 'month' | 'costCenters' | 'people' | 'models' | 'one';
  /** It has a table of each of these. */
  tables: readonly SpendGroup[];
  /** Of these it is told who needs attention, and no table shown. */
  watched: readonly SpendGroup[];
  /** Whether it is told who is over budget or will be: how many, or who. */
  attention: boolean;
  /** Rows of the first table before it is paged. */
  size: number;
  parts: readonly Part[];
}

/** So many rows of any company make a page of less than 100 KB, those with most to say first, in either language. */
const OF_MANY = { watched: [], attention: true, size: 40 } as const;
/** Of people who belong together. */
const OF_PEOPLE = {
  ...OF_MANY,
  about: 'one',
  size: 25,
  parts: ['figures', 'attention', 'meters', 'first', 'burnUp', 'others', 'days'],
} as const;
const OF_PERSON: Face = {
  about: 'one',
  tables: ['profile', 'model', 'tokenKind', 'costCenter'],
  watched: [],
  attention: false,
  size: 25,
  parts: ['acts', 'meters', 'burnUp', 'daily', 'advice', 'figures', 'first', 'others', 'days'],
};

export const FACES = {
  overview: {
    ...OF_MANY,
    about: 'month',
    size: 30,
    tables: ['costCenter'],
    watched: ['user'],
    parts: ['first', 'attention', 'sure', 'burnUp', 'meters'],
  },
  costCenters: {
    ...OF_MANY,
    about: 'costCenters',
    tables: ['costCenter'],
    parts: ['first'],
  },
  users: { ...OF_MANY, about: 'people', tables: ['user'], parts: ['first'] },
  models: {
    ...OF_MANY,
    about: 'models',
    attention: false,
    tables: ['model', 'tokenKind'],
    parts: ['first', 'others', 'daily'],
  },
  costCenter: { ...OF_PEOPLE, tables: ['user', 'model', 'tokenKind'] },
  team: { ...OF_PEOPLE, tables: ['user', 'model', 'costCenter'] },
  user: OF_PERSON,
  own: OF_PERSON,
  model: {
    ...OF_MANY,
    about: 'one',
    attention: false,
    size: 25,
    tables: ['user', 'costCenter', 'tokenKind'],
    parts: ['figures', 'acts', 'first', 'others', 'burnUp', 'days'],
  },
} as const satisfies Readonly<Record<string, Face>>;

export const has = ({ parts }: Pick<Face, 'parts'>, part: Part): boolean => parts.includes(part);
