import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isAwsError } from '../../src/aws/errors.ts';
import type { Aws, DirectoryPerson } from '../../src/aws/types.ts';
import { type Simulator, startSimulator } from '../../src/simulator/server.ts';
import { awsAt, type Responder, respond } from './setup.ts';

/** IAM Identity Center: first a company of 400, then answers that the simulator would not give. */

const NOW = Date.parse('2026-11-20T09:30:00.000Z');
const WORLD = { nowMs: NOW, speed: 0, users: 400, days: 1 };
const STORE = { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null };

describe('the directory of a company', () => {
  let simulator: Simulator;
  let aws: Aws;
  let people: Map<string, DirectoryPerson>;
  let asked: Record<string, number>;
  beforeAll(async () => {
    simulator = await startSimulator(WORLD);
    aws = awsAt(simulator.url, NOW);
    const listing = await aws.directory.list(STORE);
    asked = simulator.requests();
    expect(listing.skipped).toEqual([]);
    people = new Map(listing.people.map((person) => [person.email, person]));
  });
  afterAll(() => simulator.close());

  it('is read whole, a hundred at a time, for nothing', () => {
    const { users, groups } = simulator.world.directory();
    expect(people.size).toBe(users.length);
    expect(people.size).toBeGreaterThan(400);
    expect([...people.keys()]).toEqual([...people.keys()].sort());
    const pages = (count: number) => Math.max(1, Math.ceil(count / 100));
    expect(asked).toEqual({
      'identitystore:ListUsers': pages(users.length),
      'identitystore:ListGroups': 1,
      'identitystore:ListGroupMemberships': groups
        .map(({ memberIds }) => pages(memberIds.length))
        .reduce((a, b) => a + b),
    });
    expect(aws.meter.charge).toBe(0n);
  });

  it('says of everybody what the directory says', () => {
    const { users, groups } = simulator.world.directory();
    const emailOf = new Map(users.map(({ userId, email }) => [userId, email]));
    for (const user of users)
      expect(people.get(user.email)).toEqual({
        email: user.email,
        name: user.displayName,
        costCenter: user.costCenter,
        manager: emailOf.get(user.managerId ?? '') ?? null,
        active: user.enabled,
        groups: groups.filter(({ memberIds }) => memberIds.includes(user.userId)).map(({ name }) => name),
        userId: user.userId,
        aliases: [],
      });
    const everybody = [...people.values()];
    expect(everybody.filter(({ manager }) => manager === null)).toHaveLength(1);
    expect(everybody.filter(({ active }) => !active).length).toBeGreaterThan(0);
    expect(everybody.some(({ name }) => /^\p{Script=Han}+ \p{Script=Han}+$/u.test(name ?? ''))).toBe(true);
    // One address has capitals in the directory and none in the tags; whoever matches them has to see that.
    expect(everybody.filter(({ email }) => email !== email.toLowerCase())).toHaveLength(1);
  });

  it('looks only into the groups that are asked for, and names those that are not there', async () => {
    const before = simulator.requests()['identitystore:ListGroupMemberships'] ?? 0;
    const { people, skipped } = await aws.directory.list({ ...STORE, groups: ['finops', 'finpos'] });
    expect(people.filter(({ groups }) => groups.length > 0).map(({ groups }) => groups)).toEqual([
      ['finops'],
      ['finops'],
    ]);
    expect(skipped).toEqual([{ id: 'finpos', reason: expect.stringMatching(/\bgroup\b/) }]);
    expect(simulator.requests()['identitystore:ListGroupMemberships']).toBe(before + 1);
  });

  it('is the same while AWS throttles', async () => {
    const slow = await startSimulator({ ...WORLD, throttlePercent: 25 });
    try {
      const patient = awsAt(slow.url, NOW);
      const listing = await patient.directory.list(STORE);
      expect(listing.people).toEqual([...people.values()]);
      const total = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0);
      expect(patient.meter.requests).toBe(total(slow.requests()));
      expect(patient.meter.requests).toBeGreaterThan(total(asked));
    } finally {
      await slow.close();
    }
  }, 30_000);

  it('is read through the payer’s role', async () => {
    const [payer] = simulator.world.accounts.filter((account) => account.payer);
    const roleArn = `arn:aws:iam::${payer?.id}:role/reader`;
    const before = simulator.requests()['sts:AssumeRole'] ?? 0;
    const other = awsAt(simulator.url, NOW, { payer: { accountId: payer?.id ?? '', roleArn } });
    expect((await other.directory.list({ ...STORE, groups: [] })).people).toHaveLength(people.size);
    expect(simulator.requests()['sts:AssumeRole']).toBe(before + 1);
  });

  it('that is not where the settings say is told with the Region', async () => {
    const error = await aws.directory.list({ ...STORE, region: 'eu-west-1' }).catch((e: unknown) => e);
    expect(isAwsError(error, 'notFound')).toBe(true);
    expect(String(error)).toMatch(
      /IAM Identity Center ListUsers in eu-west-1: it does not exist .* Check the account, the Region/,
    );
  });
});

describe('a directory that is not kept well', () => {
  let responder: Responder;
  afterEach(() => responder.close());

  type Fields = Record<string, unknown>;
  const email = (Value: string, Primary = true) => ({ Emails: [{ Value, Primary }] });
  const extended = (document: unknown) => ({ Extensions: { 'aws:identitystore:enterprise': document } });
  /** Answers of one page with these users, numbered from u1, and groups with their members' numbers. */
  async function listing(users: Fields[], groups: Record<string, number[]> = {}) {
    const names = Object.keys(groups);
    responder = await respond(({ operation, input }) => {
      if (operation === 'ListUsers')
        return { body: { Users: users.map((user, i) => ({ UserId: `u${i + 1}`, ...user })) } };
      if (operation === 'ListGroups')
        return { body: { Groups: names.map((DisplayName) => ({ GroupId: DisplayName, DisplayName })) } };
      const members = groups[String(input.GroupId)] ?? [];
      return { body: { GroupMemberships: members.map((n) => ({ MemberId: { UserId: `u${n}` } })) } };
    });
    return awsAt(responder.url, NOW).directory.list(STORE);
  }

  it('loses nobody silently who has no e-mail address', async () => {
    const { people, skipped } = await listing([
      { DisplayName: 'Break Glass' },
      email('  '),
      { Emails: [] },
      email('ana@example.com'),
    ]);
    expect(people.map((person) => person.email)).toEqual(['ana@example.com']);
    expect(skipped).toEqual(
      ['u1', 'u2', 'u3'].map((id) => ({ id, reason: expect.stringMatching(/e-mail/) })),
    );
  });

  it('takes the enabled one of two with one address, and none where that does not decide', async () => {
    const { people, skipped } = await listing([
      { ...email('back@example.com'), UserStatus: 'DISABLED', DisplayName: 'Before' },
      { ...email('back@example.com'), UserStatus: 'ENABLED', DisplayName: 'Now' },
      { ...email('twice@example.com'), UserStatus: 'ENABLED' },
      { ...email('twice@example.com'), UserStatus: 'ENABLED' },
      { ...email('gone@example.com'), UserStatus: 'DISABLED' },
      { ...email('gone@example.com'), UserStatus: 'DISABLED' },
    ]);
    expect(people).toEqual([
      expect.objectContaining({ email: 'back@example.com', name: 'Now', active: true }),
    ]);
    expect(skipped.map(({ id }) => id)).toEqual(['u1', 'u3', 'u4', 'u5', 'u6']);
    // Each is told how many share which address, and differently whether one of them was taken.
    const [back = '', twice = ''] = skipped.map(({ reason }) => reason);
    expect(back).toMatch(/^2 .*\bback@example\.com\b/);
    expect(twice).toMatch(/^2 .*\btwice@example\.com\b/);
    expect(twice).not.toBe(back.replace('back@', 'twice@'));
  });

  it('has two people where addresses differ in capitals, as AWS does', async () => {
    const { people, skipped } = await listing([email('ana@example.com'), email('Ana@example.com')]);
    expect(people.map((person) => person.email)).toEqual(['Ana@example.com', 'ana@example.com']);
    expect(skipped).toEqual([]);
  });

  it('takes somebody who is on two pages, or twice in a group, once', async () => {
    const user = { UserId: 'u1', ...email('ana@example.com') };
    const { people, skipped } = await listing([user, user], { leads: [1], finops: [1, 1] });
    expect(people).toEqual([
      expect.objectContaining({ email: 'ana@example.com', groups: ['finops', 'leads'] }),
    ]);
    expect(skipped).toEqual([]);
  });

  it('has members of groups who are gone', async () => {
    const { people } = await listing([email('ana@example.com')], { finops: [1, 99] });
    expect(people.map(({ groups }) => groups)).toEqual([['finops']]);
  });

  it.each<[string, unknown, Partial<DirectoryPerson>]>([
    ['as SCIM has it', { costCenter: 'CC-1', manager: { value: 'u2', $ref: '../Users/u2' } }, {}],
    ['with capitals', { CostCenter: ' CC-1 ', Manager: { Value: 'u2' } }, {}],
    ['with a reference only', { costCenter: 'CC-1', manager: { $ref: '../Users/u2' } }, {}],
    ['with a manager of plain text', { costCenter: 'CC-1', manager: 'u2' }, {}],
    ['with the provider’s id', { costCenter: 'CC-1', manager: { value: 'okta-2' } }, {}],
    ['with a user name', { costCenter: 'CC-1', manager: { value: 'boss' } }, {}],
    ['with an address', { costCenter: 'CC-1', manager: { value: 'boss@example.com' } }, {}],
    ['with a number', { costCenter: 4130, manager: { value: 'u2' } }, { costCenter: '4130' }],
    ['with an unknown manager', { costCenter: 'CC-1', manager: { value: 'u7' } }, { manager: null }],
    ['that names themselves', { costCenter: 'CC-1', manager: { value: 'u1' } }, { manager: null }],
    ['that is empty', {}, { costCenter: null, manager: null }],
    ['with blanks', { costCenter: ' ', manager: { value: '' } }, { costCenter: null, manager: null }],
    ['that is no object', ['CC-1'], { costCenter: null, manager: null }],
    ['with objects for text', { costCenter: { a: 1 }, manager: [] }, { costCenter: null, manager: null }],
  ])('reads an extension %s', async (_what, document, expected) => {
    const { people } = await listing([
      { ...email('ana@example.com'), ...extended(document) },
      { ...email('boss@example.com'), UserName: 'boss', ExternalIds: [{ Issuer: 'okta', Id: 'okta-2' }] },
      email('other@example.com'),
    ]);
    expect(people[0]).toEqual({
      email: 'ana@example.com',
      name: null,
      costCenter: 'CC-1',
      manager: 'boss@example.com',
      active: true,
      groups: [],
      userId: 'u1',
      aliases: [],
      ...expected,
    });
  });

  it('names people by what there is', async () => {
    const { people } = await listing([
      { ...email('a@example.com'), DisplayName: 'Ana', Name: { Formatted: 'Ana López' } },
      { ...email('b@example.com'), DisplayName: ' ', Name: { Formatted: 'Bo Li' } },
      { ...email('c@example.com'), Name: { GivenName: 'Cy', FamilyName: 'Ng' } },
      { ...email('d@example.com'), Name: {} },
    ]);
    expect(people.map(({ name }) => name)).toEqual(['Ana', 'Bo Li', 'Cy Ng', null]);
  });

  it('knows the primary address of several', async () => {
    const { people } = await listing([
      { Emails: [{ Value: 'old@example.com' }, { Value: 'new@example.com', Primary: true }] },
      { Emails: [{ Value: 'only@example.com' }] },
    ]);
    expect(people.map((person) => person.email)).toEqual(['new@example.com', 'only@example.com']);
  });

  it('knows all other addresses, and a user name that is one', async () => {
    const { people } = await listing([
      {
        UserName: 'ana.old@example.com',
        Emails: [{ Value: 'ana@example.com', Primary: true }, { Value: 'Ana@example.com' }, { Value: ' ' }],
      },
      { UserName: 'bo@example.com', Emails: [{ Value: 'bo@example.com' }] },
      { UserName: 'cy', Emails: [{ Value: 'cy@example.com' }] },
    ]);
    expect(people.map(({ aliases }) => aliases)).toEqual([
      ['Ana@example.com', 'ana.old@example.com'],
      [],
      [],
    ]);
  });

  it('is no listing when a part of it is refused', async () => {
    responder = await respond(({ operation }) =>
      operation === 'ListUsers'
        ? { body: { Users: [] } }
        : { status: 400, body: { __type: 'AccessDeniedException', message: 'no' } },
    );
    const error = await awsAt(responder.url, NOW)
      .directory.list(STORE)
      .catch((e: unknown) => e);
    expect(isAwsError(error, 'accessDenied')).toBe(true);
    expect(String(error)).toContain('identitystore:ListGroups');
  });
});

describe('an answer about something else', () => {
  const IdentityStoreId = STORE.identityStoreId;
  it.each([
    ['another store', { Users: [{ UserId: 'u', IdentityStoreId: 'd-0000000000' }] }],
    ['another group', { GroupMemberships: [{ GroupId: 'h', IdentityStoreId, MemberId: { UserId: 'u' } }] }],
    ['nothing', { Groups: undefined }],
  ])('is an error: of %s', async (_, wrong) => {
    const responder = await respond(({ operation }) => ({
      body: {
        ...(operation === 'ListUsers' && { Users: [] }),
        ...(operation === 'ListGroups' && { Groups: [{ GroupId: 'g', DisplayName: 'x', IdentityStoreId }] }),
        ...(operation === 'ListGroupMemberships' && { GroupMemberships: [] }),
        ...(operation === `List${Object.keys(wrong)[0]}` && wrong),
      },
    }));
    const asked = awsAt(responder.url, NOW).directory.list(STORE);
    await expect(asked).rejects.toMatchObject({ kind: 'incomplete' });
    await responder.close();
  });
});
