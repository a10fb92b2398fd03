import type { BudgetSlot } from '../../core/budgets.ts';
import type { Fault } from '../../core/errors.ts';
import { countsModel, type Narrowing, narrowingsOf, narrowingText } from '../../core/narrowing.ts';
import { nearest } from '../../core/nearest.ts';
import type { Asking } from '../asking.ts';
import { knownModels, UNKNOWN } from '../known.ts';
import { visibleProfiles } from '../visible.ts';

/** Whether what a new budget is of is anything here: a slip of a vendor, a tag or a manager would count nothing, silently. */

/** What a budget is of, and in which fields that was typed. */
export interface PartTyped extends Pick<BudgetSlot, 'scope' | 'narrowing'> {
  fields: { key: string; narrow: string };
}

/**
 * Parts of spend that nothing here is of, and teams to whom nobody belongs. While nothing of a kind is here at all, everything
 * is new. A budget that there is already is not asked about.
 */
export async function unknownParts(asking: Asking, typed: readonly PartTyped[]): Promise<Fault[]> {
  const known = new Known(asking);
  const faults: Fault[] = [];
  for (const { scope, narrowing, fields } of typed) {
    if (scope.kind === 'team' && (await known.leadsNobody(scope.key)))
      faults.push({ field: fields.key, key: UNKNOWN.team, value: scope.key });
    const near = narrowing === null ? null : await known.nearIfStrange(narrowing);
    if (near !== null)
      faults.push({ field: fields.narrow, key: UNKNOWN.part, value: narrowingText(narrowing), detail: near });
  }
  return faults;
}

/** What is here, each kind read once and only where it is asked for. */
class Known {
  readonly #asking: Asking;
  #models: Promise<readonly string[]> | null = null;
  #profiles: ReturnType<typeof visibleProfiles> | null = null;

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  /** Whether somebody who is in the directory has no reports; of whoever is not, their address is asked about. */
  async leadsNobody(manager: string): Promise<boolean> {
    const found = await this.#asking.store.people.details(manager);
    return found !== null && found.reports.length === 0;
  }

  /** What may be meant where nothing is of it; null: something is. */
  async nearIfStrange(narrowing: Narrowing): Promise<string[] | null> {
    const written = narrowingText(narrowing);
    if (narrowing.kind === 'tag') {
      const { key } = narrowing;
      const values = await this.#valuesOf(key);
      if (values.size === 0 || values.has(narrowing.value)) return null;
      return nearest(narrowing.value, values).map((value) => narrowingText({ kind: 'tag', key, value }));
    }
    this.#models ??= knownModels(this.#asking);
    const models = await this.#models;
    if (models.length === 0 || models.some((model) => countsModel(narrowing, model))) return null;
    const { families, vendors } = narrowingsOf(models);
    return nearest(written, [
      ...families.map((key) => narrowingText({ kind: 'family', key })),
      ...vendors.map((key) => narrowingText({ kind: 'vendor', key })),
    ]);
  }

  /** Values of a tag: those of the settings, and those that profiles bear. */
  async #valuesOf(key: string): Promise<ReadonlySet<string>> {
    const { settings } = this.#asking;
    this.#profiles ??= visibleProfiles(this.#asking);
    const borne = (await this.#profiles).flatMap(({ history }) =>
      history.flatMap(({ tags }) => tags[key] ?? []),
    );
    return new Set([...(settings.vending.tags.find((one) => one.key === key)?.values ?? []), ...borne]);
  }
}
