import { Invalid } from '../../core/errors.ts';
import { geographiesIn, IN_REGION, type PolicyChoices } from '../../core/policies/choices.ts';
import { type PolicyKind, type PrintedPolicy, printPolicy } from '../../core/policies/generate.ts';
import { type JudgedCall, judgedTable } from '../../core/policies/judgedTable.ts';
import { choicesOf } from '../../core/policies/standard.ts';
import { isRegion } from '../../core/regions.ts';
import type { CatalogueEntry } from '../../core/types.ts';
import { type Asking, inOneReading, mayDo, mustBeAllowed } from '../asking.ts';
import type { Typed } from '../typed.ts';
import { choiceFaults, listOf, readChosen, readPrinting, withTrust } from './choose.ts';

/** Policies, made from the settings, the catalogue and what was typed. Nothing is kept. */

export interface PoliciesShown {
  choices: PolicyChoices;
  policies: readonly PrintedPolicy[];
  /** Geographies that can be chosen in these Regions. */
  geographies: readonly string[];
  /** Ids of the models of these Regions, sorted. */
  models: readonly string[];
}

/**
 * The policies of the kinds asked for.
 * @param typed what is chosen otherwise than the settings have it, lists with commas: `account`, `region`, `partition`,
 * `model`, `geography`, `open`, `tier`, `exempt` (`PATTERN;OWNER;REASON`, with `|` between several), `selfService` and
 * `enforcement` (`on` or `off`), `target`, `without` (of the service), `part` (of the guard), `principal`, `externalId`
 * @param more the catalogue of Regions that the ledger does not know
 * @throws Forbidden; Invalid with every fault
 */
export async function showPolicies(
  asking: Asking,
  kinds: readonly PolicyKind[],
  typed: Typed,
  more: readonly CatalogueEntry[] = [],
): Promise<PoliciesShown> {
  const listed = await catalogueFor(asking, typed);
  return policiesFor(settingsSeen(asking), [...listed, ...more], kinds, typed);
}

/** The same with what the first of them lets somebody do, call by call. @throws Forbidden; Invalid */
export async function showJudged(
  asking: Asking,
  kinds: readonly [PolicyKind, ...PolicyKind[]],
  typed: Typed,
): Promise<PoliciesShown & { judged: readonly JudgedCall[] }> {
  const listed = await catalogueFor(asking, typed);
  const shown = policiesFor(settingsSeen(asking), listed, kinds, typed);
  const [first] = shown.policies as [PrintedPolicy];
  return { ...shown, judged: judgedTable(first.kind, first.document, shown.choices, listed) };
}

/** Everybody sees what is set; administrators choose otherwise. */
function catalogueFor(asking: Asking, typed: Typed): Promise<CatalogueEntry[]> {
  mustBeAllowed(asking, 'see', { kind: 'policies' });
  if (Object.keys(typed).length > 0) mustBeAllowed(asking, 'change', { kind: 'policies' });
  return inOneReading(asking, ({ store }) => store.profiles.catalogue());
}

/** The same of a catalogue, for whoever has no ledger. Pure. */
export function policiesFor(
  settings: Asking['settings'],
  all: readonly CatalogueEntry[],
  kinds: readonly PolicyKind[],
  typed: Typed,
): PoliciesShown {
  const regions = listOf(typed.region) ?? settings.regions;
  const catalogue = all.filter(({ region }) => regions.includes(region));
  const geographies = geographiesIn(catalogue, regions);
  const { chosen, faults } = readChosen(typed);
  const printing = readPrinting(typed, kinds, faults);
  if (faults.length > 0) throw new Invalid(faults);
  const choices = choicesOf(settings, catalogue, chosen);
  faults.push(...choiceFaults(choices, geographies, catalogue));
  const trusting = withTrust(printing, settings, choices, kinds, faults);
  if (faults.length > 0) throw new Invalid(faults);
  return {
    choices,
    policies: kinds.map((kind) => printPolicy(kind, choices, trusting)),
    geographies,
    models: [
      ...new Set(catalogue.filter(({ type }) => type === 'model').map(({ modelKey }) => modelKey)),
    ].sort(),
  };
}

/** Settings with external ids for those alone who may change policies; whoever only reads sees that there is one. */
function settingsSeen(asking: Asking): Asking['settings'] {
  const { settings } = asking;
  if (mayDo(asking, 'change', { kind: 'policies' })) return settings;
  const accounts = settings.accounts.map((account) => ({
    ...account,
    externalId: account.externalId === null ? null : HIDDEN,
  }));
  return { ...settings, accounts };
}
const HIDDEN = 'external-id-of-the-settings';

/** Regions that are asked for and whose routes the ledger does not know. */
export async function regionsWithoutCatalogue(asking: Asking, typed: Typed): Promise<string[]> {
  mustBeAllowed(asking, 'see', { kind: 'policies' });
  const { settings } = asking;
  const geographies = listOf(typed.geography) ?? settings.policies.geographies;
  if (geographies?.every((geography) => geography === IN_REGION)) return [];
  const catalogue = await inOneReading(asking, ({ store }) => store.profiles.catalogue());
  const regions = listOf(typed.region) ?? settings.regions;
  return regions.filter((region) => isRegion(region) && !catalogue.some((entry) => entry.region === region));
}
