import { describe, it } from 'vitest';
import {
  BATCH,
  check,
  GLOBAL,
  IN_TOKYO,
  INPUT,
  line,
  NOWHERE,
  OUTPUT,
  own,
  REST,
  type Row,
  TOKYO,
  tag,
  used,
} from './allocated.ts';

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
    ['are none on what has none', [line(50, INPUT, '', 0)], [ann], [used('ann', 6000)], [`0: ${REST} 50 0`]],
    ['may be one', [line(6000, INPUT, '', 1)], [ann], [used('ann', 1)], ['0: ann tokens 6000 1']],
    [
      'are what a tag left, to the last',
      [line(9000), tag('ann', 6000)],
      [ann],
      [used('ann', 6001)],
      ['0: ann tag 6000 6000', '0: ann tokens 1 1', `0: ${REST} 2999 2999`],
    ],
    [
      'that a tag was ahead of take nothing from others',
      [line(9000), tag('ann', 6000)],
      [ann, any, world],
      [used('ann', 4000), used('any', 2500), used('world', 2500)],
      ['0: ann tag 6000 6000', '0: any tokens 1500 1500', '0: world tokens 1500 1500'],
    ],
    ...['ann', 'bob'].map((first): Row => {
      const usage = [used('ann', 2000), used('bob', 2000, 'input', TOKYO)];
      const what = `go to the earlier lines first, whoever comes first: ${first}`;
      return [
        what,
        [line(1000), line(1000, NOWHERE), line(1000, IN_TOKYO)],
        [ann, own('bob', TOKYO)],
        first === 'ann' ? usage : usage.reverse(),
        ['0: ann tokens 1000 1000', '1: ann tokens 1000 1000', '2: bob tokens 1000 1000'],
      ];
    }),
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
