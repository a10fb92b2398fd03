import type { StepReason } from '../core/provisioning/plans.ts';
import type { Deed } from '../core/provisioning/types.ts';
import type { Frame } from './layout.tsx';

/** What steps of plans do, and why something is not done: the same words on pages and at the terminal. */

/** Why, in words; what a later version words is shown as it is kept. */
export function reasonWords({ key, detail }: StepReason, { m }: Pick<Frame, 'm'>): string {
  const words = m.plans.reasons[key];
  if (words !== undefined) return words(detail);
  const values = Object.values(detail).join(', ');
  return values === '' ? key : `${key}: ${values}`;
}

export const shortId = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
const pairs = (tags: Readonly<Record<string, string>>): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

/** What a step does, in a few words. */
export function deedWords(deed: Deed, { m }: Pick<Frame, 'm'>): string {
  const { deeds } = m.plans;
  switch (deed.kind) {
    case 'create': {
      const { wanted } = deed;
      const tags = { ...(wanted.costCenter === '' ? {} : { '': wanted.costCenter }), ...wanted.tags };
      return `${deeds.create(wanted.sourceId)} · ${pairs(tags).replace(/^=/, '')}`;
    }
    case 'tag':
      return [
        ...(Object.keys(deed.set).length > 0 ? [deeds.set(pairs(deed.set))] : []),
        ...(deed.remove.length > 0 ? [deeds.remove(deed.remove.join(', '))] : []),
      ].join('; ');
    case 'delete':
      return deed.unusedSince === null
        ? deeds.delete(shortId(deed.arn))
        : `${deeds.delete(shortId(deed.arn))}, ${deeds.unusedSince}`;
    case 'tell':
      return deeds.tell(shortId(deed.arn), shortId(deed.replaces.arn));
    case 'byHand':
      return m.plans.hands[deed.what]?.(deed.from, deed.to) ?? deeds.byHand(deed.what, deed.from, deed.to);
  }
}
