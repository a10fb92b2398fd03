import type { Mend } from '../core/hygiene/types.ts';
import type { Frame } from './layout.tsx';

/** What a mend does, in a few words. */
export function mendWords({ way, steps }: Mend, { m }: Pick<Frame, 'm'>): string {
  const { ways } = m.hygiene;
  const [deed] = steps.map((step) => step.deed);
  if (way === 'replace') return ways.replace;
  if (deed?.kind === 'tag')
    return ways.tag(
      Object.entries(deed.set)
        .map(([key, value]) => `${key}=${value}`)
        .join(', '),
    );
  if (deed?.kind === 'byHand') return m.plans.hands[deed.what]?.(deed.from, deed.to) ?? deed.what;
  if (steps.length > 1) return ways.deleteSome(steps.length);
  if (deed?.kind !== 'delete' || deed.unusedSince === null) return ways.delete;
  return deed.notBefore === null ? ways.deleteUnused : ways.deleteIdle;
}
