import { ANY_INVOKE } from './actions.ts';
import {
  ANYWHERE,
  BUDGET_STATUS,
  EXCEEDED,
  GLOBAL,
  MANAGED_BY,
  type PolicyChoices,
  WITHIN,
} from './choices.ts';
import type { Conditions, PolicyStatement } from './types.ts';

/** What several of the printed policies hold alike. */

/** Makes statements that deny to all but some. */
export type Deny = (
  Sid: string,
  Action: readonly string[],
  on: Pick<PrintedStatement, 'Resource' | 'NotResource'>,
  conditions?: Conditions,
) => PrintedStatement;

/** A statement as it is printed: with a name, and lists where AWS takes lists. */
export interface PrintedStatement extends PolicyStatement {
  Sid: string;
}

/** A value that IAM fills in from the caller's own tag. Compared by `StringEquals`, a `*` in it is a mere letter. */
export const ownTag = (key: string): string => `\${aws:PrincipalTag/${key}}`;
export const resourceTag = (key: string): string => `aws:ResourceTag/${key}`;
export const requestTag = (key: string): string => `aws:RequestTag/${key}`;
export const principalTag = (key: string): string => `aws:PrincipalTag/${key}`;

/** At least one character: a tag that is there but empty names nobody. */
export const SOMETHING = '?*';

/** The tags that people give their own profiles. */
export const keysOfPeople = ({ tagKeys, tags }: PolicyChoices): string[] => [
  tagKeys.user,
  tagKeys.costCenter,
  ...tags.map(({ key }) => key),
];

/** Tags that decide whose a profile is, what it is charged to and whether it is stopped, and what else the company asks for. */
export const protectedKeys = ({ tagKeys, tags }: PolicyChoices): string[] => [
  tagKeys.user,
  tagKeys.costCenter,
  tagKeys.profile,
  MANAGED_BY,
  BUDGET_STATUS,
  ...tags.map(({ key }) => key),
];

/** Residency: the global route ends anywhere, and a profile copied from it does not show that in its own ARN. */
export const denyGlobal = ({ geographies }: PolicyChoices): PrintedStatement[] =>
  geographies.includes(GLOBAL)
    ? []
    : [
        {
          Sid: 'DenyGlobal',
          Effect: 'Deny',
          Action: [ANY_INVOKE],
          Resource: ['*'],
          Condition: { StringEquals: { 'aws:RequestedRegion': ANYWHERE } },
        },
      ];

/** A profile that is marked as over its budget answers nobody. */
export const denyExceeded = ({ enforcement }: PolicyChoices): PrintedStatement[] =>
  enforcement
    ? [
        {
          Sid: 'DenyWhenBudgetExceeded',
          Effect: 'Deny',
          Action: [ANY_INVOKE],
          Resource: ['*'],
          Condition: { StringEquals: { [resourceTag(BUDGET_STATUS)]: EXCEEDED } },
        },
      ]
    : [];

/**
 * Of profiles only those answer that are marked as within their budget, where the choices say so. Models have no tags: it is
 * asked of profiles alone.
 */
export const needingMark = ({ enforcement, needsMark }: PolicyChoices): Conditions | null =>
  enforcement && needsMark === true ? { StringNotEquals: { [resourceTag(BUDGET_STATUS)]: WITHIN } } : null;

/** A call that names no tier is of the default one, and names none to IAM either. */
export function denyOtherTiers({ tiers }: PolicyChoices): PrintedStatement[] {
  if (tiers === null) return [];
  const deny = (Sid: string, Condition: PrintedStatement['Condition']): PrintedStatement => ({
    Sid,
    Effect: 'Deny',
    Action: [ANY_INVOKE],
    Resource: ['*'],
    ...(Condition === undefined ? {} : { Condition }),
  });
  return [
    deny('DenyOtherTiers', {
      Null: { 'bedrock:ServiceTier': 'false' },
      StringNotEquals: { 'bedrock:ServiceTier': [...tiers] },
    }),
    ...(tiers.includes(DEFAULT_TIER)
      ? []
      : [deny('DenyDefaultTier', { Null: { 'bedrock:ServiceTier': 'true' } })]),
  ];
}
const DEFAULT_TIER = 'default';
