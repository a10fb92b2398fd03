import type { Person } from '../people.ts';

/** Whom somebody means who writes a name or a part of it. Pure. */

type Named = Pick<Person, 'email' | 'name' | 'costCenter' | 'active'>;

/** So many are offered; of more people, more of the name is asked for. */
export const MOST_OFFERED = 10;

/** Whether text is meant as a name: an address has its sign. */
export const isName = (text: string): boolean => text !== '' && !/[@＠]/.test(text);

/** Letters alone: width, case, blanks and the marks between names make no difference. */
const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s.,・·_'’-]/gu, '');
const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(/[\s.,・·_-]+/u)
    .map(bare)
    .filter((word) => word !== '');

/**
 * People whose name, or whose address before the @, holds all words of what was written, in any order; nobody who has left.
 * @returns those who are called exactly so first; `exactly` is how many they are
 */
export function peopleCalled(
  written: string,
  people: readonly Named[],
): { found: Named[]; exactly: number; more: boolean } {
  const sought = bare(written);
  const words = wordsOf(written);
  if (words.length === 0) return { found: [], exactly: 0, more: false };
  const isExact = ({ name }: Named) => name !== null && sameWords(name, sought, words);
  const fits = ({ name, email }: Named) => {
    const text = `${bare(name ?? '')} ${bare(email.split('@')[0] ?? '')}`;
    return text.includes(sought) || words.every((word) => text.includes(word));
  };
  const alive = people.filter(({ active }) => active);
  const exact = alive.filter(isExact);
  const others = alive.filter((person) => !isExact(person) && fits(person));
  const found = [...exact, ...others];
  return { found: found.slice(0, MOST_OFFERED), exactly: exact.length, more: found.length > MOST_OFFERED };
}

/** `佐藤 健` is `佐藤健`, `Sato Ken` is `Ken Sato`. */
const sameWords = (name: string, sought: string, words: readonly string[]): boolean =>
  bare(name) === sought || wordsOf(name).sort().join(' ') === [...words].sort().join(' ');
