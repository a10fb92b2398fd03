import { LedgerError } from '../errors.ts';
import type { AccountControls, FoundPolicy, Holder } from './found.ts';
import { callsModels, type OpenHole, openIn, reachesBedrock } from './inForce.ts';
import { parsePolicy } from './parse.ts';
import type { ProbeFacts } from './probes.ts';
import { listOf } from './statements.ts';
import type { NamedPolicy, PoliciesInForce } from './types.ts';

/** Everybody who has policies about Bedrock, with what these leave open. */

/** What was found of some holders whose policies say the same. */
export interface HolderReport {
  kind: Holder['kind'];
  names: readonly string[];
  accounts: readonly string[];
  holes: readonly OpenHole[];
  /** Policies of theirs that could not be read: what these say is not in `holes`. */
  unread: readonly string[];
}

export interface HoldersReport {
  holders: readonly HolderReport[];
  /** Roles that services of AWS take to call models, and by which services: they may need models directly. */
  services: readonly { name: string; accountId: string; by: readonly string[] }[];
  /** Holders beyond those that were looked at. */
  more: number;
}

/** What is judged together: somebody in an account, under what binds it. */
export interface Held {
  holder: Holder;
  accountId: string;
  controls: AccountControls | null;
  facts: ProbeFacts;
}

/** Of a thousand roles those that call models are few; a page of them is enough to begin with. */
const MOST = 50;

export function holdersReport(all: readonly Held[], most = MOST): HoldersReport {
  const concerned = all.map((one) => ({ ...one, ...policiesOf(one) })).filter(isConcerned);
  const services = concerned.filter(({ holder }) => servicesIn(holder.trust).length > 0);
  const people = concerned.filter((one) => !services.includes(one));
  const found = people.slice(0, most).map(({ holder, accountId, facts, policies, unread }) => ({
    kind: holder.kind,
    name: holder.name,
    accountId,
    holes: openIn(policies, facts).filter(({ state }) => state !== 'impossible' || isOfPeople(holder)),
    unread,
  }));
  const alike = Map.groupBy(found, ({ kind, name, holes, unread }) =>
    JSON.stringify([kind, kind === 'permissionSet' ? name : holes, holes, unread]),
  );
  return {
    holders: [...alike.values()].map((some) => ({
      kind: some[0]?.kind ?? 'role',
      names: [...new Set(some.map(({ name }) => name))].sort(),
      accounts: [...new Set(some.map(({ accountId }) => accountId))].sort(),
      holes: some[0]?.holes ?? [],
      unread: some[0]?.unread ?? [],
    })),
    services: services
      .filter(({ policies, facts }) => callsModels(policies, facts))
      .map(({ holder, accountId }) => ({ name: holder.name, accountId, by: servicesIn(holder.trust) })),
    more: Math.max(0, people.length - most),
  };
}

/** What people need and programs may well do without. */
const isOfPeople = ({ kind, name }: Holder): boolean =>
  kind === 'permissionSet' || name.startsWith('AWSReservedSSO_');

const isConcerned = ({
  policies,
  unread,
}: {
  policies: PoliciesInForce;
  unread: readonly string[];
}): boolean => policies.identity.some(({ document }) => reachesBedrock(document)) || unread.length > 0;

function policiesOf({ holder, controls }: Held): { policies: PoliciesInForce; unread: string[] } {
  const unread: string[] = [];
  const read = (found: FoundPolicy): NamedPolicy[] => {
    const policy = parsed(found);
    if (policy === null) unread.push(found.name);
    return policy === null ? [] : [policy];
  };
  const identity = holder.policies.flatMap(read);
  const [boundary = null] = holder.boundary === null ? [] : read(holder.boundary);
  return { policies: { identity, boundary, controls: controlsOf(controls) }, unread };
}

/** Levels as they bind: not the management account; a policy that cannot be read allows and denies nothing. */
export function controlsOf(controls: AccountControls | null): NamedPolicy[][] {
  if (controls === null || controls.accountId === controls.managementAccountId) return [];
  return controls.levels.map(({ policies }) => policies.flatMap((policy) => parsed(policy) ?? []));
}

/** null for one that is not there to read, or is not as IAM takes them. */
function parsed({ name, text }: FoundPolicy): NamedPolicy | null {
  if (text === null) return null;
  try {
    return parsePolicy(text, name);
  } catch (error) {
    if (error instanceof LedgerError) return null;
    throw error;
  }
}

/** Services that may take a role, where nobody else may. */
export function servicesIn(trust: string | null): string[] {
  const policy = trust === null ? null : parsed({ name: 'trust', text: trust });
  const found = new Set<string>();
  for (const { Effect, Principal } of policy?.document.Statement ?? []) {
    if (Effect !== 'Allow') continue;
    if (
      Principal === undefined ||
      Principal === '*' ||
      Object.keys(Principal).some((kind) => kind !== 'Service')
    )
      return [];
    for (const service of listOf(Principal.Service)) found.add(service);
  }
  return [...found].sort();
}
