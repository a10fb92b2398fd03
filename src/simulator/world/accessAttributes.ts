import type { AccessAttribute } from '../accessTypes.ts';
import type { DirectoryUser } from '../types.ts';

/** What the company has configured from the start. */
export const USUAL_ATTRIBUTES: readonly AccessAttribute[] = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a path of IAM Identity Center
  { key: 'UserEmail', source: '${path:emails[primary eq true].value}' },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a path of IAM Identity Center
  { key: 'CostCenter', source: '${path:enterprise.costCenter}' },
];

/** What the directory has at a path; empty for paths of nothing. */
export function attributeOf(user: DirectoryUser, source: string): string {
  const path = /^\$\{path:(.+)\}$/.exec(source)?.[1] ?? '';
  const values: Record<string, string | undefined> = {
    userName: user.userName,
    displayName: user.displayName,
    externalId: user.externalId,
    'name.givenName': user.givenName,
    'name.familyName': user.familyName,
    'emails[primary eq true].value': user.email,
    'enterprise.costCenter': user.costCenter,
    'enterprise.employeeNumber': user.employeeNumber,
    'enterprise.department': user.costCenter.replace(/^CC-\d+ /, ''),
    'enterprise.manager.value': user.managerId,
  };
  return values[path] ?? '';
}
