import { OWN_ACCOUNT, type PolicyChoices } from './choices.ts';
import type { PolicyKind, PrintedPolicy } from './generate.ts';
import { SERVICE_ROLE } from './standard.ts';
import type { Template } from './templates.ts';
import type { PolicyDocument } from './types.ts';

/** What permission sets and policies are called where nobody says otherwise. */
const NAMES: Readonly<Record<PolicyKind, string>> = {
  invoke: 'BedrockOwnProfiles',
  'self-service': 'BedrockSelfService',
  guard: 'BedrockProfilesOnly',
  service: SERVICE_ROLE,
  trust: SERVICE_ROLE,
  boundary: 'BedrockLedgerStops',
};
/** A working day. */
const SESSION_HOURS = 8;

interface Words {
  /** Latin-1: AWS takes no other characters. */
  description: string;
  /** Sid → sentence. */
  sentences: Readonly<Record<string, string>>;
  name?: string;
}

/**
 * The template of a policy that was printed, for where it was printed for.
 * @param trust who takes the role on: with it, a policy for a role makes that role; without, it goes into one that is
 * there. The trust policy itself has no template of its own: it comes with the service's policy.
 */
export function templateOf(
  { kind, target, document }: Pick<PrintedPolicy, 'kind' | 'target' | 'document'>,
  choices: Pick<PolicyChoices, 'accounts' | 'tagKeys' | 'exemptions'>,
  { name = NAMES[kind], description, sentences }: Words,
  trust: PolicyDocument | null = null,
): Template {
  const exemptions = kind === 'guard' ? choices.exemptions : [];
  const shared = { name, description, document, sentences, exemptions };
  switch (target) {
    case 'permissionSet':
      return {
        ...shared,
        target,
        tagKeys: choices.tagKeys,
        accounts: choices.accounts.filter((account) => account !== OWN_ACCOUNT),
        sessionHours: SESSION_HOURS,
      };
    case 'managedPolicy':
      return { ...shared, target };
    case 'scp':
      return { ...shared, target, attachTo: [] };
    case 'role':
    case 'trust':
      return trust === null ? { ...shared, target: 'rolePolicy' } : { ...shared, target: 'role', trust };
  }
}
