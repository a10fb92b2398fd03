import type { Kind, Request, Verdict } from './types.ts';

const NAMES: Readonly<Record<Kind, string>> = {
  control: 'service control policy',
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
};

/** AWS's words for a request that is refused; `user` is the ARN of the caller, of a session its own. Only IAM names the resource of what has none. */
export function denial(user: string, { action, resource }: Request, verdict: Verdict): string {
  const name = NAMES[verdict.kind];
  const article = /^[aeiou]/.test(name) ? 'an' : 'a';
  const why = verdict.explicit
    ? `with an explicit deny in ${article} ${name}`
    : `because no ${name} allows the ${action} action`;
  const where = resource === '*' && !action.startsWith('iam:') ? '' : ` on resource: ${resource}`;
  return `User: ${user} is not authorized to perform: ${action}${where} ${why}`;
}
