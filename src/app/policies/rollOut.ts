import { addressOn } from '../../core/estate.ts';
import { type PrintedPolicy, printPolicy } from '../../core/policies/generate.ts';
import type { Proof } from '../../core/policies/proof.ts';
import { choicesOf } from '../../core/policies/standard.ts';
import { type Asking, inOneReading, mustBeAllowed } from '../asking.ts';
import { type AuditReport, auditPolicies } from './audit.ts';
import { lastProof } from './prove.ts';
import type { LastReading, PolicyReadings } from './readings.ts';

/** How far an installation is on the way to profiles as the only way in, as far as its ledger knows. */

export interface RollOut {
  choices: ReturnType<typeof choicesOf>;
  invoke: PrintedPolicy;
  guard: PrintedPolicy;
  /** What reads the whole ledger of the days and the whole estate; null: it was not asked for. */
  counted: Counted | null;
  proof: Proof | null;
  last: LastReading | null;
}

export interface Counted {
  audit: AuditReport;
  /** Those that are there. */
  people: number;
  withoutCostCenter: number;
  /** Those that are there, and of them those whose owner is there too. */
  profiles: number;
  owned: number;
}

/** Days that are looked at for who would have been denied. */
const DAYS = 14;

/**
 * @param counted whether who would have been denied, people and profiles are worked out, which takes as long as the
 * company is large
 * @throws Forbidden for whoever is no administrator
 */
export const rollOut = (
  asking: Asking,
  readings: PolicyReadings | null,
  counted: boolean,
): Promise<RollOut> =>
  inOneReading(asking, async (inside) => {
    mustBeAllowed(inside, 'change', { kind: 'policies' });
    const { store, settings } = inside;
    const choices = choicesOf(settings, await store.profiles.catalogue());
    return {
      choices,
      invoke: printPolicy('invoke', choices),
      guard: printPolicy('guard', choices),
      counted: counted ? await count(inside) : null,
      proof: await lastProof(inside),
      last: readings?.seenBy(inside).last ?? null,
    };
  });

async function count(inside: Asking): Promise<Counted> {
  const { store, settings } = inside;
  const people = (await store.people.list()).filter(({ active }) => active);
  const known = new Set(people.map(({ email }) => email));
  const profiles = (await store.profiles.all()).filter(({ goneAt }) => goneAt === null);
  return {
    audit: await auditPolicies(inside, DAYS, null),
    people: people.length,
    withoutCostCenter: people.filter(({ costCenter }) => !costCenter).length,
    profiles: profiles.length,
    owned: profiles.filter((one) => known.has(addressOn(one, settings.tagKeys))).length,
  };
}
