import type { Aws } from '../../aws/types.ts';
import { LedgerError } from '../../core/errors.ts';
import { dayOf } from '../../core/periods.ts';
import { GLOBAL, geographyOf, type PolicyChoices } from '../../core/policies/choices.ts';
import { mostCalls, priceOfCall } from '../../core/policies/proof.ts';
import { choicesOf } from '../../core/policies/standard.ts';
import { partitionOf } from '../../core/regions.ts';
import type { CatalogueEntry, Money, Place } from '../../core/types.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';

/** What a proof is about, and what it can cost at the most. */

export type ProofGateways = Pick<Aws, 'bedrock' | 'runtime' | 'sts' | 'as'>;

export interface ProofAsked extends Place {
  /** Id of a foundation model. */
  model: string;
  /** Geography whose profile is copied; null: the first that the Region has for the model. */
  geography: string | null;
  /** Role with the policies of people, which trusts this product's role for `sts:AssumeRole` and `sts:TagSession`. */
  roleArn: string;
  /** How long a tag is waited for, milliseconds. */
  patienceMs: number;
}
/** What is about to be done, for whoever is to confirm it. */
export interface ProofPlan extends ProofAsked {
  modelKey: string;
  /** The system profile of the geography; null: the model is called in its Region alone. */
  source: CatalogueEntry | null;
  globalSource: CatalogueEntry | null;
  modelArn: string;
  choices: PolicyChoices;
  calls: number;
  pricePerCall: Money;
  /** The most that all calls can cost. */
  atMost: Money;
  /** Whether the model has a price; else it is reckoned with the cautious rate. */
  isListed: boolean;
}

/**
 * What a proof would do and cost. Asks AWS for the models of the Region, which is free.
 * @throws Forbidden, AwsError; LedgerError where the Region does not have the model or the geography
 */
export async function planProof(asking: Asking, aws: ProofGateways, asked: ProofAsked): Promise<ProofPlan> {
  mustBeAllowed(asking, 'change', { kind: 'policies' });
  const { region, accountId } = asked;
  const catalogue = await aws.bedrock.listCatalogue(asked);
  const named = catalogue.find(({ id }) => id === asked.model);
  if (named === undefined)
    throw new LedgerError(
      'badRequest',
      `--model: ${region} has no model or system profile "${asked.model}". Name the id of a foundation model that answers text, such as anthropic.claude-haiku-4-5-20251001-v1:0`,
    );
  const { modelKey } = named;
  const { source, globalSource } = sourcesOf(catalogue, modelKey, asked);
  const model = catalogue.find(({ type, id }) => type === 'model' && id === modelKey);
  const rates = await inOneReading(asking, ({ store }) => store.rates.all());
  const { settings } = asking;
  const day = dayOf(asking.now);
  const { price, isListed } = priceOfCall(modelKey, rates, catalogue, day, settings.cautiousRatePerMillion);
  const calls = mostCalls(asked.patienceMs);
  return {
    ...asked,
    modelKey,
    source,
    globalSource,
    modelArn:
      model?.modelArns[0] ?? `arn:${partitionOf(region)}:bedrock:${region}::foundation-model/${modelKey}`,
    choices: choicesOf(settings, catalogue, { regions: [region], accounts: [accountId] }),
    calls,
    pricePerCall: price,
    atMost: wholeCents(price * BigInt(calls)),
    isListed,
  };
}

const CENT = 100_000_000n;
/** Rounded up: nobody confirms less than it can be. */
const wholeCents = (amount: bigint): Money => (((amount + CENT - 1n) / CENT) * CENT) as Money;

function sourcesOf(
  catalogue: readonly CatalogueEntry[],
  modelKey: string,
  { geography, region }: ProofAsked,
): Pick<ProofPlan, 'source' | 'globalSource'> {
  const profiles = catalogue.filter(
    (entry) => entry.type === 'systemProfile' && entry.modelKey === modelKey && entry.region === region,
  );
  const geographic = profiles.filter(({ id }) => geographyOf(id) !== GLOBAL);
  const source = geographic.find(({ id }) => geography === null || geographyOf(id) === geography) ?? null;
  if (source === null && geography !== null)
    throw new LedgerError(
      'badRequest',
      `--geo: ${region} has no profile "${geography}" of ${modelKey}; it has ${geographic.map(({ id }) => geographyOf(id)).join(', ') || 'none'}`,
    );
  return { source, globalSource: profiles.find(({ id }) => geographyOf(id) === GLOBAL) ?? null };
}
