import { USAGE } from './billEntries.ts';
import type { TagKeys } from './estate.ts';
import type { Settings } from './settings.ts';

/** What a mirror in AWS Budgets counts: the charges that the ledger counts for the same owner, and no fewer. Pure. */

/** How AWS Budgets writes a choice of charges; the members that are used here. */
type Filter =
  | { And: readonly Filter[] }
  | { Or: readonly Filter[] }
  | { Not: Filter }
  | { Dimensions: Choice<'SERVICE' | 'RECORD_TYPE'> }
  | { Tags: Choice<string> };
interface Choice<Key> {
  Key: Key;
  Values?: readonly string[];
  MatchOptions: readonly ('EQUALS' | 'ABSENT')[];
}

export interface MirrorScope {
  kind: 'user' | 'costCenter';
  /** What the tag may say: the addresses of one person, or the name of a cost center. */
  values: readonly string[];
}
export interface MirrorFacts {
  attribution: Settings['attribution'];
  tagKeys: TagKeys;
  /** SERVICE names of Bedrock that the bill has had; empty while none is known. */
  services: readonly string[];
}

/**
 * The filter of a mirror, as the text in which AWS Budgets is compared (`AwsBudget.filter`).
 *
 * By principal: the tag of whoever called, which nothing but Bedrock bears. By profile tags: the owner's tag, which
 * other resources may bear as well, where the bill's SERVICE is one of Bedrock's or the profile's own tag is there. The
 * names are what catches profiles that somebody made without that tag; the tag is what catches tomorrow's model, whose
 * name nobody knows yet. Of both only usage, which is what the ledger holds against budgets.
 */
export function mirrorFilter({ kind, values }: MirrorScope, facts: MirrorFacts): string {
  const { attribution, tagKeys, services } = facts;
  const key = attribution === 'iamPrincipal' ? `iamPrincipal/${tagKeys[kind]}` : tagKeys[kind];
  const owner: Filter = { Tags: { Key: key, Values: [...values].sort(), MatchOptions: ['EQUALS'] } };
  const usage: Filter = { Dimensions: { Key: 'RECORD_TYPE', Values: [USAGE], MatchOptions: ['EQUALS'] } };
  const parts =
    attribution === 'iamPrincipal' ? [owner, usage] : [owner, onBedrock(tagKeys, services), usage];
  return JSON.stringify({ And: parts } satisfies Filter);
}

function onBedrock({ profile }: TagKeys, services: readonly string[]): Filter {
  const tagged: Filter = { Not: { Tags: { Key: profile, MatchOptions: ['ABSENT'] } } };
  if (services.length === 0) return tagged;
  const named: Filter = {
    Dimensions: { Key: 'SERVICE', Values: [...services].sort(), MatchOptions: ['EQUALS'] },
  };
  return { Or: [named, tagged] };
}

/** The SERVICE names in a filter as AWS holds it; none where it names none. */
export function mirrorServices(filter: string): string[] {
  const found: string[] = [];
  const search = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const { Key, Values } = part as { Key?: unknown; Values?: readonly string[] };
    if (Key === 'SERVICE') found.push(...(Values ?? []));
    else Object.values(part).forEach(search);
  };
  search(JSON.parse(filter));
  return found;
}
