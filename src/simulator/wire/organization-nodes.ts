import type { Organization, OrganizationNode } from '../accessTypes.ts';
import { AwsError } from './errors.ts';
import { page } from './paging.ts';

/** What a page holds at most (MaxResults of the model), and when nothing is asked for. */
const PAGE = 20;

/** The node of an id; `code` is the exception when it is not there or of another kind. */
export function nodeOf(
  organization: Organization,
  id: string,
  code: string,
  kinds?: OrganizationNode['kind'][],
): OrganizationNode {
  const node = organization.node(id);
  if (!node || (kinds && !kinds.includes(node.kind)))
    throw new AwsError(code, `You specified an id that doesn't exist: ${id}`);
  return node;
}

/** One page of a list of AWS Organizations. */
export function paged<T>(
  what: string,
  all: readonly T[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
) {
  const { NextToken: token, MaxResults = PAGE, ...request } = input;
  const refuse = () =>
    new AwsError('InvalidInputException', 'You specified an invalid value for NextToken.', 400, {
      Reason: 'INVALID_NEXT_TOKEN',
    });
  const { items, next } = page(all, MaxResults, token, [what, request], refuse);
  return { items, NextToken: next };
}
