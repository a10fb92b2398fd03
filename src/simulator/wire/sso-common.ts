import type { PermissionSet, PermissionSets } from '../accessTypes.ts';
import { AwsError } from './errors.ts';
import { page } from './paging.ts';
import type { Call } from './service.ts';

/** What a page holds when nothing is asked for (API reference of IAM Identity Center: up to 100). */
const PAGE = 100;

export const invalid = (message: string) => new AwsError('ValidationException', message);
export const notFound = (message: string) => new AwsError('ResourceNotFoundException', message);
export const conflict = (message: string) => new AwsError('ConflictException', message);

/** The company's instance; any other, or this one in another Region, is not there. Only its owner may ask. */
export function instanceOf(call: Call, instanceArn: string): PermissionSets {
  const { permissionSets } = call.world;
  if (!call.payer)
    throw new AwsError('AccessDeniedException', 'You do not have sufficient access to perform this action.');
  if (instanceArn !== permissionSets.instanceArn || call.region !== call.world.directory().region)
    throw notFound('Could not find the instance.');
  return permissionSets;
}

interface OfSet {
  InstanceArn: string;
  PermissionSetArn: string;
}

/** The instance and the permission set that a request names. */
export function setOf(call: Call, input: OfSet): { sets: PermissionSets; set: PermissionSet } {
  const sets = instanceOf(call, input.InstanceArn);
  const set = sets.find(input.PermissionSetArn);
  if (!set) throw notFound('Could not find PermissionSet with id given.');
  return { sets, set };
}

/** An account of the organization. */
export function checkAccount(call: Call, accountId: string): void {
  if (!call.world.accounts.some(({ id }) => id === accountId))
    throw notFound(`Could not find account ${accountId} in the organization.`);
}

export function paged<T>(
  what: string,
  all: readonly T[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
) {
  const { NextToken: token, MaxResults = PAGE, ...request } = input;
  const refuse = () => invalid('NextToken is not valid');
  const { items, next } = page(all, MaxResults, token, [what, request], refuse);
  return { items, NextToken: next };
}
