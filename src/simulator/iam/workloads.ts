import type { PermissionSets } from '../accessTypes.ts';
import { type Workload, workloads } from '../world/trail.ts';
import type { Access } from './access.ts';
import { readDocument } from './documents.ts';

/** The roles and users of IAM that the company's programs call models as; they may call all of them, as such roles do. */

const CALL_MODELS = policy({
  Sid: 'CallModels',
  Effect: 'Allow',
  Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
  Resource: '*',
});
const INLINE = 'call-models';

/**
 * Makes them in accounts where nobody has made anything yet. People take their role from that of their permission set.
 * @param oddities whether the company has the programs of a world with oddities
 */
export function putWorkloads(access: Access, sets: PermissionSets, oddities: boolean): void {
  for (const workload of workloads(oddities)) {
    if (workload.kind === 'user') putUser(access, workload);
    else putRole(access, workload, sets);
  }
}

function putRole(access: Access, workload: Extract<Workload, { kind: 'role' }>, sets: PermissionSets): void {
  const { accountId: account, name, path } = workload;
  const people = sets.usersRole(account);
  const Principal =
    workload.for === 'programs'
      ? { Service: 'ecs-tasks.amazonaws.com' }
      : { AWS: `arn:aws:iam::${account}:role${people.path}${people.name}` };
  const trust = policy({ Effect: 'Allow', Principal, Action: ['sts:AssumeRole', 'sts:TagSession'] });
  access.putRole({ account, name, path, trust, inline: { [INLINE]: CALL_MODELS } });
}

function putUser(access: Access, workload: Extract<Workload, { kind: 'user' }>): void {
  const { accountId: account, name, path, accessKeyId } = workload;
  const created = access.clock.now();
  access.identities.push({
    kind: 'user',
    account,
    name,
    path,
    id: access.newId('AIDA'),
    arn: `arn:aws:iam::${account}:user${path}${name}`,
    created,
    inline: new Map([[INLINE, readDocument(CALL_MODELS, 'identity')]]),
    attached: [],
    boundary: null,
    tags: {},
  });
  access.keys.set(accessKeyId, { id: accessKeyId, account, userName: name, created });
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
