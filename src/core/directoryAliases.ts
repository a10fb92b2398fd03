import { type Alias, aliasesIn, aliasFault } from './aliases.ts';
import type { PersonRow, RowFaultKind, RowNote } from './directory.ts';

/** Other addresses as rows name them: separated by blanks or `;`, `-` says that there is none. */

/** null where a cell says nothing. */
export const aliasesSaid = (cell = ''): string[] | null =>
  cell === '' ? null : cell === '-' ? [] : aliasesIn(cell);

/** What no row can make an alias: each address by itself, with whom else it concerns. */
export function aliasFaults(
  rows: readonly PersonRow[],
  people: readonly string[],
  held: readonly Alias[],
): RowNote<RowFaultKind>[] {
  const own = new Set([...people, ...rows.map(({ cells }) => cells.email ?? '')]);
  const spoken = new Set(rows.filter(({ cells }) => cells.aliases).map(({ cells }) => cells.email ?? ''));
  // What an earlier file said of somebody of whom this one speaks is no longer said.
  const known: Pick<Alias, 'alias' | 'email'>[] = held.filter(
    ({ source, email }) => source !== 'file' || !spoken.has(email),
  );
  const found: RowNote<RowFaultKind>[] = [];
  for (const { line, cells } of rows)
    for (const value of aliasesSaid(cells.aliases) ?? []) {
      const email = cells.email ?? '';
      if (value === email) continue;
      const fault = aliasFault(value, email, { people: own, aliases: known });
      if (fault !== null)
        found.push({
          line,
          field: 'aliases',
          value,
          kind: KIND[fault.kind] ?? 'notEmail',
          others: [fault.other].filter(Boolean),
        });
      else known.push({ alias: value, email });
    }
  return found;
}

const KIND: Readonly<Record<string, RowFaultKind>> = {
  signs: 'signs',
  long: 'long',
  person: 'aliasPerson',
  taken: 'aliasTaken',
  tooMany: 'aliasTooMany',
};
