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
  kind: 'user' | 'costCenter' | 'everybody';
  /** What the tag may say: the addresses of one person or of several, or the name of a cost center. */
  values: readonly string[];
  /** A further tag of the profile that must say this; null or left out: none. */
  tag?: { key: string; value: string } | null;
  /** Only what the bill lists under these SERVICE names; null or left out: all of Bedrock. */
  services?: readonly string[] | null;
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
export function mirrorFilter(scope: MirrorScope, facts: MirrorFacts): string {
  const { tag = null, services = null } = scope;
  const parts: Filter[] = [
    ...ownerOf(scope, facts),
    ...(tag === null ? [] : [tagged(tag.key, [tag.value])]),
    ...(services === null ? onBedrock(scope, facts) : [named(services)]),
    { Dimensions: { Key: 'RECORD_TYPE', Values: [USAGE], MatchOptions: ['EQUALS'] } },
  ];
  return JSON.stringify({ And: parts } satisfies Filter);
}

const tagged = (key: string, values: readonly string[]): Filter => ({
  Tags: { Key: key, Values: [...values].sort(), MatchOptions: ['EQUALS'] },
});
const named = (services: readonly string[]): Filter => ({
  Dimensions: { Key: 'SERVICE', Values: [...services].sort(), MatchOptions: ['EQUALS'] },
});
const bears = (key: string): Filter => ({ Not: { Tags: { Key: key, MatchOptions: ['ABSENT'] } } });

function ownerOf({ kind, values }: MirrorScope, { attribution, tagKeys }: MirrorFacts): Filter[] {
  if (kind === 'everybody') return [];
  const key = attribution === 'iamPrincipal' ? `iamPrincipal/${tagKeys[kind]}` : tagKeys[kind];
  return [tagged(key, values)];
}

/** By principal the owner's tag says it already; what is everybody's needs Bedrock's names, or a tag that only it bears. */
function onBedrock({ kind }: MirrorScope, { attribution, tagKeys, services }: MirrorFacts): Filter[] {
  const isByPrincipal = attribution === 'iamPrincipal';
  if (isByPrincipal && kind !== 'everybody') return [];
  const ways = [
    ...(services.length === 0 ? [] : [named(services)]),
    bears(tagKeys.profile),
    ...(isByPrincipal ? [bears(`iamPrincipal/${tagKeys.user}`)] : []),
  ];
  const [only] = ways;
  return ways.length === 1 && only !== undefined ? [only] : [{ Or: ways }];
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
