import { sum } from './money.ts';
import { addDays, monthsOf } from './periods.ts';
import type { PrintedStatement } from './policies/printed.ts';
import { billReachesBackTo } from './retention.ts';
import type { Settings } from './settings.ts';
import type { Day, Money, Place } from './types.ts';

/** The way from an empty ledger to the first figures: its steps, and how far each is. Pure. */

/** In the order in which they are taken: each needs those before it, but for the last. */
export const SETUP_STEPS = ['accounts', 'permissions', 'tags', 'collection', 'signIn'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];
/** `unknown`: nothing was asked yet, or what is before it did not let it be asked. */
export type StepState = 'done' | 'todo' | 'failed' | 'unknown';

/** One harmless request to AWS that was made, or could not be. */
export interface Tried {
  /** As the doctor lists it. */
  name: string;
  /** null: of the payer. */
  place: Place | null;
  /** What the request needs; null: whose credentials these are, which every role may ask. */
  action: string | null;
  /** `unread`: it may be asked, and something of it is not read; `weak`: AWS gave no answer, though no refusal either. */
  state: 'ok' | 'failed' | 'unasked' | 'unread' | 'weak';
  /** What came of it, in words: of the doctor's. */
  found: string;
  /** AWS refuses it to whoever asked: a permission mends it, and nothing else does. */
  refused?: true;
  /** Whose credentials answered, by ARN. */
  arn?: string;
}

export interface TagState {
  key: string;
  status: 'active' | 'inactive' | 'unseen';
  optional: boolean;
}

export interface SetupFacts {
  /** How many accounts with a Region are to be read. */
  places: number;
  /** null: nothing was asked yet. */
  tried: readonly Tried[] | null;
  /** null: not asked yet, or not answered. */
  tags: readonly TagState[] | null;
  profiles: { known: number; lacking: number };
  collection: { collected: boolean; failed: boolean };
  signIn: { on: boolean; administrators: number };
}

const isOfCredentials = ({ action }: Tried): boolean => action === null;

/** How far each step is. */
export function stepsOf(facts: SetupFacts): Readonly<Record<SetupStep, StepState>> {
  return {
    accounts: accountsState(facts),
    permissions: permissionsState(facts),
    tags: tagsState(facts),
    collection: facts.collection.collected ? 'done' : facts.collection.failed ? 'failed' : 'todo',
    signIn: !facts.signIn.on ? 'todo' : facts.signIn.administrators === 0 ? 'failed' : 'done',
  };
}

function accountsState({ places, tried }: SetupFacts): StepState {
  const credentials = tried?.filter(isOfCredentials) ?? [];
  if (credentials.some(({ state }) => state !== 'ok')) return 'failed';
  if (places === 0) return 'todo';
  return credentials.length === 0 ? 'unknown' : 'done';
}

function permissionsState({ tried }: SetupFacts): StepState {
  const asked = tried?.filter((one) => !isOfCredentials(one) && one.state !== 'unasked') ?? [];
  if (asked.some(({ state }) => state === 'failed' || state === 'weak')) return 'failed';
  return asked.length === 0 ? 'unknown' : 'done';
}

/** A key can be activated only once AWS has seen it on billed use: until then there is nothing to do but to tag and to wait. */
function tagsState({ tags, profiles }: SetupFacts): StepState {
  if (tags === null) return 'unknown';
  const active = tags.every(({ status, optional }) => optional || status === 'active');
  return active && profiles.known > profiles.lacking ? 'done' : 'todo';
}

/** What is done of all, and the first that is not: what failed comes before what waits for it. */
export function progressOf(states: Readonly<Record<SetupStep, StepState>>): {
  done: number;
  all: number;
  next: SetupStep | null;
} {
  const open = SETUP_STEPS.filter((step) => states[step] !== 'done');
  return { done: SETUP_STEPS.length - open.length, all: SETUP_STEPS.length, next: open[0] ?? null };
}

/** Keys of cost allocation tags that matter, and which claims on the bill say them; `by` null: AWS alone needs it. */
export function wantedTags({
  tagKeys: { user, costCenter, profile },
  attribution,
  budgetsMirror,
}: Pick<Settings, 'tagKeys' | 'attribution' | 'budgetsMirror'>) {
  const byPrincipal = attribution === 'iamPrincipal';
  return [
    { key: user, says: 'user', optional: false },
    { key: costCenter, says: 'costCenter', optional: false },
    { key: profile, says: 'profile', optional: false },
    { key: `iamPrincipal/${user}`, says: 'principal', optional: !byPrincipal },
    // The ledger knows cost centers of callers by itself; AWS Budgets knows them by this key alone.
    ...(byPrincipal && budgetsMirror.enabled
      ? [{ key: `iamPrincipal/${costCenter}`, says: null, optional: false } as const]
      : []),
  ] as const;
}

/** What is to be added to the policy of one role, and why. */
export interface Lacking {
  /** Whose it is: `server`, the credentials of the process; `payer`, those that read the bill; else an account by its id. */
  of: string;
  actions: readonly string[];
  /** Without names, so that they fit beside what the policy holds already. */
  statements: readonly Omit<PrintedStatement, 'Sid'>[];
}

/**
 * The least that mends what AWS refused, role by role: of the statements that the service needs those parts that allow it.
 * @param statements of the whole policy of the service
 */
export function lackingOf(tried: readonly Tried[], statements: readonly PrintedStatement[]): Lacking[] {
  const refused = tried.flatMap(({ place, action, refused: isRefused, state }) => {
    if (!isRefused && state !== 'weak') return [];
    // A role that may not be taken on is missed by whoever takes it on.
    if (action === null) return place === null ? [] : [{ of: 'server', action: 'sts:AssumeRole' }];
    return [{ of: roleOf(place, tried), action }];
  });
  return [...Map.groupBy(refused, ({ of }) => of)].map(([of, some]) => {
    const actions = [...new Set(some.map(({ action }) => action))].sort();
    return { of, actions, statements: statements.flatMap((one) => allowing(one, actions)) };
  });
}

/** One role may read the bill and an account: it has one policy. */
function roleOf(place: Place | null, tried: readonly Tried[]): Lacking['of'] {
  const credentials = tried.filter(isOfCredentials);
  const payer = credentials.find((one) => one.place === null)?.arn;
  const own = credentials.find((one) => one.place?.accountId === place?.accountId)?.arn;
  return place === null || (own !== undefined && own === payer) ? 'payer' : place.accountId;
}

function allowing({ Sid: _, ...statement }: PrintedStatement, actions: readonly string[]) {
  const Action = [statement.Action ?? []].flat().filter((action) => actions.includes(action));
  return statement.Effect === 'Allow' && Action.length > 0 ? [{ ...statement, Action }] : [];
}

/** What Cost Explorer takes for one page of an answer: $0.01, in 10⁻¹⁰ USD. */
const PRICE_OF_PAGE = 100_000_000n as Money;

/**
 * What the first bill takes at least: each reading of each month, and one question for the services. Large companies have
 * answers of several pages.
 */
export function firstBill(
  today: Day,
  backfillDays: number,
  readings: number,
): { months: number; requests: number; charge: Money } {
  const [wanted, given] = [addDays(today, -backfillDays), billReachesBackTo(today)];
  const range = { start: wanted < given ? given : wanted, endExclusive: addDays(today, 1) };
  const months = monthsOf(range).length;
  const requests = months * readings + 1;
  return { months, requests, charge: sum(Array.from({ length: requests }, () => PRICE_OF_PAGE)) };
}
