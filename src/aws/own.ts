import { ListTagsForResourceCommand } from '@aws-sdk/client-bedrock';
import type { Place } from '../core/types.ts';
import { isAwsError } from './errors.ts';
import type { Run } from './runner.ts';
import type { OwnGateway } from './typesOwn.ts';

/** Loaded when it is first asked for: few starts need it. */
const iam = () => import('@aws-sdk/client-iam');

/** What people ask with credentials of their own: no more than their policy allows. */
export function createOwnGateway(run: Run): OwnGateway {
  return {
    async tagsOfProfile(place, arn) {
      const { tags = [] } = await run({
        service: 'bedrock',
        operation: 'ListTagsForResource',
        target: place,
        send: (client) => client.send(new ListTagsForResourceCommand({ resourceARN: arn })),
      });
      return Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
    },

    async tagsOfCaller(place, kind, name) {
      try {
        const tags = await (kind === 'role' ? roleTags : userTags)(run, place, name);
        return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
      } catch (error) {
        if (isAwsError(error, 'accessDenied') || isAwsError(error, 'notFound')) return null;
        throw error;
      }
    },
  };
}

const service = 'iam';

async function roleTags(run: Run, target: Place, RoleName: string) {
  const { Role } = await run({
    service,
    operation: 'GetRole',
    target,
    send: async (client) => client.send(new (await iam()).GetRoleCommand({ RoleName })),
  });
  return Role?.Tags ?? [];
}

async function userTags(run: Run, target: Place, UserName: string) {
  const { User } = await run({
    service,
    operation: 'GetUser',
    target,
    send: async (client) => client.send(new (await iam()).GetUserCommand({ UserName })),
  });
  return User?.Tags ?? [];
}
