import type {
  AccessAttribute,
  Assignment,
  PermissionContent,
  PermissionSet,
  PermissionSets,
  PolicyReference,
  ReservedRole,
} from '../accessTypes.ts';
import type { Directory } from '../types.ts';
import { attributeOf, USUAL_ATTRIBUTES } from './accessAttributes.ts';
import { ACCOUNTS, PAYER, PLATFORM, RESEARCH } from './company.ts';
import { copiedPolicy } from './copiedPolicy.ts';
import { groupIdOf, IDENTITY_STORE } from './directory.ts';
import { hex } from './rng.ts';
import { dayStart } from './time.ts';

/** IAM Identity Center's permission sets, who is assigned to them where, and the roles that exist because of it. */

const INSTANCE = 'ssoins-7204b19ad5e0c3f8';
/** Twelve hours, in seconds. */
const LONGEST_SESSION = 43_200;
const SET_UP = dayStart('2025-09-01');

const EMPTY: PermissionContent = {
  inlinePolicy: null,
  managedPolicyArns: [],
  customerPolicies: [],
  boundary: null,
};
const ADMINISTRATORS = 'AdministratorAccess';
/** The set that everybody who uses models is assigned to. */
export const USERS = 'BedrockUsers';

export class SimulatedPermissionSets implements PermissionSets {
  readonly instanceArn = `arn:aws:sso:::instance/${INSTANCE}`;
  readonly ownerAccountId = PAYER;
  readonly createdAt = SET_UP;
  attributes: readonly AccessAttribute[] | null = USUAL_ATTRIBUTES;
  changes = 0;
  private readonly directory: () => Directory;
  private readonly known = new Map<string, PermissionSet>();
  private assigned: Assignment[] = [];
  /** What each account's role was last given, by account and permission set; a change of the set is not yet there. */
  private readonly provisioned = new Map<string, PermissionContent>();
  private made = 0;
  private readonly usersArn: string;

  /** @param stops whether the policy of everybody denies profiles that are marked for their budget */
  constructor(seed: number, directory: () => Directory, stops: boolean) {
    this.directory = directory;
    const everywhere = ACCOUNTS.map(({ id }) => id);
    this.begin(ADMINISTRATORS, groupIdOf(seed, 'platform-admins'), everywhere, {
      managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    });
    this.usersArn = this.begin(USERS, groupIdOf(seed, 'bedrock-users'), [PLATFORM, RESEARCH], {
      inlinePolicy: JSON.stringify(copiedPolicy(stops)),
    });
  }

  /** What the company has from the start. */
  private begin(
    name: string,
    principalId: string,
    accounts: string[],
    content: Partial<PermissionContent>,
  ): string {
    const { arn } = this.create({
      name,
      description: undefined,
      sessionDuration: 'PT8H',
      relayState: undefined,
      createdAt: SET_UP,
    });
    this.setContent(arn, content);
    for (const accountId of accounts)
      this.assign({ accountId, permissionSetArn: arn, principalType: 'GROUP', principalId });
    return arn;
  }

  list(): PermissionSet[] {
    return [...this.known.values()];
  }

  find(arn: string): PermissionSet | undefined {
    return this.known.get(arn);
  }

  named(name: string): PermissionSet | undefined {
    return this.list().find((set) => set.name === name);
  }

  create(set: Omit<PermissionSet, 'arn' | 'content'>): PermissionSet {
    const made = { ...set, arn: this.arnFor(set.name), content: EMPTY };
    this.known.set(made.arn, made);
    return made;
  }

  update(arn: string, change: Partial<Omit<PermissionSet, 'arn' | 'content'>>): void {
    const set = this.find(arn);
    if (set) this.known.set(arn, { ...set, ...change });
  }

  setContent(arn: string, change: Partial<PermissionContent>): void {
    const set = this.find(arn);
    if (set) this.known.set(arn, { ...set, content: { ...set.content, ...change } });
  }

  delete(arn: string): void {
    this.known.delete(arn);
  }

  assignments(): readonly Assignment[] {
    return this.assigned;
  }

  assign(assignment: Assignment): void {
    const { accountId, permissionSetArn } = assignment;
    if (this.assigned.some((each) => same(each, assignment))) return;
    this.assigned.push(assignment);
    if (!this.provisionedIn(accountId).includes(permissionSetArn))
      this.provision(accountId, permissionSetArn);
  }

  unassign(assignment: Assignment): void {
    const { accountId, permissionSetArn } = assignment;
    this.assigned = this.assigned.filter((each) => !same(each, assignment));
    const left = this.assigned.some(
      (each) => each.accountId === accountId && each.permissionSetArn === permissionSetArn,
    );
    if (left) return;
    this.provisioned.delete(`${accountId} ${permissionSetArn}`);
    this.changes++;
  }

  provision(accountId: string, permissionSetArn: string): void {
    const set = this.find(permissionSetArn);
    if (!set) return;
    this.provisioned.set(`${accountId} ${permissionSetArn}`, set.content);
    this.changes++;
  }

  provisionedIn(accountId: string): string[] {
    return [...this.provisioned.keys()]
      .map((key) => key.split(' '))
      .flatMap(([account, arn]) => (account === accountId && arn !== undefined ? [arn] : []));
  }

  isLatest(accountId: string, permissionSetArn: string): boolean {
    return this.provisioned.get(`${accountId} ${permissionSetArn}`) === this.find(permissionSetArn)?.content;
  }

  reservedRoles(accountId: string): ReservedRole[] {
    return this.provisionedIn(accountId).flatMap((permissionSetArn) => {
      const set = this.find(permissionSetArn);
      const content = this.provisioned.get(`${accountId} ${permissionSetArn}`);
      return set && content ? [this.roleOf(accountId, set, content)] : [];
    });
  }

  mayUse(userId: string, accountId: string, permissionSetArn: string): boolean {
    const groups = this.directory().groups.filter(({ memberIds }) => memberIds.includes(userId));
    const principals = [userId, ...groups.map(({ groupId }) => groupId)];
    return this.assigned.some(
      (each) =>
        each.accountId === accountId &&
        each.permissionSetArn === permissionSetArn &&
        principals.includes(each.principalId),
    );
  }

  sessionTags(userId: string): Record<string, string> {
    const user = this.directory().users.find((each) => each.userId === userId);
    const pairs = (this.attributes ?? []).map(
      ({ key, source }) => [key, user ? attributeOf(user, source) : ''] as const,
    );
    return Object.fromEntries(pairs.filter(([, value]) => value !== ''));
  }

  usersRole(accountId: string): { name: string; path: string } {
    return this.nameOf(accountId, { name: USERS, arn: this.usersArn });
  }

  private nameOf(accountId: string, set: Pick<PermissionSet, 'name' | 'arn'>) {
    const { region }: { region: string } = IDENTITY_STORE;
    return {
      name: `AWSReservedSSO_${set.name}_${hex(`${accountId}|${set.arn}`, 16)}`,
      // Only us-east-1 leaves out the Region (User Guide, "Referencing permission sets in resource policies").
      path: `/aws-reserved/sso.amazonaws.com/${region === 'us-east-1' ? '' : `${region}/`}`,
    };
  }

  private roleOf(accountId: string, set: PermissionSet, content: PermissionContent): ReservedRole {
    const { name, path } = this.nameOf(accountId, set);
    const own = (policy: PolicyReference) => `arn:aws:iam::${accountId}:policy${policy.path}${policy.name}`;
    const { inlinePolicy, boundary } = content;
    return {
      name,
      path,
      arn: `arn:aws:iam::${accountId}:role${path}${name}`,
      inlinePolicies: inlinePolicy === null ? [] : [{ name: 'AwsSSOInlinePolicy', document: inlinePolicy }],
      attachedPolicyArns: [...content.managedPolicyArns, ...content.customerPolicies.map(own)],
      boundary:
        boundary === null
          ? null
          : 'managedPolicyArn' in boundary
            ? boundary.managedPolicyArn
            : own(boundary.customerPolicy),
      longestSession: LONGEST_SESSION,
      permissionSetArn: set.arn,
    };
  }

  private arnFor(name: string): string {
    return `arn:aws:sso:::permissionSet/${INSTANCE}/ps-${hex(`permission set|${name}|${this.made++}`, 16)}`;
  }
}

const same = (a: Assignment, b: Assignment): boolean =>
  a.accountId === b.accountId &&
  a.permissionSetArn === b.permissionSetArn &&
  a.principalType === b.principalType &&
  a.principalId === b.principalId;
