import type { ModelMatcher } from './models.ts';
import { countsModel, type Narrowing } from './narrowing.ts';
import { readUsageType } from './usageTypes.ts';

/** By which SERVICE names of the bill AWS Budgets can count a family of models, or a vendor's. Pure. */

/** What the bill lists, whatever it cost. */
export interface UsageListed {
  service: string;
  usageType: string;
  unit: string;
}

type OfModels = Extract<Narrowing, { kind: 'family' | 'vendor' }>;

/**
 * SERVICE names under which the bill lists these models and nothing else, in order. None where some of them are listed
 * beside others (as all are whose SERVICE is `Amazon Bedrock`): a budget by that name would count those as well, and one
 * without it too little.
 */
export function servicesOfModels(
  listed: readonly UsageListed[],
  { match }: Pick<ModelMatcher, 'match'>,
): (narrowing: OfModels) => readonly string[] {
  const models = new Map<string, Set<string>>();
  for (const { service, usageType, unit } of listed) {
    const name = readUsageType(service, usageType, unit).modelName;
    const found = models.get(service) ?? new Set();
    models.set(service, found.add(name === null ? '' : (match(name) ?? name)));
  }
  const known = new Map<string, readonly string[]>();
  return (narrowing) => {
    const id = `${narrowing.kind} ${narrowing.key}`;
    const found = known.get(id) ?? servicesIn(models, narrowing);
    known.set(id, found);
    return found;
  };
}

function servicesIn(models: ReadonlyMap<string, ReadonlySet<string>>, narrowing: OfModels): string[] {
  const isOf = (model: string) => countsModel(narrowing, model);
  const some = [...models].filter(([, found]) => [...found].some(isOf));
  return some.every(([, found]) => [...found].every(isOf)) ? some.map(([service]) => service).sort() : [];
}
