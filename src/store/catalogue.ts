import { and, asc, eq } from 'drizzle-orm';
import { modelsChanged, readsOtherwise } from '../core/models.ts';
import type { CatalogueEntry } from '../core/types.ts';
import type { Connection, Db } from './connection.ts';
import { moveDaysCalling, moveDaysSpelling } from './dayInputs.ts';
import { moveRateInputs } from './rateInputs.ts';
import * as schema from './schema.ts';

/** All Regions, by Region and id. */
export function catalogueIn(db: Db): CatalogueEntry[] {
  const { catalogue: t } = schema;
  const rows = db.select().from(t).orderBy(asc(t.region), asc(t.id)).all();
  return rows.map(({ about, ...entry }) => (about === null ? entry : { ...entry, about }));
}

/** Writes what a Region's catalogue holds otherwise, and nothing else. Runs inside the caller's transaction. */
export function replaceCatalogue(
  { sqlite, db: inside }: Connection,
  region: string,
  entries: readonly CatalogueEntry[],
): void {
  const t = schema.catalogue;
  const text = ({ modelKey, name, provider, modelArns, about }: CatalogueEntry) =>
    JSON.stringify([modelKey, name, provider, modelArns, about ?? null]);
  const before = catalogueIn(inside);
  const key = ({ type, id }: CatalogueEntry) => `${type} ${id}`;
  const held = new Map(before.filter((one) => one.region === region).map((one) => [key(one), one]));
  let moved = false;
  const wanted = new Set<string>();
  for (const entry of entries) {
    if (wanted.has(key(entry))) continue;
    wanted.add(key(entry));
    const one = held.get(key(entry));
    if (one !== undefined && text(one) === text(entry)) continue;
    moved = true;
    inside
      .insert(t)
      .values({ ...entry, about: entry.about ?? null })
      .onConflictDoUpdate({
        target: [t.region, t.type, t.id],
        set: { ...entry, about: entry.about ?? null },
      })
      .run();
  }
  for (const [name, { type, id }] of held) {
    if (wanted.has(name)) continue;
    moved = true;
    inside
      .delete(t)
      .where(and(eq(t.region, region), eq(t.type, type), eq(t.id, id)))
      .run();
  }
  if (!moved) return;
  const after = catalogueIn(inside);
  if (readsOtherwise(before, after)) moveDaysCalling(sqlite, before, after);
  const changed = modelsChanged(before, after);
  if (changed.length === 0) return;
  moveDaysSpelling(sqlite, changed);
  moveRateInputs(sqlite);
}
