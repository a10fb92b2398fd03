import type { PermissionSets, ReservedRole } from '../accessTypes.ts';
import type { Access, Identity, Tags } from './access.ts';

/** Roles of IAM Identity Center in the accounts: IAM shows them, sessions are bound by them, and only AWS changes them. */

const PATH = '/aws-reserved/';

/** Whether only AWS may change a role. */
export const isReserved = ({ path }: Pick<Identity, 'path'>): boolean => path.startsWith(PATH);

interface SessionStart {
  accountId: string;
  roleArn: string;
  sessionName: string;
  tags: Tags;
}

/** Keeps the accounts' roles as IAM Identity Center has them, and starts the sessions of those who sign in. */
export class ReservedRoles {
  private readonly sets: PermissionSets;
  private readonly access: Access;
  private readonly accounts: readonly { id: string }[];
  private seen = -1;
  private started = 0;

  constructor(sets: PermissionSets, access: Access, accounts: readonly { id: string }[]) {
    this.sets = sets;
    this.access = access;
    this.accounts = accounts;
  }

  /** Makes, changes and removes roles after permission sets were provisioned; nothing else costs anything. */
  keep(): void {
    if (this.seen === this.sets.changes) return;
    this.seen = this.sets.changes;
    for (const { id } of this.accounts) {
      const roles = this.sets.reservedRoles(id);
      for (const role of roles) this.put(id, role);
      const names = roles.map(({ name }) => name);
      const { identities } = this.access;
      const gone = identities.filter(
        (each) => each.account === id && isReserved(each) && !names.includes(each.name),
      );
      for (const each of gone) identities.splice(identities.indexOf(each), 1);
    }
  }

  /** Credentials of a session of a reserved role. */
  start({ accountId, roleArn, sessionName, tags }: SessionStart) {
    const role = this.access.identities.find(({ arn }) => arn === roleArn);
    if (!role) throw new Error(`no role ${roleArn}`);
    // Longer than the ids that STS makes, so that no two sessions share one.
    const id = `ASIA${accountId}SSO${(++this.started).toString(36).toUpperCase().padStart(5, '0')}`;
    this.access.sessions.set(id, {
      account: accountId,
      roleName: role.name,
      roleId: role.id,
      sessionName,
      tags,
      transitive: [],
      policies: [],
    });
    return {
      AccessKeyId: id,
      SecretAccessKey: 'simulated/secret/access/key/simulated/00',
      SessionToken: `simulated-session-of-${accountId}`,
    };
  }

  private put(account: string, role: ReservedRole): void {
    const { name, path, boundary, inlinePolicies, attachedPolicyArns, longestSession } = role;
    this.access.putRole({
      account,
      name,
      path,
      trust: trustOf(account),
      inline: Object.fromEntries(inlinePolicies.map((policy) => [policy.name, policy.document])),
      attached: attachedPolicyArns,
      boundary,
      longestSession,
    });
  }
}

/** Identity Center's roles are taken by SAML, which the simulator does not speak: its sign-in stands for it. */
const trustOf = (account: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: {
          Federated: `arn:aws:iam::${account}:saml-provider/AWSSSO_0000000000000000_DO_NOT_DELETE`,
        },
        Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
        Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
      },
    ],
  });
