import {
  type Group,
  type IdentitystoreClient,
  ListGroupMembershipsCommand,
  ListGroupsCommand,
  ListUsersCommand,
  type User,
} from '@aws-sdk/client-identitystore';
import { isEmail } from '../core/people.ts';
import { enterpriseOf, textOf } from './identityStoreExtension.ts';
import { allPages, incomplete, listIn, type Run } from './runner.ts';
import type { DirectoryGateway, DirectoryListing, DirectoryPerson, DirectorySettings } from './types.ts';

const service = 'identitystore';
/** The API's own limit for every listing. */
const PAGE_SIZE = 100;
const ENTERPRISE = 'aws:identitystore:enterprise';

/** The directory of IAM Identity Center in bulk: a hundred users, or members of a group, with each request. */
export function createDirectoryGateway(run: Run): DirectoryGateway {
  /** All pages of one listing of the store; an entry of another store, or of another group, answers another question. */
  function all<O extends { NextToken?: string | undefined }, T extends Of>(
    { identityStoreId, region }: DirectorySettings,
    operation: string,
    send: (client: IdentitystoreClient, page: Page) => Promise<O>,
    read: (output: O) => readonly T[] | undefined,
    group?: string,
  ): Promise<T[]> {
    const context = { service, operation, region } as const;
    const checked = (one: T): T => {
      if ((one.IdentityStoreId ?? identityStoreId) !== identityStoreId)
        throw incomplete(context, `it lists what is of ${one.IdentityStoreId}`);
      if (group !== undefined && (one.GroupId ?? group) !== group)
        throw incomplete(context, `it lists members of ${one.GroupId}`);
      return one;
    };
    return allPages(
      context,
      (token) => {
        const page = { IdentityStoreId: identityStoreId, MaxResults: PAGE_SIZE, NextToken: token };
        return run({
          service,
          operation,
          target: { payerIn: region },
          send: (client) => send(client, page),
        });
      },
      (output) => ({
        items: listIn(context, read(output), 'list').map(checked),
        next: output.NextToken,
      }),
    );
  }

  return {
    async list(settings) {
      const users = await all(
        settings,
        'ListUsers',
        (client, page) => client.send(new ListUsersCommand({ ...page, Extensions: [ENTERPRISE] })),
        (output) => output.Users,
      );
      const groups = await all(
        settings,
        'ListGroups',
        (client, page) => client.send(new ListGroupsCommand(page)),
        (output) => output.Groups,
      );
      const groupsOf = new Map<string, Set<string>>();
      for (const { GroupId, DisplayName: name = '' } of wanted(groups, settings.groups)) {
        const members = await all(
          settings,
          'ListGroupMemberships',
          (client, page) => client.send(new ListGroupMembershipsCommand({ ...page, GroupId })),
          (output) => output.GroupMemberships,
          GroupId,
        );
        for (const { MemberId } of members) {
          const id = MemberId?.UserId ?? '';
          groupsOf.set(id, (groupsOf.get(id) ?? new Set()).add(name));
        }
      }
      // Somebody can slip from one page to the next while the pages are read.
      const distinct = new Map(users.map((user) => [user.UserId, user]));
      const listing = listingOf([...distinct.values()], groupsOf);
      return { ...listing, skipped: [...missing(groups, settings.groups), ...listing.skipped] };
    },
  };
}

/** What an entry is of, as it says itself. */
interface Of {
  IdentityStoreId?: string | undefined;
  GroupId?: string | undefined;
}

interface Page {
  IdentityStoreId: string;
  MaxResults: number;
  NextToken: string | undefined;
}

const wanted = (groups: readonly Group[], names: readonly string[] | null) =>
  groups.filter(({ DisplayName = '' }) => names === null || names.includes(DisplayName));

/** Groups that somebody counts on and that are not there: most likely a name with a fault in it. */
function missing(groups: readonly Group[], names: readonly string[] | null): DirectoryListing['skipped'] {
  const known = new Set(groups.map(({ DisplayName }) => DisplayName));
  const reason = 'IAM Identity Center has no group of this name, so nobody is taken for a member of it.';
  return (names ?? []).filter((name) => !known.has(name)).map((id) => ({ id, reason }));
}

/** Who has an e-mail address of their own becomes a person; everybody else is named with the reason. */
function listingOf(
  users: readonly User[],
  groupsOf: ReadonlyMap<string, ReadonlySet<string>>,
): DirectoryListing {
  const people: DirectoryPerson[] = [];
  const skipped: DirectoryListing['skipped'] = [];
  const emails = emailsByName(users);
  for (const [email, bearers] of Map.groupBy(users, emailOf)) {
    const user = email === null ? undefined : theOneOf(bearers);
    if (email !== null && user !== undefined) people.push(personOf(user, email, emails, groupsOf));
    const reason = email === null ? NO_EMAIL : sharedEmail(email, bearers.length, user !== undefined);
    for (const other of bearers) if (other !== user) skipped.push({ id: other.UserId ?? '', reason });
  }
  return { people: people.sort((a, b) => (a.email < b.email ? -1 : 1)), skipped };
}

function personOf(
  user: User,
  email: string,
  emails: ReadonlyMap<string, string>,
  groupsOf: ReadonlyMap<string, ReadonlySet<string>>,
): DirectoryPerson {
  const enterprise = enterpriseOf(user.Extensions?.[ENTERPRISE]);
  const manager = emails.get(enterprise.manager ?? '') ?? null;
  return {
    email,
    name: nameOf(user),
    costCenter: enterprise.costCenter,
    // Some directories name the head of the company as their own manager.
    manager: manager === email ? null : manager,
    active: isActive(user),
    groups: [...(groupsOf.get(user.UserId ?? '') ?? [])].sort(),
    userId: user.UserId ?? null,
    aliases: otherAddresses(user, email),
  };
}

const NO_EMAIL = 'The user has no e-mail address, and usage and sign-ins are known by nothing else.';
const sharedEmail = (email: string, count: number, decided: boolean) =>
  `${count} users have the e-mail address ${email}: ${decided ? 'the enabled one is taken' : 'which of them it belongs to cannot be told'}.`;

/** Of several users with one address the enabled one, who came back or moved; none where that does not decide. */
function theOneOf(users: readonly User[]): User | undefined {
  const [one, ...others] = users.length === 1 ? users : users.filter(isActive);
  return others.length === 0 ? one : undefined;
}

/** The status is optional in the API's model: who is not said to be disabled is enabled. */
const isActive = ({ UserStatus }: User): boolean => UserStatus !== 'DISABLED';

function emailOf({ Emails = [] }: User): string | null {
  return textOf((Emails.find(({ Primary }) => Primary) ?? Emails[0])?.Value);
}

function otherAddresses({ Emails = [], UserName }: User, own: string): string[] {
  const named = [...Emails.map(({ Value }) => textOf(Value)), textOf(UserName)];
  return [...new Set(named.filter((one) => one !== null && one !== own && isEmail(one)))].sort() as string[];
}

function nameOf({ DisplayName, Name }: User): string | null {
  const parts = [Name?.GivenName, Name?.FamilyName].filter((part) => part !== undefined);
  return textOf(DisplayName) ?? textOf(Name?.Formatted) ?? textOf(parts.join(' '));
}

/**
 * The e-mail address of whoever is named as a manager. That is a user id by SCIM; providers that do not know AWS's ids
 * send their own, a user name or an address.
 */
function emailsByName(users: readonly User[]): ReadonlyMap<string, string> {
  const emails = new Map<string, string>();
  const namesInAscendingTrust: ((user: User) => readonly (string | undefined)[])[] = [
    (user) => [emailOf(user) ?? undefined],
    ({ UserName }) => [UserName],
    ({ ExternalIds = [] }) => ExternalIds.map(({ Id }) => Id),
    ({ UserId }) => [UserId],
  ];
  for (const namesOf of namesInAscendingTrust)
    for (const user of users) {
      const email = emailOf(user);
      for (const name of namesOf(user)) if (email !== null && name !== undefined) emails.set(name, email);
    }
  return emails;
}
