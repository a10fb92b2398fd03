import { ownerOf } from '../../src/core/estate.ts';
import type { Servers } from './servers.ts';
import { LEFT, OTHER, OWNED, PERSONAS, UNPRICED } from './world.ts';

/** Rows of the company that stand in addresses. */

/** For each kind of row, by the word before it in the address: one's own, another's, one that there is not, and more. */
export async function rowsOf({ company }: Servers): Promise<Readonly<Record<string, readonly string[]>>> {
  const { store, settings } = company;
  const all = await store.profiles.all();
  const profileOf = (user: string) =>
    all.find((one) => one.goneAt === null && ownerOf(one, settings.tagKeys).user === user)?.shortId;
  const gone = all.find(({ goneAt }) => goneAt !== null)?.shortId;
  const made = all.find(({ createdAt }) => createdAt > '2026-11-24')?.shortId;
  const budgets = await store.budgets.list();
  const budgetOf = (wanted: string) =>
    budgets.find(({ scope }) => 'key' in scope && scope.key === wanted)?.id;
  const models = [...new Set(all.map(({ modelKey }) => modelKey))].sort();
  const found = {
    users: [PERSONAS.user, OTHER, 'nobody@example.com', '(none)', 'felix.kobayashi@example.com'],
    'cost-centers': ['CC-4001 Tokyo', OWNED, 'Nowhere', '(none)'],
    models: [models[0], UNPRICED, 'nothing.at-all', models.at(-1), 'unknown'],
    teams: [PERSONAS.manager, OTHER, 'nobody@example.com'],
    budgets: [budgetOf(PERSONAS.user), budgetOf(OTHER), 'nothing', budgetOf(OWNED)],
    profiles: [profileOf(PERSONAS.user), profileOf(PERSONAS.admin), 'nothing', made, gone],
    days: ['2026-11-23', '2026-09-01', '2026-02-31', '2026-11-03'],
    people: [PERSONAS.user, OTHER, 'nobody@example.com', PERSONAS.admin, 'Felix.Kobayashi@example.com', LEFT],
    tokens: ['token-narrow', 'token-good', 'none', 'token-revoked'],
    findings: ['unpricedModel', 'ownerCheck', 'nothing'],
    requests: ['nothing'],
    stops: ['nothing'],
    plans: ['nothing'],
    many: ['nothing'],
    hygiene: [made, gone, 'nothing'],
    // Of the changes of a budget.
    withdraw: ['1', '2', '99'],
    channels: ['email', 'nothing'],
    changes: ['1', '2', '99'],
  };
  return Object.fromEntries(
    Object.entries(found).map(([kind, rows]) => [
      kind,
      rows.map((row) => {
        if (row === undefined) throw new Error(`the company of the record lacks a row of "${kind}"`);
        return row;
      }),
    ]),
  );
}

/** A route with rows in the places of its parameters: as many addresses as its longest kind has rows. */
export function filled(route: string, rows: Readonly<Record<string, readonly string[]>>): string[] {
  const parts = route.split('/');
  const lists = parts.map((part, at) => {
    if (!part.startsWith(':')) return [part];
    const kind = parts[at - 1] ?? '';
    const values = rows[kind];
    if (!values) throw new Error(`${route}: name rows of "${kind}" in test/record/rows.ts`);
    return values.map(encodeURIComponent);
  });
  const many = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: many }, (_, i) => lists.map((list) => list[i % list.length]).join('/'));
}
