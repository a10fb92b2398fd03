import { createHash } from 'node:crypto';
import type { SimClock } from '../types.ts';
import { readDocument, type Written } from './documents.ts';
import { AWS_MANAGED } from './managed.ts';
import type { Policies, Policy } from './types.ts';

/** Who there is in every account and what they may: roles, users, policies, keys and sessions that were made. */

export type Tags = Record<string, string>;

/** What a role and a user have in common. */
export interface Identity {
  kind: 'role' | 'user';
  account: string;
  name: string;
  path: string;
  id: string;
  arn: string;
  created: number;
  inline: Map<string, Written>;
  /** ARNs of managed policies. */
  attached: string[];
  boundary: string | null;
  tags: Tags;
}

export interface Role extends Identity {
  kind: 'role';
  trust: Written;
  description: string | undefined;
  /** Seconds. */
  longestSession: number;
}

export interface User extends Identity {
  kind: 'user';
}

export interface ManagedPolicy {
  /** `aws` for AWS's own. */
  account: string;
  name: string;
  path: string;
  id: string;
  arn: string;
  description: string | undefined;
  created: number;
  updated: number;
  /** Oldest first; one of them is the default. */
  versions: (Written & { id: string; created: number })[];
  current: string;
  /** How many versions there ever were: their numbers are never used again. */
  made: number;
}

export interface AccessKey {
  id: string;
  account: string;
  userName: string;
  created: number;
}

/** A long-term key of one service, as Bedrock's API keys are. */
export interface ServiceCredential {
  id: string;
  account: string;
  userName: string;
  service: string;
  alias: string;
  secret: string;
  created: number;
  /** Real time; the simulated clock plays no part. */
  expires: number | null;
}

export interface Session {
  account: string;
  roleName: string;
  roleId: string;
  sessionName: string;
  /** Session tags alone. */
  tags: Tags;
  /** Keys of those that go on to the next role. */
  transitive: string[];
  policies: Policy[];
}

/** Whose policies bind a request. */
export interface Principal {
  account: string;
  /** `aws:PrincipalArn`. */
  arn: string;
  /** How messages and GetCallerIdentity name it: for a session its own ARN. */
  user: string;
  userId: string;
  type: 'User' | 'AssumedRole';
  /** Of a user. */
  userName: string | null;
  tags: Tags;
  transitive: Tags;
  policies: Policies;
}

/** Service control policies, a list of documents for each level from the root to the account; empty where none bind. */
export type ControlsOf = (account: string) => readonly { target: string; documents: readonly string[] }[];

export class Access {
  readonly identities: Identity[] = [];
  readonly managed: ManagedPolicy[] = [];
  readonly keys = new Map<string, AccessKey>();
  readonly credentials: ServiceCredential[] = [];
  /** By access key id. */
  readonly sessions = new Map<string, Session>();
  readonly clock: SimClock;
  private readonly controlsOf: ControlsOf;
  private serial = 0;

  constructor(clock: SimClock, controlsOf: ControlsOf = () => []) {
    this.clock = clock;
    this.controlsOf = controlsOf;
    for (const [name, { description, document }] of Object.entries(AWS_MANAGED)) {
      const text = JSON.stringify(document, null, 4);
      this.managed.push({
        account: 'aws',
        name,
        path: '/',
        id: `ANPA${letters(name)}`,
        arn: `arn:aws:iam::aws:policy/${name}`,
        description,
        created: AWS_SINCE,
        updated: AWS_SINCE,
        versions: [{ id: 'v1', created: AWS_SINCE, text, document }],
        current: 'v1',
        made: 1,
      });
    }
  }

  /** A new id such as `AROA…` that no other thing has. */
  newId(prefix: string): string {
    return `${prefix}${letters(`${prefix}|${++this.serial}`)}`;
  }

  role(account: string, name: string): Role | undefined {
    return this.identity(account, 'role', name) as Role | undefined;
  }

  user(account: string, name: string): User | undefined {
    return this.identity(account, 'user', name) as User | undefined;
  }

  private identity(account: string, kind: Identity['kind'], name: string): Identity | undefined {
    const same = name.toLowerCase();
    return this.identities.find(
      (each) => each.account === account && each.kind === kind && each.name.toLowerCase() === same,
    );
  }

  policy(arn: string): ManagedPolicy | undefined {
    return this.managed.find((policy) => policy.arn === arn);
  }

  /** Makes or replaces a role without asking for limits, as services of AWS do that provision roles. */
  putRole(
    made: Pick<Role, 'account' | 'name' | 'path'> & { trust: string } & Partial<
        Pick<Role, 'attached' | 'boundary' | 'tags' | 'description' | 'longestSession'>
      > & { inline?: Readonly<Record<string, string>> },
  ): Role {
    const before = this.role(made.account, made.name);
    const role: Role = {
      kind: 'role',
      account: made.account,
      name: made.name,
      path: made.path,
      id: before?.id ?? this.newId('AROA'),
      arn: `arn:aws:iam::${made.account}:role${made.path}${made.name}`,
      created: before?.created ?? this.clock.now(),
      trust: readDocument(made.trust, 'trust'),
      inline: new Map(
        Object.entries(made.inline ?? {}).map(([name, text]) => [name, readDocument(text, 'identity')]),
      ),
      attached: [...(made.attached ?? [])],
      boundary: made.boundary ?? null,
      tags: { ...made.tags },
      description: made.description,
      longestSession: made.longestSession ?? 3_600,
    };
    if (before) this.identities.splice(this.identities.indexOf(before), 1, role);
    else this.identities.push(role);
    return role;
  }

  /** The principal of an access key; undefined for keys that nobody made here, which are bound by nothing. */
  principalOf(accessKeyId: string): Principal | undefined {
    const session = this.sessions.get(accessKeyId);
    if (session) return this.ofSession(session);
    const key = this.keys.get(accessKeyId);
    const user = key && this.user(key.account, key.userName);
    return user && this.ofUser(user);
  }

  /** The user of an API key of Bedrock; undefined for one that is not known or has expired. */
  bearer(secret: string): Principal | undefined {
    const found = this.credentials.find(
      (each) => each.secret === secret && (each.expires === null || each.expires > Date.now()),
    );
    const user = found && this.user(found.account, found.userName);
    return user && this.ofUser(user);
  }

  private ofUser(user: User): Principal {
    const { account, arn, id, name, tags } = user;
    return {
      account,
      arn,
      user: arn,
      userId: id,
      type: 'User',
      userName: name,
      tags,
      transitive: {},
      policies: this.policiesOf(account, user, []),
    };
  }

  /** A session of a role that is gone may do nothing any more. */
  private ofSession(session: Session): Principal {
    const { account, roleName, roleId, sessionName, tags } = session;
    const role = this.role(account, roleName);
    const own = role?.id === roleId ? role : undefined;
    const transitive = session.transitive.map((key) => [key, tags[key] ?? '']);
    return {
      account,
      arn: own?.arn ?? `arn:aws:iam::${account}:role/${roleName}`,
      user: `arn:aws:sts::${account}:assumed-role/${roleName}/${sessionName}`,
      userId: `${roleId}:${sessionName}`,
      type: 'AssumedRole',
      userName: null,
      tags: merged(own?.tags ?? {}, tags),
      transitive: Object.fromEntries(transitive),
      policies: this.policiesOf(account, own, session.policies),
    };
  }

  private policiesOf(account: string, identity: Identity | undefined, session: Policy[]): Policies {
    const managed = (identity?.attached ?? []).flatMap((arn) => this.currentOf(arn) ?? []);
    const inline = [...(identity?.inline ?? [])].map(([name, { document }]) => ({ name, document }));
    const linked = identity?.path.startsWith('/aws-service-role/') ?? false;
    const boundary = identity?.boundary ?? null;
    return {
      identity: [...inline, ...managed],
      // A boundary that is gone allows nothing.
      boundary:
        boundary === null
          ? null
          : (this.currentOf(boundary) ?? { name: boundary, document: { Statement: [] } }),
      session,
      controls: linked ? [] : this.controlsOf(account).map(levelOf),
    };
  }

  private currentOf(arn: string): Policy | undefined {
    const policy = this.policy(arn);
    const version = policy?.versions.find(({ id }) => id === policy.current);
    return version && { name: arn, document: version.document };
  }
}

const AWS_SINCE = Date.parse('2023-12-06T15:46:39Z');

const levelOf = ({ target, documents }: { target: string; documents: readonly string[] }): Policy[] =>
  documents.map((text, i) => ({ name: `${target} ${i + 1}`, document: JSON.parse(text) }));

/** Session tags go before those of the role; their keys are the same in any case. */
export function merged(under: Tags, over: Tags): Tags {
  const given = new Set(Object.keys(over).map((key) => key.toLowerCase()));
  const kept = Object.entries(under).filter(([key]) => !given.has(key.toLowerCase()));
  return { ...Object.fromEntries(kept), ...over };
}

/** Seventeen capital letters and digits that stand for a text. */
function letters(text: string): string {
  const hash = createHash('sha256').update(text).digest();
  return [...hash.subarray(0, 17)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
}
