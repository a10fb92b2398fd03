import type { Profile } from '../types.ts';
import type { PolicyChoices } from './choices.ts';

/** Models where calls through a profile end, as IAM asks for them. */

/** Listings may leave out the model without a Region, by which IAM judges the global route. */
export function withAnywhere(modelArns: readonly string[]): readonly string[] {
  const [first] = modelArns;
  if (first === undefined || modelArns.some((arn) => arn.split(':')[3] === '')) return modelArns;
  return [...modelArns, first.replace(/^((?:[^:]*:){3})[^:]*/, '$1')];
}

export const endsOf = ({ modelArns, route }: Pick<Profile, 'modelArns' | 'route'>): readonly string[] =>
  route === 'global' ? withAnywhere(modelArns) : modelArns;

/** Whether calls of a profile end only where the allowed routes from its Region do. */
export const endsAsAllowed = (
  { ends }: Pick<PolicyChoices, 'ends'>,
  { region, modelArns }: Pick<Profile, 'region' | 'modelArns'>,
): boolean => modelArns.every((arn) => ends[region]?.includes(arn.split(':')[3] ?? '') ?? false);
