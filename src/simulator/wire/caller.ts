import type { Principal } from '../iam/access.ts';
import { type ApiCall, judgeCall } from '../iam/calls.ts';
import type { Context } from '../iam/types.ts';
import type { Tag } from '../types.ts';

/** What a caller asks for: a call but for whoever makes it. */
export type Asked = Omit<ApiCall, 'caller' | 'region' | 'tagsWhileCreating'>;

/** Judges what one caller asks for; AWS's words where it is refused, null where it is allowed. */
export type Judge = (asked: Asked) => string | null;

export interface Circumstances {
  region: string;
  /** Simulated now, UTC milliseconds. */
  now: number;
  tagsWhileCreating: ApiCall['tagsWhileCreating'];
  /** Further keys of every request, such as `bedrock:bearerTokenType`. */
  context: Context;
}

/** What binds a caller; nothing binds one whose key nobody made here. */
export function judgeOf(caller: Principal | undefined, circumstances: Circumstances): Judge {
  if (!caller) return () => null;
  const { region, now, tagsWhileCreating, context } = circumstances;
  const always: Context = {
    'aws:userid': caller.userId,
    'aws:CurrentTime': new Date(now).toISOString(),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SourceIp': '127.0.0.1',
    ...context,
  };
  return (asked) =>
    judgeCall(caller.policies, {
      ...asked,
      caller: { arn: caller.arn, accountId: caller.account, tags: caller.tags, user: caller.user },
      region,
      context: { ...always, ...asked.context },
      tagsWhileCreating,
    }).message;
}

/** Tags as IAM sees them. */
export const tagsOf = (tags: readonly Tag[]): Record<string, string> =>
  Object.fromEntries(tags.map(({ key, value }) => [key, value]));
