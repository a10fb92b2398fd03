/** What somebody may have meant who wrote a name that there is not. */

/** Suggestions at most. */
const MOST = 3;

/**
 * Those of the names that are nearest to what was written, the nearest first, and none that is far. Case, width of letters,
 * blanks and hyphens make no difference; else a letter that is wrong, missing, too many or swapped with the next one
 * counts one each, and one may be wrong in three, three at most. What was only begun is near as well.
 */
export const nearest = (written: string, names: Iterable<string>): string[] => nearestAmong(names)(written);

/** The same of several that somebody wrote: the names are read once, with the first of them. */
export function nearestAmong(names: Iterable<string>): (written: string) => string[] {
  let all: { name: string; read: string }[] | null = null;
  return (written) => {
    all ??= [...new Set(names)].filter((name) => name !== '').map((name) => ({ name, read: bare(name) }));
    const sought = bare(written);
    // Of an e-mail address, what stands before the @: a long domain makes nobody another person.
    const measured = sought.split('@')[0] ?? '';
    const most = Math.min(3, Math.max(1, Math.floor(measured.length / 3)));
    return all
      .filter(({ name }) => name !== written)
      .map(({ name, read }) => ({ name, away: away(sought, read, most) }))
      .filter(({ away }) => away <= most)
      .sort((a, b) => a.away - b.away || (a.name < b.name ? -1 : 1))
      .slice(0, MOST)
      .map(({ name }) => name);
  };
}

/** `Did you mean A or B?` for messages, with a blank before it; '' where nothing is near. */
export const didYouMean = (near: readonly string[]): string =>
  near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;

function away(sought: string, name: string, most: number): number {
  const letters = distance(sought, name, most);
  return sought.length >= LEAST_BEGUN && name.startsWith(sought) ? Math.min(letters, most) : letters;
}
/** Letters by which a name is known that was only begun. */
const LEAST_BEGUN = 3;

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]/gu, '');

/** How many letters lie between two words; anything above `most` where that is clear earlier. */
function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  const [a, b] = differing(one, other);
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const step = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = swapped ? Math.min(step, (before[j - 2] ?? 0) + 1) : step;
    }
    if (Math.min(...row) > most) return most + 1;
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** Two words without what they begin and end with alike: of a company's addresses that is most of each. */
function differing(one: string, other: string): [string, string] {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && one[start] === other[start]) start++;
  let end = 0;
  while (end < shorter - start && one.at(-1 - end) === other.at(-1 - end)) end++;
  return [one.slice(start, one.length - end), other.slice(start, other.length - end)];
}
