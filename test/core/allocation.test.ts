import { describe, expect, it } from 'vitest';
import type { DayUsage } from '../../src/core/estate.ts';
import type { Charge, Profile } from '../../src/core/types.ts';
import {
  allocated,
  BATCH,
  GLOBAL,
  INPUT,
  line,
  NOWHERE,
  OPUS_SERVICE,
  OUTPUT,
  own,
  REST,
  TOKYO,
  tag,
  used,
} from './allocated.ts';
import { NOVA } from './world.ts';

type Row = [string, Charge[], Profile[], DayUsage[], string[]];
const check = (
  _what: string,
  charges: Charge[],
  profiles: Profile[],
  usage: DayUsage[],
  expected: string[],
) => expect(allocated(charges, profiles, usage)).toEqual(expected);

describe('the bill’s own tag', () => {
  const two = [own('ann', {}, 'x'), own('bob', { accountId: '2' }, 'x')];
  const apart = [own('ann', {}, 'x'), own('bob', TOKYO, 'x')];
  const usage = [used('ann', 1000), used('bob', 2000, 'input', { accountId: '2' })];
  it.each<Row>([
    [
      'of an account is its own profile’s',
      [line(6000, INPUT, '1'), line(4000, INPUT, '2'), tag('x', 6000, '1'), tag('x', 4000, '2')],
      two,
      [],
      ['0: ann tag 6000 6000', '1: bob tag 4000 4000'],
    ],
    [
      'of an account without one is anybody’s',
      [line(6000, INPUT, '3'), tag('x', 6000, '3')],
      two.slice(0, 1),
      [],
      ['0: ann tag 6000 6000'],
    ],
    [
      'on several is shared by what they used',
      [line(6000), tag('x', 6000)],
      two,
      usage,
      ['0: ann tag 2000 2000', '0: bob tag 4000 4000', 'shared x'],
    ],
    [
      'of a refund as well',
      [line(-300), tag('x', -300)],
      two,
      usage,
      ['0: ann tag -100 100', '0: bob tag -200 200', 'shared x'],
    ],
    [
      'means the profile of the Region',
      [line(6000), tag('x', 6000)],
      apart,
      [used('bob', 9000, 'input', TOKYO)],
      ['0: ann tag 6000 6000', 'shared x'],
    ],
    [
      'or that of another Region, if only that has it',
      [line(6000), tag('x', 6000)],
      apart.slice(1),
      [],
      ['0: bob tag 6000 6000'],
    ],
    [
      'or any, where the line does not say',
      [line(6000, NOWHERE), tag('x', 6000, '', NOWHERE)],
      apart,
      [used('ann', 2000), used('bob', 1000, 'input', TOKYO)],
      ['0: ann tag 4000 4000', '0: bob tag 2000 2000', 'shared x'],
    ],
    [
      'of another model means the only line',
      [line(6000), tag('x', 6000)],
      [own('ann', { modelKey: NOVA }, 'x')],
      [],
      ['0: ann tag 6000 6000'],
    ],
    [
      'but neither of two',
      [line(6000), line(5000, INPUT, '', 5000, OPUS_SERVICE), tag('x', 6000)],
      [own('ann', { modelKey: NOVA }, 'x')],
      [],
      [`0: ${REST} 6000 6000`, `1: ${REST} 5000 5000`, 'not placed 6000'],
    ],
    [
      'of nobody known is nobody’s',
      [line(6000, INPUT, '1'), tag('gone', 3000, '1'), tag('lost', 3000, '1')],
      [],
      [],
      ['0: noTag@1/us-east-1 - 3000 3000', '0: noTag@1/us-east-1 - 3000 3000'],
    ],
    [
      'of nobody known, anywhere',
      [line(6000, NOWHERE), tag('gone', 6000, '', NOWHERE)],
      [],
      [],
      ['0: noTag@unknown/unknown - 6000 6000'],
    ],
    [
      'of nobody known on one of two lines is not placed',
      [line(6000), line(5000, INPUT, '', 5000, OPUS_SERVICE), tag('gone', 6000)],
      [],
      [],
      [`0: ${REST} 6000 6000`, `1: ${REST} 5000 5000`, 'not placed 6000'],
    ],
    [
      'says no more than the line holds',
      [line(5000), tag('x', 6000)],
      [own('ann', {}, 'x')],
      [],
      ['0: ann tag 5000 5000', 'not placed 1000'],
    ],
    [
      'uses up tokens that were seen',
      [line(9000), tag('x', 6000)],
      [own('ann', {}, 'x')],
      [used('ann', 8000)],
      ['0: ann tag 6000 6000', '0: ann tokens 2000 2000', `0: ${REST} 1000 1000`],
    ],
    [
      'on batch uses up none',
      [line(6000, BATCH), line(5000), tag('x', 6000, '', BATCH)],
      [own('ann', {}, 'x')],
      [used('ann', 5000)],
      ['0: ann tag 6000 6000', '1: ann tokens 5000 5000'],
    ],
    [
      'adds up over lines of a kind',
      [line(3000), line(3000, GLOBAL), tag('x', 2000), tag('x', 2000, '', GLOBAL)],
      [own('ann', { route: null }, 'x')],
      [used('ann', 4000)],
      ['0: ann tag 2000 2000', `0: ${REST} 1000 1000`, '1: ann tag 2000 2000', `1: ${REST} 1000 1000`],
    ],
  ])('%s', check);
});

describe('tokens', () => {
  const ann = own('ann');
  const any = own('any', { route: null });
  const world = own('world', { route: 'global' });
  it.each<Row>([
    ['are nobody’s in batch', [line(6000, BATCH)], [ann], [used('ann', 6000)], [`0: ${REST} 6000 6000`]],
    ['are nobody’s on a refund', [line(-6000)], [ann], [used('ann', 6000)], [`0: ${REST} -6000 6000`]],
    ['may be free', [line(0, INPUT, '', 6000)], [ann], [used('ann', 6000)], ['0: ann tokens 0 6000']],
    [
      'of another Region do not fit',
      [line(6000)],
      [own('ann', TOKYO)],
      [used('ann', 6000, 'input', TOKYO)],
      [`0: ${REST} 6000 6000`],
    ],
    [
      'of any Region fit a line without one',
      [line(6000, NOWHERE)],
      [own('ann', TOKYO)],
      [used('ann', 6000, 'input', TOKYO)],
      ['0: ann tokens 6000 6000'],
    ],
    [
      'of another account do not fit',
      [line(6000, INPUT, '2')],
      [ann],
      [used('ann', 6000)],
      ['0: billedNotSeen@2/us-east-1 - 6000 6000'],
    ],
    [
      'of another kind do not fit',
      [line(6000, OUTPUT)],
      [ann],
      [used('ann', 6000)],
      [`0: ${REST} 6000 6000`],
    ],
    [
      'of another route do not fit where the bill tells routes',
      [line(6000), line(3000, GLOBAL)],
      [world],
      [used('world', 9000)],
      [`0: ${REST} 6000 6000`, '1: world tokens 3000 3000'],
    ],
    ['fit where it tells none', [line(6000)], [world], [used('world', 6000)], ['0: world tokens 6000 6000']],
    [
      'of a known route go first, of any route share the rest',
      [line(6000), line(3000, GLOBAL)],
      [any, ann, world],
      [used('any', 4000), used('ann', 5000), used('world', 1000)],
      [
        '0: ann tokens 5000 5000',
        '0: any tokens 1000 1000',
        '1: world tokens 1000 1000',
        '1: any tokens 2000 2000',
      ],
    ],
  ])('%s', check);
});

describe('what is left', () => {
  const two = [own('ann', {}, 'x'), own('bob', {}, 'x')];
  const shares = (ann: number, bob: number) => [used('ann', ann), used('bob', bob)];
  it.each<Row>([
    [
      'of rounding is the holder’s',
      [line(6101, INPUT, '', 6000), tag('x', 6000)],
      two.slice(0, 1),
      [],
      ['0: ann tag 6101 6000'],
    ],
    [
      'of more is nobody’s',
      [line(6102, INPUT, '', 6000), tag('x', 6000)],
      two.slice(0, 1),
      [],
      ['0: ann tag 6000 6000', `0: ${REST} 102 0`],
    ],
    [
      'of rounding of a refund',
      [line(-6101, INPUT, '', 6000), tag('x', -6000)],
      two.slice(0, 1),
      [],
      ['0: ann tag -6101 6000'],
    ],
    [
      'of more of a refund',
      [line(-6102, INPUT, '', 6000), tag('x', -6000)],
      two.slice(0, 1),
      [],
      ['0: ann tag -6000 6000', `0: ${REST} -102 0`],
    ],
    [
      'with tokens is nobody’s',
      [line(6001), tag('x', 6000)],
      two.slice(0, 1),
      [],
      ['0: ann tag 6000 6000', `0: ${REST} 1 1`],
    ],
    [
      'of tokens alone',
      [line(6000, INPUT, '', 6001), tag('x', 6000)],
      two.slice(0, 1),
      [],
      ['0: ann tag 6000 6000', `0: ${REST} 0 1`],
    ],
    [
      'goes to the largest part',
      [line(6050, INPUT, '', 6000), tag('x', 6000)],
      two,
      shares(1, 2),
      ['0: ann tag 2000 2000', '0: bob tag 4050 4000', 'shared x'],
    ],
    [
      'goes to the first of equals',
      [line(6050, INPUT, '', 6000), tag('x', 6000)],
      two,
      shares(2, 2),
      ['0: ann tag 3050 3000', '0: bob tag 3000 3000', 'shared x'],
    ],
    ['without anybody is nobody’s', [line(50, INPUT, '', 0)], [], [], [`0: ${REST} 50 0`]],
    ['is somewhere', [line(50, NOWHERE, '2', 0)], [], [], ['0: billedNotSeen@2/unknown - 50 0']],
    ['of nothing is nothing', [line(0)], [], [], []],
  ])('%s', check);
});
