import {
  DescribeUserCommand,
  ListGroupMembershipsCommand,
  ListGroupMembershipsForMemberCommand,
  ListGroupsCommand,
  ListUsersCommand,
  paginateListGroupMemberships,
  paginateListUsers,
} from '@aws-sdk/client-identitystore';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Simulator } from '../../../src/simulator/server.ts';
import { accountsOf, clientsOf, keyOf, refusal, startSmall } from './support.ts';

const ENTERPRISE = 'aws:identitystore:enterprise';
const region = 'us-west-2';

let simulator: Simulator;
let IdentityStoreId: string;
beforeAll(async () => {
  simulator = await startSmall({ users: 130 });
  IdentityStoreId = simulator.world.directory().identityStoreId;
});
afterAll(() => simulator.close());

const client = (who = {}) => clientsOf(simulator, { region, ...who }).identitystore;
const groupIdOf = async (name: string) => {
  const { Groups = [] } = await client().send(new ListGroupsCommand({ IdentityStoreId }));
  return Groups.find(({ DisplayName }) => DisplayName === name)?.GroupId ?? '';
};

describe('users', () => {
  it('are listed in pages that hold everybody once', async () => {
    const found: string[] = [];
    let pages = 0;
    for await (const { Users = [] } of paginateListUsers(
      { client: client(), pageSize: 60 },
      { IdentityStoreId },
    )) {
      pages++;
      found.push(...Users.map(({ UserId = '' }) => UserId));
    }
    const expected = simulator.world.directory().users.map(({ userId }) => userId);
    expect(expected.length).toBeGreaterThanOrEqual(130);
    expect(pages).toBe(Math.ceil(expected.length / 60));
    expect(found).toEqual(expected);
    const { Users, NextToken } = await client().send(new ListUsersCommand({ IdentityStoreId }));
    expect(Users).toHaveLength(50);
    expect(NextToken).toMatch(/^[-a-zA-Z0-9+=/:_]+$/);
  });

  it('bear the enterprise attributes only when these are asked for', async () => {
    const ask = (Extensions?: string[]) =>
      client().send(
        new ListUsersCommand({ IdentityStoreId, MaxResults: 2, ...(Extensions && { Extensions }) }),
      );
    const [head, plain] = (await ask()).Users ?? [];
    expect(head).not.toHaveProperty('Extensions');
    const [top, second] = (await ask([ENTERPRISE])).Users ?? [];
    expect(second).toEqual({
      ...plain,
      Extensions: {
        [ENTERPRISE]: {
          employeeNumber: expect.stringMatching(/^\d{6}$/),
          costCenter: expect.stringMatching(/^CC-\d{4} /),
          organization: 'Example Corp',
          department: expect.stringMatching(/\S/),
          manager: { value: top?.UserId, $ref: `../Users/${top?.UserId}` },
        },
      },
    });
    expect(top?.Extensions?.[ENTERPRISE]).not.toHaveProperty('manager');
    expect(await refusal(ask(['aws:identitystore:other']))).toBe('ValidationException');
  });

  it('are described one by one, and found by their name', async () => {
    const [user] = simulator.world.directory().users;
    const described = await client().send(
      new DescribeUserCommand({ IdentityStoreId, UserId: user?.userId, Extensions: [ENTERPRISE] }),
    );
    expect(described).toMatchObject({
      UserName: user?.userName,
      DisplayName: user?.displayName,
      Emails: [{ Value: user?.email, Primary: true }],
      UserStatus: 'ENABLED',
      CreatedAt: new Date(user?.createdAt ?? 0),
      Extensions: { [ENTERPRISE]: { costCenter: user?.costCenter } },
    });
    const search = (AttributePath: string) =>
      client().send(
        new ListUsersCommand({
          IdentityStoreId,
          Filters: [{ AttributePath, AttributeValue: user?.userName }],
        }),
      );
    expect((await search('UserName')).Users?.map(({ UserId }) => UserId)).toEqual([user?.userId]);
    expect(await refusal(search('NickName'))).toBe('ValidationException');
  });
});

describe('groups', () => {
  it('have members, in pages, and members have groups', async () => {
    const GroupId = await groupIdOf('bedrock-users');
    const members: string[] = [];
    const paginator = paginateListGroupMemberships(
      { client: client(), pageSize: 100 },
      { IdentityStoreId, GroupId },
    );
    for await (const { GroupMemberships = [] } of paginator)
      members.push(...GroupMemberships.map(({ MemberId }) => MemberId?.UserId ?? ''));
    const { users, groups } = simulator.world.directory();
    expect(members).toEqual(users.map(({ userId }) => userId));
    const finance = groups.find(({ name }) => name === 'finops');
    const [UserId = ''] = finance?.memberIds ?? [];
    const { GroupMemberships = [] } = await client().send(
      new ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId: { UserId } }),
    );
    expect(GroupMemberships.map((each) => each.GroupId)).toEqual(
      groups.filter(({ memberIds }) => memberIds.includes(UserId)).map(({ groupId }) => groupId),
    );
    expect(GroupMemberships.map((each) => each.GroupId)).toContain(finance?.groupId);
    const ids = GroupMemberships.map(({ MembershipId }) => MembershipId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('are found by their name, whatever its letters', async () => {
    const { Groups = [] } = await client().send(
      new ListGroupsCommand({
        IdentityStoreId,
        Filters: [{ AttributePath: 'DisplayName', AttributeValue: '東京オフィス' }],
      }),
    );
    expect(Groups.map(({ DisplayName }) => DisplayName)).toEqual(['東京オフィス']);
  });
});

describe('the identity store', () => {
  const list = (input: object, who = {}) =>
    refusal(client(who).send(new ListUsersCommand({ IdentityStoreId, ...input })));

  it('is in one Region, and known to every account by its id', async () => {
    expect(await list({}, { accessKeyId: keyOf(accountsOf(simulator).busiest) })).toBe('no error');
    expect(await list({}, { region: 'us-east-1' })).toBe('ResourceNotFoundException');
    expect(await list({ IdentityStoreId: 'd-0123456789' })).toBe('ResourceNotFoundException');
  });

  it('refuses what its model forbids, and ids and tokens of nothing', async () => {
    expect(await list({ IdentityStoreId: 'mine' })).toBe('ValidationException');
    expect(await list({ MaxResults: 101 })).toBe('ValidationException');
    expect(await list({ NextToken: 'bm90aGluZw==' })).toBe('ValidationException');
    const { NextToken } = await client().send(new ListGroupsCommand({ IdentityStoreId, MaxResults: 1 }));
    expect(await list({ MaxResults: 1, NextToken })).toBe('ValidationException');
    const nobody = '92670f5a31-00000000-0000-0000-0000-000000000000';
    const asked = [
      new DescribeUserCommand({ IdentityStoreId, UserId: nobody }),
      new ListGroupMembershipsCommand({ IdentityStoreId, GroupId: nobody }),
      new ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId: { UserId: nobody } }),
    ];
    for (const command of asked)
      expect(await refusal(client().send(command as DescribeUserCommand))).toBe('ResourceNotFoundException');
    const union = { UserId: undefined as unknown as string };
    const empty = new ListGroupMembershipsForMemberCommand({ IdentityStoreId, MemberId: union });
    expect(await refusal(client().send(empty))).toBe('ValidationException');
  });
});
