import { ownerOf } from '../../core/estate.ts';
import { type PrintedPolicy, printPolicy } from '../../core/policies/generate.ts';
import type { Proof } from '../../core/policies/proof.ts';
import { choicesOf } from '../../core/policies/standard.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { type AuditReport, auditPolicies } from './audit.ts';
import { lastProof } from './prove.ts';
import type { LastReading, PolicyReadings } from './readings.ts';

/** How far an installation is on the way to profiles as the only way in, as far as its ledger knows. */

export interface RollOut {
  audit: AuditReport;
  choices: ReturnType<typeof choicesOf>;
  invoke: PrintedPolicy;
  guard: PrintedPolicy;
  /** Those that are there. */
  people: number;
  withoutCostCenter: number;
  /** Those that are there, and of them those whose owner is there too. */
  profiles: number;
  owned: number;
  proof: Proof | null;
  last: LastReading | null;
}

/** Days that are looked at for who would have been denied. */
const DAYS = 14;

/** @throws Forbidden for whoever is no administrator */
export const rollOut = (asking: Asking, readings: PolicyReadings | null): Promise<RollOut> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'policies' });
    const { store, settings } = inside;
    const choices = choicesOf(settings, await store.profiles.catalogue());
    const people = (await store.people.list()).filter(({ active }) => active);
    const known = new Set(people.map(({ email }) => email));
    const profiles = (await store.profiles.all()).filter(({ goneAt }) => goneAt === null);
    return {
      audit: await auditPolicies(inside, DAYS, null),
      choices,
      invoke: printPolicy('invoke', choices),
      guard: printPolicy('guard', choices),
      people: people.length,
      withoutCostCenter: people.filter(({ costCenter }) => !costCenter).length,
      profiles: profiles.length,
      owned: profiles.filter((one) => known.has(ownerOf(one, settings.tagKeys).user)).length,
      proof: await lastProof(inside),
      last: readings?.seenBy(inside).last ?? null,
    };
  });
