import { describe, expect, it } from 'vitest';
import { placeKey } from '../../../src/core/places.ts';
import { roomElsewhere, roomsOf, stateOf } from '../../../src/core/vending/room.ts';
import { isName, peopleCalled } from '../../../src/core/vending/whom.ts';

/** Whom a name means, and where there is room. */

const person = (email: string, name: string | null, active = true) => ({
  email,
  name,
  costCenter: null,
  active,
});
const PEOPLE = [
  person('sato.ken@example.com', '佐藤 健'),
  person('ken.ito@example.com', 'Ken Ito'),
  person('ito.k@example.com', '伊藤　健一'),
  person('mueller@example.com', "Anna O'Neil-Müller"),
  person('ken.left@example.com', 'Ken Left', false),
  person('noname@example.com', null),
];
const called = (text: string) => {
  const { found, exactly } = peopleCalled(text, PEOPLE);
  return [found.map(({ email }) => email.split('@')[0]), exactly];
};

describe('a name', () => {
  it.each([
    ['佐藤健', ['sato.ken'], 1],
    ['佐藤　健', ['sato.ken'], 1],
    ['健', ['sato.ken', 'ito.k'], 0],
    ['ito KEN', ['ken.ito'], 1],
    ['Ｋｅｎ Ｉｔｏ', ['ken.ito'], 1],
    ['ken', ['sato.ken', 'ken.ito'], 0],
    ['noname', ['noname'], 0],
    ['oneil', ['mueller'], 0],
    ["Anna O'Neil-Müller", ['mueller'], 1],
    ['left', [], 0],
    ['.,-', [], 0],
    ['nobody', [], 0],
  ] as const)('%s means %o', (text, found, exactly) => {
    expect(called(text)).toEqual([found, exactly]);
  });

  it('that many have is cut short, and said to be', () => {
    const many = Array.from({ length: 40 }, (_, i) => person(`p${i}@example.com`, 'Ken Ito'));
    const { found, exactly, more } = peopleCalled('ken', many);
    expect([found.length, exactly, more]).toEqual([10, 0, true]);
    expect(peopleCalled('Ken Ito', many).exactly).toBe(40);
  });

  it('is no address', () => {
    expect(['Ken', '健', '', 'a@b', 'a＠b'].map(isName)).toEqual([true, true, false, false, false]);
  });
});

describe('room', () => {
  const places = ['us-east-1', 'us-west-2', 'eu-west-1'].map((region) => ({ accountId: '1', region }));
  const count = (region: string, many: number) => ({ accountId: '1', region, count: many });
  const quota = (region: string, most: number | null) => ({ accountId: '1', region, quota: most });
  const rooms = roomsOf(
    places,
    [count('us-east-1', 1000), count('us-west-2', 899)],
    [quota('us-east-1', 1000), quota('us-west-2', 1000), quota('eu-west-1', null)],
  );

  it('is free, nearly used up, full or not known', () => {
    expect(rooms.map(stateOf)).toEqual(['full', 'free', 'unknown']);
    const at = (inUse: number) => stateOf({ accountId: '1', region: 'x', inUse, quota: 1000 });
    expect([899, 900, 999, 1000, 1001].map(at)).toEqual(['free', 'near', 'near', 'full', 'full']);
    expect(stateOf({ accountId: '1', region: 'x', inUse: 0, quota: 0 })).toBe('full');
  });

  it('is found elsewhere only where it is known, in Regions that have the same, the emptiest first', () => {
    const full = { accountId: '1', region: 'us-east-1' };
    expect(roomElsewhere(rooms, full, ['us-east-1', 'us-west-2', 'eu-west-1']).map(placeKey)).toEqual([
      '1/us-west-2',
    ]);
    expect(roomElsewhere(rooms, full, ['eu-west-1'])).toEqual([]);
  });
});
