import type { PeopleSource, PersonFacts } from '../core/people.ts';
import type * as schema from './schema.ts';

export type FactRow = typeof schema.personFacts.$inferSelect;

export const factsOf = ({ source: _, sourceId, ...facts }: FactRow): PersonFacts =>
  sourceId === null ? facts : { ...facts, sourceId };
/** What each source says, of the rows of one person. */
export const saidOf = (rows: readonly FactRow[]): ReadonlyMap<PeopleSource, PersonFacts> =>
  new Map(rows.map((row) => [row.source, factsOf(row)]));
