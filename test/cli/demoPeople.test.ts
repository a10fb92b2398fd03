import { describe, expect, it } from 'vitest';
import { hashOf } from '../../src/app/credentials/secrets.ts';
import { choiceLine, demoPersonas, demoToken, nameOwners } from '../../src/cli/demoPeople.ts';
import { MOST_TOKENS } from '../../src/core/tokens.ts';
import { askingOf } from '../asking.ts';
import { leaseOf, NOW, open, spendRow, usd } from '../store/setup.ts';

/** Somebody of a company: name, cost center, groups. Who comes first spends most. */
type Somebody = readonly [name: string, costCenter: string | null, ...groups: string[]];
const MOBILE = 'CC-1003 Mobile';
const DATA = 'CC-1004 Data';
const OFFICE: readonly Somebody[] = [
  ['fin', 'CC-2003 Finance', 'finops'],
  ['adm', 'CC-1001 Platform', 'platform-admins'],
];
const email = (name: string) => `${name}@example.com`;

async function company(people: readonly Somebody[]) {
  const store = await open();
  const actor = { id: 'local:test' };
  const facts = people.map(([name, costCenter, ...groups]) => ({
    email: email(name),
    name,
    costCenter,
    manager: null,
    active: true,
    groups,
  }));
  await store.people.learn('identityCenter', facts, { complete: true, actor, now: NOW });
  const rows = people.map(([name, costCenter], i) =>
    spendRow({ userEmail: email(name), costCenter, amount: usd(BigInt(people.length - i)) }),
  );
  await store.spend.replaceDay(await leaseOf(store), '2026-11-01', rows, [], 'hash');
  const personas = await demoPersonas(askingOf(store));
  return {
    store,
    personas,
    who: Object.fromEntries(personas.map((persona) => [persona.key, persona.name])),
    owns: (await store.people.grants()).map((grant) => [grant.email, grant.costCenter]),
    owner: personas.find(({ key }) => key === 'costCenterOwner'),
  };
}

describe('whom one can be', () => {
  it('is one for each role, of Mobile its owner', async () => {
    const { who, owns, owner, personas } = await company([
      ['lea', DATA, 'leads'],
      ['eng', DATA],
      ['ulf', DATA],
      ['mob', MOBILE],
      ...OFFICE,
    ]);
    expect(who).toEqual({
      user: 'eng',
      manager: 'lea',
      costCenterOwner: 'mob',
      finance: 'fin',
      administrator: 'adm',
    });
    expect(owns).toEqual([[email('mob'), MOBILE]]);
    expect(owner?.blurb).toMatchObject({ en: expect.stringContaining(MOBILE) });
    expect(choiceLine(personas)).not.toContain('--users');
  });

  it.each<[string, Somebody[], object, string]>([
    [
      'rather of another cost center than the manager’s',
      [
        ['lea', DATA, 'leads'],
        ['eng', DATA],
        ['sea', DATA],
        ['pay', 'CC-1002 Payments'],
      ],
      { user: 'eng', manager: 'lea', costCenterOwner: 'pay' },
      'CC-1002 Payments',
    ],
    [
      'of the manager’s where there is no other',
      [
        ['lea', DATA, 'leads'],
        ['eng', DATA],
        ['sea', DATA],
      ],
      { user: 'eng', manager: 'lea', costCenterOwner: 'sea' },
      DATA,
    ],
    [
      'a lead, so that an engineer is left',
      [
        ['lea', DATA, 'leads'],
        ['eng', DATA],
        ['lou', 'CC-1002 Payments', 'leads'],
      ],
      { user: 'eng', manager: 'lea', costCenterOwner: 'lou' },
      'CC-1002 Payments',
    ],
  ])('without anybody of Mobile is the owner of another one: %s', async (_, people, expected, owned) => {
    const { who, owns, owner, personas } = await company([...people, ...OFFICE]);
    expect(who).toEqual({ ...expected, finance: 'fin', administrator: 'adm' });
    expect(owns).toEqual([[owner?.email, owned]]);
    expect(owner?.costCenter).toBe(owned);
    for (const words of Object.values(owner?.blurb ?? {})) {
      expect(words).toContain(owned);
      expect(words).not.toContain(MOBILE);
    }
    expect(choiceLine(personas)).not.toContain('--users');
  });

  it('owns the other cost centers, whoever heads them, but for those of the engineer and the manager', async () => {
    const { store, personas, owns } = await company([
      ['lea', DATA, 'leads'],
      ['eng', DATA],
      ['ulf', DATA],
      ['mob', MOBILE],
      ['pia', 'CC-1002 Payments'],
      ['pat', 'CC-1002 Payments', 'leads'],
      ['sam', 'CC-2001 Support'],
      ['out', null],
      ...OFFICE,
      ['pim', 'CC-1001 Platform'],
    ]);
    await nameOwners(askingOf(store), personas);
    await nameOwners(askingOf(store), personas);
    const owners = (await store.people.grants()).map((grant) => [grant.email, grant.costCenter]);
    expect(owners).toHaveLength(4);
    expect(owners).toEqual(
      expect.arrayContaining([
        ...owns,
        [email('pat'), 'CC-1002 Payments'],
        [email('sam'), 'CC-2001 Support'],
        [email('pim'), 'CC-1001 Platform'],
      ]),
    );
  });

  it('says which roles nobody is left for', async () => {
    const { who, owns, personas } = await company([['eng', DATA], ['out', null], ...OFFICE]);
    expect(who).toEqual({ user: 'eng', finance: 'fin', administrator: 'adm' });
    expect(owns).toEqual([]);
    expect(choiceLine(personas).split('\n')).toEqual([
      expect.stringContaining('choose whom you want to be'),
      'Among so few people nobody is left to be: manager, cost center owner. A larger --users has them.',
    ]);
  });
});

it('a token that the demo prints is good, and none is printed once a kept ledger holds as many as one may have', async () => {
  const store = await open();
  const asking = askingOf(store);
  const ann = { email: 'ann@example.com' };
  const known = { ...ann, name: null, costCenter: null, manager: null, active: true, groups: null };
  await store.people.learn('file', [known], { complete: false, actor: asking.actor, now: NOW });
  for (let i = 0; i < MOST_TOKENS; i++) {
    const secret = await demoToken(asking, ann);
    expect(await store.tokens.find(hashOf(secret ?? ''))).toMatchObject(ann);
  }
  expect(await demoToken(asking, ann)).toBeNull();
});
