import { partitionOf } from '../regions.ts';
import type { Settings } from '../settings.ts';
import type { CatalogueEntry, Profile } from '../types.ts';
import { endsAsAllowed, endsOf } from './ends.ts';
import { FULL_ACCESS } from './fullAccess.ts';
import { type OpenHole, openIn } from './inForce.ts';
import { probeFacts } from './probeFacts.ts';
import type { ProbeFacts } from './probes.ts';
import { type CalledProfile, type RegionsDenied, regionsDenied } from './regionsDenied.ts';
import { choicesOf } from './standard.ts';
import type { NamedPolicy, PoliciesInForce } from './types.ts';

/** Policies that somebody hands in, judged as if they were all that somebody has. */

export interface PastedReport {
  /** null where only service control policies were handed in. */
  holes: readonly OpenHole[] | null;
  /** null where none were. */
  regions: RegionsDenied | null;
  /** Whether it is known where calls end; otherwise only the Region itself was asked about. */
  routesKnown: boolean;
}

type Installation = Pick<Settings, 'accounts' | 'payer' | 'regions' | 'tagKeys' | 'policies' | 'vending'>;

/** An account that is in no settings. */
export const ANY_ACCOUNT = '111122223333';

/**
 * Policies of one level of service control policies, with FullAWSAccess beside them where nothing of them allows: a level
 * that only denies would allow nothing without it.
 */
export const levelOf = (policies: readonly NamedPolicy[]): readonly NamedPolicy[] =>
  policies.some(({ document }) => document.Statement.some(({ Effect }) => Effect === 'Allow'))
    ? policies
    : [FULL_ACCESS, ...policies];

export function pastedReport(
  policies: PoliciesInForce,
  settings: Installation,
  catalogue: readonly CatalogueEntry[],
  profiles: readonly Profile[],
): PastedReport {
  const [region = 'us-east-1'] = settings.regions;
  const accountId = settings.accounts[0]?.accountId ?? settings.payer.accountId ?? ANY_ACCOUNT;
  const choices = choicesOf(settings, catalogue, { selfService: false });
  const facts = probeFacts({
    accountId,
    region,
    catalogue,
    choices,
    caller: { arn: `arn:${partitionOf(region)}:iam::${accountId}:role/somebody`, tags: {} },
  });
  // That others are denied is meant.
  const called = profiles
    .map((one) => ({ arn: one.arn, region: one.region, modelArns: endsOf(one) }))
    .filter((one) => endsAsAllowed(choices, one));
  return {
    holes: policies.identity.length === 0 ? null : openIn(policies, facts),
    regions:
      policies.controls.length === 0
        ? null
        : regionsDenied(policies.controls, called.length > 0 ? called : madeUp(facts)),
    routesKnown: catalogue.length > 0,
  };
}

/** A profile for each route that is allowed. */
const madeUp = ({ choices, caller, region, model, routes }: ProbeFacts): CalledProfile[] =>
  Object.values(routes).map((regions) => ({
    arn: `arn:${choices.partition}:bedrock:${region}:${caller.accountId}:application-inference-profile/any`,
    modelArns: regions.map((one) => `arn:${choices.partition}:bedrock:${one}::foundation-model/${model}`),
  }));
