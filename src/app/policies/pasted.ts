import { type Fault, Invalid } from '../../core/errors.ts';
import { parsePolicy } from '../../core/policies/parse.ts';
import { levelOf, type PastedReport } from '../../core/policies/pasted.ts';
import type { NamedPolicy } from '../../core/policies/types.ts';
import { type Asking, mustBeAllowed } from '../asking.ts';
import type { Typed } from '../typed.ts';
import { judgePasted } from './inForce.ts';

/** Policies that were typed: `policy` of a person, `scp` a service control policy. Nothing is kept. */
export const PASTED = ['policy', 'scp'] as const;
export type PastedField = (typeof PASTED)[number];

/** @throws Forbidden; Invalid with every fault, whose field begins with the one it was typed into */
export async function judgeTyped(asking: Asking, typed: Typed): Promise<PastedReport> {
  mustBeAllowed(asking, 'change', { kind: 'policies' });
  const faults: Fault[] = [];
  const read = (field: PastedField): NamedPolicy[] => {
    const text = typed[field] ?? '';
    if (text === '') return [];
    try {
      return [parsePolicy(text, field)];
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      faults.push(...error.faults);
      return [];
    }
  };
  const [identity, control] = [read('policy'), read('scp')];
  if (faults.length === 0 && identity.length + control.length === 0)
    faults.push({ field: 'policy', key: 'noPolicy' });
  if (faults.length > 0) throw new Invalid(faults);
  return judgePasted(asking, {
    identity,
    boundary: null,
    controls: control.length === 0 ? [] : [levelOf(control)],
  });
}
