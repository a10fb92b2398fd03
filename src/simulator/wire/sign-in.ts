import type { World } from '../types.ts';
import type { HttpAnswer } from './answer.ts';

/** A session of a role as the simulator's STS keeps it. */
export interface SessionStart {
  accountId: string;
  roleArn: string;
  sessionName: string;
  /** Session tags by their keys. */
  tags: Record<string, string>;
}

export interface SessionCredentials {
  AccessKeyId: string;
  SecretAccessKey: string;
  SessionToken: string;
}

export type StartSession = (session: SessionStart) => SessionCredentials;

type SignIn = { userEmail: string; permissionSet: string; accountId: string };

/**
 * What Identity Center's access portal does: somebody takes a permission set in an account and is given the credentials
 * of a session of its role, named after them, with the attributes for access control as session tags. Refuses with 403
 * and a reason in words.
 */
export function signIn(world: World, startSession: StartSession, body: string): HttpAnswer {
  const asked = read(body);
  if (asked === undefined)
    return json(400, { message: 'expected {"userEmail":"…","permissionSet":"…","accountId":"…"}' });
  const { userEmail, permissionSet, accountId } = asked;
  const refuse = (message: string) => json(403, { message });
  const user = world.directory().users.find(({ email }) => email.toLowerCase() === userEmail.toLowerCase());
  if (!user?.enabled) return refuse(`the directory has no active user ${userEmail}`);
  const sets = world.permissionSets;
  const set = sets.named(permissionSet);
  if (!set) return refuse(`there is no permission set ${permissionSet}`);
  const role = sets.reservedRoles(accountId).find(({ permissionSetArn }) => permissionSetArn === set.arn);
  if (!role || !sets.mayUse(user.userId, accountId, set.arn))
    return refuse(`${user.email} is not assigned to ${permissionSet} in account ${accountId}`);
  const tags = sets.sessionTags(user.userId);
  return json(200, startSession({ accountId, roleArn: role.arn, sessionName: user.email, tags }));
}

function read(body: string): SignIn | undefined {
  try {
    const { userEmail, permissionSet, accountId } = (JSON.parse(body) ?? {}) as Record<string, unknown>;
    const given = [userEmail, permissionSet, accountId].every((value) => typeof value === 'string');
    return given ? ({ userEmail, permissionSet, accountId } as SignIn) : undefined;
  } catch {
    return undefined;
  }
}

const json = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
