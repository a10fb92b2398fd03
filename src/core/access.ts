import { type Budget, type BudgetScope, scopeOfWhom, type Whom } from './budgets.ts';

/**
 * May this person do this to that? Decided here, per row, for pages, API, exports and command line alike; nothing else
 * decides it. E-mail addresses and cost centers are compared letter by letter, as AWS compares the tags and attributes
 * that give access: `Ann@example.com` is not `ann@example.com`.
 */

export const ROLES = ['user', 'manager', 'costCenterOwner', 'finance', 'administrator'] as const;
/**
 * `user`: their own spend, budget and profiles. `manager`: those of whoever reports to them, directly or not.
 * `costCenterOwner`: what is charged to their cost centers, and whoever belongs to them. `finance`: sees everything.
 * `administrator`: sees and changes everything. Roles add up.
 */
export type Role = (typeof ROLES)[number];
/** Roles that somebody gives; a user is whoever signs in, a manager is whoever has reports. */
export const GIVEN_ROLES = ['costCenterOwner', 'finance', 'administrator'] as const;
export type GivenRole = (typeof GIVEN_ROLES)[number];

const READING_SCOPES = ['me', 'spend', 'budgets', 'profiles', 'people', 'operations', 'audit'] as const;
/** Scopes that change something; all others only read. */
export const WRITING_SCOPES = ['vend', 'budget'] as const;
export const SCOPES = [...READING_SCOPES, ...WRITING_SCOPES] as const;
/** What a personal access token may be used for; never for more than its owner may see and change. */
export type Scope = (typeof SCOPES)[number];

/** Whether a token with this scope may change something. */
export const isWriting = (scope: Scope): boolean => WRITING_SCOPES.some((one) => one === scope);

/** Who asks, with all that decides what they may. */
export interface Viewer {
  /** As the audit log names them: their e-mail address, or `local:<OS user>` for whoever works at the machine. */
  id: string;
  /** '' for whoever works at the machine: nobody's spend is theirs. */
  email: string;
  name: string | null;
  roles: ReadonlySet<Role>;
  /** Their own, by the directory; '' where it says none. */
  costCenter: string;
  /** Whoever reports to them, directly or not. */
  reports: ReadonlySet<string>;
  ownedCostCenters: ReadonlySet<string>;
  /** What their token is good for; null where they signed in themselves. */
  scopes: ReadonlySet<Scope> | null;
}

/** What is asked about. `user` and `costCenter` are '' where a row has none. */
export type Thing =
  /** A row of spend, or a profile: whose it is and what it is charged to. */
  | { kind: 'spend'; user: string; costCenter: string }
  /** `shared`: by the people of its cost center, so that it is nobody's own. */
  | { kind: 'profile'; user: string; costCenter: string; shared?: boolean }
  /** Somebody, with the cost center they belong to. */
  | { kind: 'person'; email: string; costCenter: string }
  | { kind: 'budget'; scope: BudgetScope; costCenter: string }
  | { kind: 'costCenter'; name: string }
  /** Tokens and sessions of somebody. */
  | { kind: 'credentials'; email: string }
  /**
   * Something that somebody asks for; `approvers` may answer it now, and who was `asked` may see what became of it, by
   * their own addresses.
   */
  | {
      kind: 'request';
      user: string;
      askedBy: string;
      costCenter: string;
      approvers: ReadonlySet<string>;
      asked: readonly string[];
    }
  /** The same as what was asked: for whoever asked to take back. */
  | { kind: 'wish'; user: string; askedBy: string }
  /** Who stands in for somebody. */
  | { kind: 'deputies'; email: string }
  /** A grace at a hard budget, which only they give themselves for whom it holds. */
  | { kind: 'grace'; whom: Whom }
  /** A stop by a hard budget; `approvers` may decide on more of that budget. */
  | { kind: 'stop'; whom: Whom; costCenter: string; approvers: ReadonlySet<string> }
  /** What is nobody's in particular: the bill as a whole, what runs, what was done, who is known, mails of the demo. */
  | { kind: 'bill' | 'jobs' | 'rates' | 'audit' | 'directory' | 'inbox' }
  /** Changes for many at once, and what became of them: whoever may change everything. */
  | { kind: 'plan' }
  /** What the policies allow: everybody may read the rules that bind them. */
  | { kind: 'policies' };

export type Deed = 'see' | 'change';

/** Whether `viewer` may do that. What a token is good for is asked apart, by `mayUse`. */
export function may(viewer: Viewer, deed: Deed, thing: Thing): boolean {
  // Nobody answers what they ask for themselves, administrators neither.
  if (thing.kind === 'request' && deed === 'change' && isOwnRequest(thing, viewer.email)) return false;
  if (thing.kind === 'grace') return isHeldBy(viewer, thing.whom);
  // Nor does anybody release themselves.
  if (thing.kind === 'stop' && deed === 'change' && isOwnStop(viewer, thing.whom)) return false;
  if (viewer.roles.has('administrator')) return true;
  return deed === 'see' ? maySee(viewer, thing) : mayChange(viewer, thing);
}

/**
 * Who answers for a budget of that kind: a person, whoever owns a cost center, a manager; of everything administrators. Whoever
 * works at the machine does it for them.
 */
function isHeldBy(viewer: Viewer, { kind, key }: Whom): boolean {
  if (viewer.email === '') return viewer.roles.has('administrator');
  if (kind === 'costCenter') return owns(viewer, key);
  return kind === 'organisation' ? viewer.roles.has('administrator') : isOwn(viewer, key);
}
const isOwnStop = (viewer: Viewer, { kind, key }: Whom): boolean => kind === 'user' && isOwn(viewer, key);

function maySee(viewer: Viewer, thing: Thing): boolean {
  // Sessions and tokens are nobody's business but their owner's, whoever reads the figures.
  if (thing.kind === 'credentials') return isOwn(viewer, thing.email);
  if (thing.kind === 'policies') return true;
  if (thing.kind === 'plan') return false;
  if (viewer.roles.has('finance')) return true;
  switch (thing.kind) {
    case 'spend':
      return concerns(viewer, thing.user, thing.costCenter);
    case 'profile':
      return concerns(viewer, thing.user, thing.costCenter) || shares(viewer, thing);
    case 'person':
      return concerns(viewer, thing.email, thing.costCenter);
    case 'request':
      return (
        isOwnRequest(thing, viewer.email) ||
        thing.approvers.has(viewer.email) ||
        thing.asked.includes(viewer.email) ||
        concerns(viewer, thing.user, thing.costCenter)
      );
    case 'wish':
      return isOwnRequest(thing, viewer.email);
    case 'deputies':
      return isOwn(viewer, thing.email);
    // Whoever sees a budget sees whom it stops, and whoever decides on more of it.
    case 'stop': {
      const { whom, costCenter, approvers } = thing;
      const scope: BudgetScope = scopeOfWhom(whom);
      return approvers.has(viewer.email) || maySee(viewer, { kind: 'budget', scope, costCenter });
    }
    case 'costCenter':
      return owns(viewer, thing.name);
    // Whoever sees somebody's budget sees where they stand against it as well.
    case 'budget': {
      const { scope } = thing;
      switch (scope.kind) {
        // These hold for whoever reads them.
        case 'userDefault':
        case 'costCenterDefault':
          return true;
        case 'costCenter':
          return owns(viewer, scope.key);
        case 'memberDefault':
          return owns(viewer, scope.key) || scope.key === viewer.costCenter;
        // A manager sees their own team's, and those of managers who report to them.
        case 'team':
          return isOwn(viewer, scope.key) || viewer.reports.has(scope.key);
        case 'user':
          return concerns(viewer, scope.key, thing.costCenter);
        default:
          return false;
      }
    }
    default:
      return false;
  }
}

/**
 * What is not the administrator's alone: one's own credentials, deputies and wishes, what one is asked, one's own profiles on one's
 * own cost center, and what the cost centers share that one owns.
 */
function mayChange(viewer: Viewer, thing: Thing): boolean {
  if (thing.kind === 'credentials' || thing.kind === 'deputies') return isOwn(viewer, thing.email);
  if (thing.kind === 'request' || thing.kind === 'stop') return thing.approvers.has(viewer.email);
  if (thing.kind === 'wish') return isOwnRequest(thing, viewer.email);
  if (thing.kind !== 'profile') return false;
  if (thing.shared === true) return thing.user === '' && owns(viewer, thing.costCenter);
  return isOwn(viewer, thing.user) && thing.costCenter !== '' && thing.costCenter === viewer.costCenter;
}

/** What somebody may post a change of. */
export type Changeable = Extract<
  Thing['kind'],
  'budget' | 'profile' | 'plan' | 'credentials' | 'directory' | 'rates' | 'jobs'
>;

/** Whether there is anything of a kind that `viewer` may change: asked before what they posted is looked at. */
export function mayChangeAny(viewer: Viewer, kind: Changeable): boolean {
  if (viewer.roles.has('administrator')) return true;
  if (kind === 'credentials') return viewer.email !== '';
  return (
    kind === 'profile' &&
    viewer.email !== '' &&
    (viewer.costCenter !== '' || viewer.ownedCostCenters.size > 0)
  );
}

/** Whether somebody asked for it or is to get it: nobody answers that, whatever else they are. */
export const isOwnRequest = ({ user, askedBy }: { user: string; askedBy: string }, email: string): boolean =>
  email !== '' && (email === user || email === askedBy);
const isOwn = ({ email }: Viewer, asked: string): boolean => email !== '' && asked === email;
const owns = ({ ownedCostCenters }: Viewer, name: string): boolean =>
  name !== '' && ownedCostCenters.has(name);
/** Whoever shares a profile must find it: what was spent with it is no more theirs for that. */
const shares = (
  viewer: Viewer,
  { user, costCenter, shared = false }: Extract<Thing, { kind: 'profile' }>,
): boolean => shared && user === '' && costCenter !== '' && costCenter === viewer.costCenter;
const concerns = (viewer: Viewer, user: string, costCenter: string): boolean =>
  isOwn(viewer, user) || (user !== '' && viewer.reports.has(user)) || owns(viewer, costCenter);

/** Whether what they came with is good for this part of the API. */
export const mayUse = ({ scopes }: Viewer, scope: Scope): boolean => scopes === null || scopes.has(scope);

/** Rows of spend that somebody may see: all, or those of any of these users or charged to any of these cost centers. */
export type SpendScope = 'all' | { users: readonly string[]; costCenters: readonly string[] };

/** The rows for which `may(viewer, 'see', { kind: 'spend', … })` is true, as a question to the store. */
export function spendScope(viewer: Viewer): SpendScope {
  if (may(viewer, 'see', { kind: 'bill' })) return 'all';
  return {
    users: [viewer.email, ...viewer.reports].filter((email) => email !== ''),
    costCenters: [...viewer.ownedCostCenters],
  };
}

/** Whether they see no more than what is their own. */
export const seesOnlyOwn = (viewer: Viewer): boolean =>
  !may(viewer, 'see', { kind: 'bill' }) && viewer.reports.size === 0 && viewer.ownedCostCenters.size === 0;

/** Whether there are regular reports for them: of a team, of cost centers, of the whole. */
export const hasReports = ({ reports, ownedCostCenters, roles }: Viewer): boolean =>
  reports.size > 0 || ownedCostCenters.size > 0 || roles.has('finance');

/** Where people belong, by the directory; '' where it does not say. */
export function costCentersIn(
  people: readonly { email: string; costCenter: string | null }[],
): (email: string) => string {
  const known = new Map(people.map(({ email, costCenter }) => [email, costCenter ?? '']));
  return (email) => known.get(email) ?? '';
}

/** The thing that a budget is; `costCenterOf` knows where people belong. */
export const budgetThing = (
  { scope }: Pick<Budget, 'scope'>,
  costCenterOf: (email: string) => string,
): Thing => ({ kind: 'budget', scope, costCenter: scope.kind === 'user' ? costCenterOf(scope.key) : '' });

/** Who gives a role: to whom, and for `costCenterOwner` over what. */
export interface Grant {
  email: string;
  role: GivenRole;
  /** '' unless the role is about one. */
  costCenter: string;
}
/** Members of a group of the identity provider have a role; taken from the settings. */
export interface GroupRole {
  group: string;
  role: GivenRole;
  /** For `costCenterOwner`: over what; null: over the cost center that they belong to themselves. */
  costCenter: string | null;
}

/** What the settings say of roles. */
export interface RoleSettings {
  /** E-mail addresses that are administrators, whatever else is known of them. */
  administrators: readonly string[];
  groups: readonly GroupRole[];
}

/** What is known of somebody when they come. */
export interface ViewerFacts {
  /** Their own, whichever of their addresses they came with. */
  email: string;
  /** Other addresses of theirs. */
  aliases?: readonly string[];
  name: string | null;
  costCenter: string;
  groups: readonly string[];
  /** Directly or not. */
  reports: readonly string[];
  grants: readonly Grant[];
}

/** The viewer that somebody is, by what is known of them and by the groups that the settings give roles to. */
export function viewerFrom(
  facts: ViewerFacts,
  groupRoles: readonly GroupRole[],
  scopes: ReadonlySet<Scope> | null = null,
): Viewer {
  const byGroup = groupRoles.filter(({ group }) => facts.groups.includes(group));
  const owned = [
    ...facts.grants.filter(({ role }) => role === 'costCenterOwner').map(({ costCenter }) => costCenter),
    ...byGroup
      .filter(({ role }) => role === 'costCenterOwner')
      .map(({ costCenter }) => costCenter ?? facts.costCenter),
  ].filter((name) => name !== '');
  const roles = new Set<Role>(['user']);
  if (facts.reports.length > 0) roles.add('manager');
  if (owned.length > 0) roles.add('costCenterOwner');
  for (const { role } of [...facts.grants, ...byGroup]) if (role !== 'costCenterOwner') roles.add(role);
  return {
    id: facts.email,
    email: facts.email,
    name: facts.name,
    roles,
    costCenter: facts.costCenter,
    reports: new Set(facts.reports.filter((email) => email !== facts.email)),
    ownedCostCenters: new Set(owned),
    scopes,
  };
}

/** The viewer that somebody is, by what is known of them and by the settings: for whoever signs in, and whoever is looked for. */
export function viewerOfPerson(
  facts: ViewerFacts,
  { administrators, groups }: RoleSettings,
  scopes: ReadonlySet<Scope> | null = null,
): Viewer {
  const { email, aliases = [] } = facts;
  const named: Grant[] = [email, ...aliases].some((address) => administrators.includes(address))
    ? [{ email, role: 'administrator', costCenter: '' }]
    : [];
  return viewerFrom({ ...facts, grants: [...facts.grants, ...named] }, groups, scopes);
}

/** Whoever works at the machine itself, or a server without sign-in that only this machine reaches: everything is theirs. */
export const operator = (id: string): Viewer => ({
  id,
  email: '',
  name: null,
  roles: new Set(['administrator']),
  costCenter: '',
  reports: new Set(),
  ownedCostCenters: new Set(),
  scopes: null,
});
