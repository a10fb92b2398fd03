import type { CallName, ModelCall, ModelCaller } from '../accessTypes.ts';
import type { Day } from '../types.ts';
import type { HourTokens } from './activity.ts';
import { SYSTEM_PROFILES } from './catalogue.ts';
import { PLATFORM, RESEARCH, type Style } from './company.ts';
import { ODD_PROGRAMS } from './oddities.ts';
import { ODD_SYSTEM_PROFILES } from './oddModels.ts';
import { PROGRAM_NAMES } from './programs.ts';
import { hashOf, hex, pick, shortId } from './rng.ts';
import type { Source } from './source.ts';
import { dayStart, HOUR } from './time.ts';

/**
 * Calls of models one by one, as CloudTrail writes them down, worked out from the hours in which they were made. There
 * are fewer than in truth: up to two for each source and hour, which names everybody who called, as what, and where.
 */

/** Calls of one source in one hour at most. */
const CALLS_AN_HOUR = 2;
/** The role through which some go round their profiles: made by hand, taken from their own session. */
const EXPERIMENTS_ROLE = { name: 'model-experiments', path: '/team/' };
/** The program that signs with the long-term key of an IAM user; all others have roles. */
const WITH_KEY = 'review-bot';

/** What the trail needs to know of the company beside its usage. */
interface Company {
  /** The role under which people of an account use their profiles. */
  usersRole(accountId: string): { name: string; path: string };
  /** How the directory spells an address. */
  spelled(email: string): string;
}

const OPERATIONS: Readonly<Record<Style, readonly [CallName, ...CallName[]]>> = {
  agent: ['InvokeModelWithResponseStream'],
  chat: ['ConverseStream'],
  program: ['Converse', 'InvokeModel'],
  embedding: ['InvokeModel'],
  pictures: ['InvokeModel'],
};

/** The calls of one account and Region on one UTC day, oldest first. */
export function callsOf(
  day: Day,
  used: readonly { source: Source; hours: readonly HourTokens[] }[],
  company: Company,
): ModelCall[] {
  const start = dayStart(day);
  const calls = used.flatMap(({ source, hours }) => {
    // What was called while the simulator runs has no units of work: it is written down call by call elsewhere.
    if (source.channel !== 'runtime' || source.doer.units === 0) return [];
    const caller = callerOf(source, company, day);
    return hours.flatMap((hour) => hourCalls(source, caller, start + hour.hour * HOUR, hour.invocations));
  });
  return calls.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

function hourCalls(source: Source, caller: ModelCaller, hour: number, invocations: number): ModelCall[] {
  const key = `${source.doer.key}|${hour}`;
  const count = Math.min(invocations, 1 + pick(`${key}|calls`, CALLS_AN_HOUR));
  const operations = OPERATIONS[source.doer.style];
  return Array.from({ length: count }, (_, i) => ({
    // CloudTrail knows no parts of a second.
    at: hour + 1_000 * pick(`${key}|${i}|second`, HOUR / 1_000),
    accountId: source.accountId,
    region: source.region,
    operation: operations[i % operations.length] ?? operations[0],
    id: uuid(`${key}|${i}`),
    modelId: source.profile?.arn ?? source.dimension,
    inferenceRegion: elsewhere(source, `${key}|${i}`),
    caller,
  }));
}

const ROUTED = [...SYSTEM_PROFILES, ...ODD_SYSTEM_PROFILES];

/** The Region that a system profile chose, unless it is the one that was called. */
function elsewhere({ profile, region, dimension }: Source, key: string): string | undefined {
  const all = profile
    ? profile.modelArns.map((arn) => arn.split(':')[3] ?? '')
    : (ROUTED.find((system) => system.region === region && system.id === dimension)?.destinationRegions ??
      []);
  // A global route has a destination without a Region.
  const destinations = all.filter((name) => name !== '');
  const chosen = destinations[pick(`${key}|destination`, destinations.length)];
  return chosen === region ? undefined : chosen;
}

function callerOf({ profile, person, doer, accountId }: Source, company: Company, day: Day): ModelCaller {
  const temporary = keyId('ASIA', `${doer.key}|${day}`);
  if (person) {
    const role = profile ? company.usersRole(accountId) : EXPERIMENTS_ROLE;
    return { kind: 'session', role, session: company.spelled(person.email), accessKeyId: temporary };
  }
  const program = doer.key.slice(doer.key.lastIndexOf('|') + 1);
  const { name, path, ...own } = workloadOf(accountId, program);
  if (own.kind === 'user') return { kind: 'user', name, accessKeyId: own.accessKeyId };
  const session = program.replaceAll(' ', '-');
  return { kind: 'session', role: { name, path }, session, accessKeyId: temporary };
}

/** A role or user of IAM that calls models and is nobody's of IAM Identity Center. */
export type Workload = { accountId: string; name: string; path: string } & (
  | { kind: 'role'; for: 'programs' | 'people' }
  | { kind: 'user'; accessKeyId: string }
);

/**
 * Every role and user of IAM that the company's programs call models as, and the role that people take for it.
 * @param oddities whether the company has the programs of `oddities.ts`
 */
export const workloads = (oddities: boolean): readonly Workload[] => [
  ...[...PROGRAM_NAMES, ...(oddities ? ODD_PROGRAMS : [])].map(({ accountId, name }) =>
    workloadOf(accountId, name),
  ),
  ...[PLATFORM, RESEARCH].map(
    (accountId): Workload => ({ accountId, kind: 'role', for: 'people', ...EXPERIMENTS_ROLE }),
  ),
];

function workloadOf(accountId: string, program: string): Workload {
  const name = program.replaceAll(' ', '-');
  return name === WITH_KEY
    ? { accountId, kind: 'user', name, path: '/', accessKeyId: keyId('AKIA', name) }
    : { accountId, kind: 'role', for: 'programs', name: `bedrock-${name}`, path: '/service/' };
}

function keyId(prefix: string, key: string): string {
  return `${prefix}${shortId(key, 16).toUpperCase()}`;
}

const uuid = (key: string) =>
  hex(`${hashOf(key)}|${key}`, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
