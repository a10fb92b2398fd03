import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { may, operator, viewerFrom } from '../../src/core/access.ts';
import type { Deputy } from '../../src/core/approvals.ts';
import { type Approving, type Asked, approversOf, deputiesOn, mayAnswer } from '../../src/core/approvers.ts';
import { DAY_MS, instantOf } from '../../src/core/periods.ts';
import { datesOf, escalationAfter, isExpired, nextLook } from '../../src/core/requestTimes.ts';
import { makeAgain, needsApproval, wishKey } from '../../src/core/vending/approval.ts';
import '../seed.ts';

/** Ann asks; she reports to Carl, who reports to Bob, and belongs to CC-1, which Olga and Otto own; Eve administers. */
const [ANN, CARL, BOB, OLGA, OTTO, EVE, DAN] = ['ann', 'carl', 'bob', 'olga', 'otto', 'eve', 'dan'] as const;
interface World {
  left?: readonly string[];
  deputies?: Readonly<Record<string, readonly string[]>>;
  owners?: readonly string[];
  managers?: Readonly<Record<string, string>>;
  administrators?: readonly string[];
}
const known = ({
  left = [],
  deputies = {},
  owners = [OLGA, OTTO],
  managers = { ann: CARL, carl: BOB },
  administrators = [EVE],
}: World = {}): Approving => ({
  isHere: (email) => !left.includes(email),
  managerOf: (email) => managers[email] ?? null,
  ownersOf: (costCenter) => (costCenter === 'CC-1' ? owners : []),
  administrators: administrators.filter((email) => !left.includes(email)),
  deputiesOf: (email) => deputies[email] ?? [],
});
const asked = (more: Partial<Asked> = {}): Asked => ({
  user: ANN,
  askedBy: ANN,
  costCenter: 'CC-1',
  rule: 'costCenterOwner',
  ...more,
});
const manager = asked({ rule: 'manager' });
const steps = (of: Asked, world: World = {}): string[] =>
  approversOf(of, known(world)).map((step) =>
    step.map(({ email, deputyFor }) => (deputyFor === null ? email : `${email} for ${deputyFor}`)).join(' '),
  );

describe('who is asked, and who after them', () => {
  it.each<[string, Asked, World, string[]]>([
    ['owners, then administrators', asked(), {}, ['olga otto', 'eve']],
    ['the manager, theirs, then administrators', manager, {}, ['carl', 'bob', 'eve']],
    ['owners of another cost center are not', asked({ costCenter: 'CC-2' }), {}, ['eve']],
    ['no manager', manager, { managers: {} }, ['eve']],
    ['nobody at all', manager, { managers: {}, administrators: [] }, []],
    [
      'an owner who has left, and their deputy',
      asked(),
      { left: [OLGA], deputies: { olga: [DAN] } },
      ['otto', 'eve'],
    ],
    ['all owners have left', asked(), { left: [OLGA, OTTO] }, ['eve']],
    ['a manager who has left: the next', manager, { left: [CARL] }, ['bob', 'eve']],
    ['managers in a circle', manager, { managers: { ann: CARL, carl: ANN } }, ['carl', 'eve']],
    [
      'three above: two are asked',
      manager,
      { managers: { ann: CARL, carl: BOB, bob: OTTO } },
      ['carl', 'bob', 'eve'],
    ],
    ['a deputy', asked(), { deputies: { olga: [DAN] } }, ['olga otto dan for olga', 'eve']],
    ['a deputy who has left', asked(), { left: [DAN], deputies: { olga: [DAN] } }, ['olga otto', 'eve']],
    ['a deputy who owns it themselves', asked(), { deputies: { olga: [OTTO] } }, ['olga otto', 'eve']],
    [
      'a deputy of a deputy',
      asked(),
      { deputies: { olga: [DAN], dan: [BOB] } },
      ['olga otto dan for olga', 'eve'],
    ],
    ['a deputy of an administrator', asked(), { deputies: { eve: [DAN] } }, ['olga otto', 'eve']],
    ['whoever asks owns it', asked({ user: OLGA, askedBy: OLGA }), {}, ['otto', 'eve']],
    [
      'the only owner asks, and has a deputy',
      asked({ user: OLGA, askedBy: OLGA }),
      { owners: [OLGA], deputies: { olga: [DAN] } },
      ['eve'],
    ],
    ['whoever asks is the deputy', asked(), { deputies: { olga: [ANN] } }, ['olga otto', 'eve']],
    ['an administrator asks', asked({ user: EVE, askedBy: EVE }), {}, ['olga otto']],
    ['an owner asks for somebody', asked({ askedBy: OLGA }), {}, ['otto', 'eve']],
  ])('%s', (_, of, world, expected) => {
    expect(steps(of, world)).toEqual(expected);
  });

  it('may answer at their step and at later ones, in their own right where they can', () => {
    const of = approversOf(manager, known({ deputies: { carl: [BOB] } }));
    expect([...mayAnswer(of, 0)].map(([email, { deputyFor }]) => [email, deputyFor])).toEqual([
      [CARL, null],
      [BOB, CARL],
    ]);
    expect(mayAnswer(of, 1).get(BOB)?.deputyFor).toBeNull();
    expect([...mayAnswer(of, 9).keys()]).toEqual([CARL, BOB, EVE]);
    expect(mayAnswer([], 0).size).toBe(0);
  });

  it('lets nobody answer their own, whatever roles, deputies and steps there are', () => {
    const people = [ANN, CARL, BOB, OLGA, OTTO, EVE, DAN];
    const one = fc.constantFrom(...people);
    const some = fc.subarray(people);
    const forEach = <T>(of: fc.Arbitrary<T>) => fc.dictionary(one, of);
    const worlds = fc.record({
      left: some,
      owners: some,
      administrators: some,
      managers: forEach(one),
      deputies: forEach(some),
    });
    const requests = fc.record({
      user: one,
      askedBy: one,
      rule: fc.constantFrom('manager', 'costCenterOwner'),
    });
    fc.assert(
      fc.property(requests, worlds, fc.nat({ max: 4 }), (request, world, level) => {
        const of = asked(request);
        for (const email of mayAnswer(approversOf(of, known(world)), level).keys()) {
          expect([of.user, of.askedBy]).not.toContain(email);
          expect(world.left).not.toContain(email);
        }
        // Whatever list of approvers it were held against.
        const thing = { kind: 'request' as const, ...of, approvers: new Set(people), asked: people };
        for (const email of [of.user, of.askedBy])
          for (const role of ['administrator', 'costCenterOwner', 'finance'] as const) {
            const grants = [{ email, role, costCenter: role === 'costCenterOwner' ? 'CC-1' : '' }];
            const facts = { email, name: null, costCenter: 'CC-1', groups: [], reports: people, grants };
            expect(may(viewerFrom(facts, []), 'change', thing)).toBe(false);
          }
      }),
    );
  });

  it('leaves whoever is at the machine the last word', () => {
    const thing = { kind: 'request' as const, ...asked(), approvers: new Set<string>(), asked: [] };
    expect(may(operator('local:root'), 'change', thing)).toBe(true);
  });
});

describe('deputies', () => {
  it('stand in from their first day to before the last one’s end', () => {
    const one: Deputy = {
      id: '1',
      email: OLGA,
      deputy: DAN,
      start: '2026-11-20',
      endExclusive: '2026-11-22',
      setAt: '',
      setBy: '',
    };
    const on = (day: string) => deputiesOn([one, { ...one, id: '2' }], day)(OLGA);
    expect([on('2026-11-19'), on('2026-11-20'), on('2026-11-21'), on('2026-11-22')]).toEqual([
      [],
      [DAN],
      [DAN],
      [],
    ]);
  });
});

describe('a request for a profile', () => {
  const NOW = Date.parse('2026-11-20T09:00:00.000Z');
  const approval = { by: 'costCenterOwner', deadlineDays: 14, escalateDays: 3 } as const;
  const wanted = { userEmail: ANN, costCenter: 'CC-1', sourceId: 's', accountId: '1', region: 'r', tags: {} };
  const viewer = (email: string, role?: 'administrator' | 'finance') =>
    viewerFrom(
      {
        email,
        name: null,
        costCenter: 'CC-1',
        groups: [],
        reports: [DAN],
        grants: role ? [{ email, role, costCenter: '' }] : [],
      },
      [],
    );

  it.each([
    ['one’s own', viewer(ANN), 'costCenterOwner', true],
    ['an administrator’s own', viewer(ANN, 'administrator'), 'costCenterOwner', true],
    ['by an administrator for somebody', viewer(EVE, 'administrator'), 'manager', false],
    ['by whoever is at the machine', operator('local:root'), 'manager', false],
    ['by anybody else for somebody', viewer(EVE, 'finance'), 'manager', true],
    ['where nobody has to agree', viewer(ANN), 'nobody', false],
  ] as const)('needs a yes: %s', (_, who, by, expected) => {
    expect(needsApproval({ by }, who, wanted)).toBe(expected);
  });

  it('is the same for the same wish, in whatever order its tags are', () => {
    const key = wishKey({ ...wanted, tags: { a: '1', b: '2' } });
    expect(wishKey({ ...wanted, tags: { b: '2', a: '1' } })).toBe(key);
    for (const other of [
      { userEmail: BOB },
      { costCenter: 'x' },
      { sourceId: 'x' },
      { accountId: '2' },
      { region: 'x' },
      { tags: { a: '2', b: '2' } },
    ])
      expect(wishKey({ ...wanted, tags: { a: '1', b: '2' }, ...other })).not.toBe(key);
  });

  it('goes up after some days, ends at its deadline, and is looked at each hour', () => {
    const dates = datesOf(approval, NOW, true);
    expect(dates).toEqual({
      deadlineAt: '2026-12-04T09:00:00.000Z',
      escalateAt: '2026-11-23T09:00:00.000Z',
      nextAt: '2026-11-20T10:00:00.000Z',
    });
    expect(datesOf(approval, NOW, false).escalateAt).toBeNull();
    // With less time left than that it goes up at half of it, and not at all when it is about to end.
    expect(escalationAfter(dates, 3, Date.parse('2026-12-02T09:00:00.000Z'))).toBe(
      '2026-12-03T09:00:00.000Z',
    );
    expect(escalationAfter(dates, 3, Date.parse('2026-12-04T07:30:00.000Z'))).toBeNull();
    expect(nextLook(dates, Date.parse('2026-11-23T08:30:00.000Z'))).toBe(dates.escalateAt);
    expect(nextLook({ ...dates, escalateAt: null }, Date.parse('2026-12-04T08:30:00.000Z'))).toBe(
      dates.deadlineAt,
    );
    expect([
      isExpired(dates, NOW),
      isExpired(dates, Date.parse(dates.deadlineAt) - 1),
      isExpired(dates, Date.parse(dates.deadlineAt)),
    ]).toEqual([false, false, true]);
  });

  it('is tried to be made for three days, less and less often', () => {
    const decidedAt = instantOf(NOW);
    expect(makeAgain({ decidedAt, attempts: 1 }, NOW)).toBe('2026-11-20T09:02:00.000Z');
    expect(makeAgain({ decidedAt, attempts: 500 }, NOW)).toBe('2026-11-20T13:00:00.000Z');
    expect(makeAgain({ decidedAt, attempts: 3 }, NOW + 3 * DAY_MS - 60_000)).toBeNull();
  });
});
