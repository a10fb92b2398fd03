import { type Alias, type AliasFault, aliasesIn, aliasFault } from './aliases.ts';

/** Other addresses as rows name them: separated by blanks, `;` or `,`, `-` says that there is none. */

/** null where a cell says nothing. */
export const aliasesSaid = (cell = ''): string[] | null =>
  cell === '' ? null : cell === '-' ? [] : aliasesIn(cell);

interface Row {
  line: number;
  cells: Readonly<{ email?: string; aliases?: string }>;
}
interface AliasNote {
  line: number;
  value: string;
  kind: 'notEmail' | 'signs' | 'long' | 'aliasPerson' | 'aliasTaken' | 'aliasTooMany';
  /** Whom else it concerns. */
  others: readonly string[];
}

/** What no row can make an alias: each address by itself. */
export function aliasFaults(
  rows: readonly Row[],
  people: readonly string[],
  held: readonly Alias[],
): AliasNote[] {
  const own = new Set([...people, ...rows.map(({ cells }) => cells.email ?? '')]);
  const spoken = new Set(rows.filter(({ cells }) => cells.aliases).map(({ cells }) => cells.email ?? ''));
  // What an earlier file said of somebody of whom this one speaks is no longer said.
  const known: Pick<Alias, 'alias' | 'email'>[] = held.filter(
    ({ source, email }) => source !== 'file' || !spoken.has(email),
  );
  const found: AliasNote[] = [];
  for (const { line, cells } of rows)
    for (const value of aliasesSaid(cells.aliases) ?? []) {
      const email = cells.email ?? '';
      if (value === email) continue;
      const fault = aliasFault(value, email, { people: own, aliases: known });
      if (fault === null) known.push({ alias: value, email });
      else found.push({ line, value, kind: KIND[fault.kind], others: [fault.other].filter(Boolean) });
    }
  return found;
}

/** None is missing, and their own says nothing. */
const KIND: Readonly<Record<AliasFault, AliasNote['kind']>> = {
  missing: 'notEmail',
  notEmail: 'notEmail',
  signs: 'signs',
  long: 'long',
  ownAddress: 'aliasPerson',
  person: 'aliasPerson',
  taken: 'aliasTaken',
  tooMany: 'aliasTooMany',
};
