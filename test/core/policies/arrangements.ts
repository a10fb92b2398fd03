import {
  destinationsOf,
  endsByRegion,
  type PolicyChoices,
  routesOf,
} from '../../../src/core/policies/choices.ts';
import { type PolicyKind, printPolicy } from '../../../src/core/policies/generate.ts';
import type { PoliciesInForce, PolicyDocument } from '../../../src/core/policies/types.ts';
import type { CatalogueEntry } from '../../../src/core/types.ts';
import { type Arrangement, MODEL, type World } from './sentences.ts';

/** Policies as they are printed for a world, put together as people have them in force. */

/** What the Regions of a world list: a route within the geography and the global one. */
export function catalogueOf(w: World): CatalogueEntry[] {
  const entry = (id: string, regions: readonly string[]): CatalogueEntry => ({
    region: w.region,
    type: 'systemProfile',
    id,
    modelKey: MODEL,
    name: id,
    provider: 'Anthropic',
    modelArns: regions.map((region) => `arn:${w.partition}:bedrock:${region}::foundation-model/${MODEL}`),
  });
  return [
    entry(`${w.geo}.${MODEL}`, [w.region, w.second]),
    entry(`global.${MODEL}`, [w.region, '']),
    { ...entry(`${w.farGeo}.${MODEL}`, [w.far]), region: w.far },
  ];
}

export function choicesFor(w: World, global: boolean, more: Partial<PolicyChoices> = {}): PolicyChoices {
  const choices: PolicyChoices = {
    partition: w.partition,
    accounts: [w.account],
    regions: [w.region],
    tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
    tags: [],
    models: null,
    geographies: ['in-region', w.geo],
    destinations: [],
    routes: {},
    ends: {},
    selfService: true,
    enforcement: true,
    opened: [],
    tiers: null,
    exemptions: [
      {
        pattern: `arn:${w.partition}:iam::${w.account}:role/batch-*`,
        owner: 'data',
        reason: 'nightly batch',
      },
    ],
    serviceRoles: [`arn:${w.partition}:iam::${w.account}:role/bedrock-ledger`],
    namedRoles: [`arn:${w.partition}:iam::${w.account}:role/bedrock-ledger`],
    ...more,
  };
  const geographies = [...choices.geographies, ...(global ? ['global'] : [])];
  const ends = endsByRegion(catalogueOf(w), { ...choices, geographies });
  return {
    ...choices,
    geographies,
    routes: routesOf(catalogueOf(w), { ...choices, geographies }),
    ends,
    destinations: destinationsOf(ends),
  };
}

/** Documents of each kind; a mutation changes some of them. */
export type Documents = Readonly<Record<PolicyKind | 'closed', PolicyDocument>>;

export function documentsFor(choices: PolicyChoices): Documents {
  const of = (kind: PolicyKind, more: Partial<PolicyChoices> = {}) =>
    printPolicy(kind, { ...choices, ...more }).document;
  return {
    invoke: of('invoke', { selfService: false }),
    'self-service': of('self-service'),
    guard: of('guard'),
    closed: of('guard', { selfService: false }),
    service: of('service'),
    trust: of('trust'),
    boundary: of('boundary'),
  };
}

const allowing = (...Action: string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Sid: 'Everything', Effect: 'Allow', Action, Resource: '*' }],
});

export function inForce(arrangement: Arrangement | 'service', documents: Documents): PoliciesInForce {
  const named = (name: string, document: PolicyDocument) => ({ name, document });
  const people = (...own: PolicyDocument[]) => ({
    identity: own.map((document, i) => named(`policy ${i}`, document)),
    boundary: null,
    controls: [],
  });
  const under = (guard: PolicyDocument) => ({
    ...people(allowing('*')),
    controls: [
      [named('FullAWSAccess', allowing('*'))],
      [named('FullAWSAccess', allowing('*')), named('guard', guard)],
    ],
  });
  switch (arrangement) {
    case 'invoke':
      return people(documents.invoke);
    case 'self':
      return people(documents.invoke, documents['self-service']);
    case 'beside':
      return people(documents.invoke, documents['self-service'], allowing('bedrock:*'));
    case 'guard':
      return under(documents.guard);
    case 'closed':
      return under(documents.closed);
    case 'service':
      return people(documents.service);
  }
}
