import { describe, expect, it } from 'vitest';
import {
  BATCH,
  check,
  GLOBAL,
  INPUT,
  line,
  linesOf,
  NOWHERE,
  OPUS_SERVICE,
  OUTPUT,
  own,
  REST,
  type Row,
  RULES,
  TOKYO,
  tag,
  used,
} from './allocated.ts';
import { NOVA } from './world.ts';

/** Had the value in its tag before the day, and has another since. */
function once(id: string, value: string, accountId: string) {
  const before = own(id, { accountId }, value).history.map(({ tags }) => ({
    from: '2026-01-01T00:00:00.000Z',
    tags,
  }));
  const since = own(id, { accountId }, 'other').history.map(({ tags }) => ({
    from: '2026-02-01T00:00:00.000Z',
    tags,
  }));
  return own(id, { accountId, history: [...before, ...since] });
}

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
      'of an account without one is nobody’s, whoever has it in another account',
      [line(6000, INPUT, '3'), tag('x', 6000, '3')],
      two,
      [],
      ['0: noTag@3/us-east-1 - 6000 6000'],
    ],
    [
      'of an account is that of whose profile there once had it',
      [line(6000, INPUT, '2'), tag('x', 6000, '2')],
      [own('ann', {}, 'x'), once('bob', 'x', '2')],
      [],
      ['0: bob tag 6000 6000'],
    ],
    [
      'that names its service is of that service’s line, whatever the profile’s model',
      [line(6000), line(4000, INPUT, '', 4000, OPUS_SERVICE), { ...tag('x', 4000), service: OPUS_SERVICE }],
      two.slice(0, 1),
      [],
      [`0: ${REST} 6000 6000`, '1: ann tag 4000 4000'],
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
      'shares the last unit as well',
      [line(100), tag('x', 100)],
      two,
      usage,
      ['0: ann tag 33 33', '0: bob tag 67 67', 'shared x'],
    ],
    [
      'and that of a refund',
      [line(-100), tag('x', -100)],
      two,
      usage,
      ['0: ann tag -33 33', '0: bob tag -67 67', 'shared x'],
    ],
    [
      'of what has no tokens goes to the first',
      [line(100, RULES, '', 0), tag('x', 100, '', RULES)],
      two,
      usage,
      ['0: ann tag 100 0', 'shared x'],
    ],
    [
      'means the model, in another Region',
      [line(6000), line(5000, INPUT, '', 5000, OPUS_SERVICE), tag('x', 6000)],
      apart.slice(1),
      [],
      ['0: bob tag 6000 6000', `1: ${REST} 5000 5000`],
    ],
    [
      'on no line is not placed',
      [line(6000), tag('x', 5000, '', OUTPUT)],
      two.slice(0, 1),
      [],
      [`0: ${REST} 6000 6000`, 'not placed 5000'],
    ],
    [
      'of nobody known is nobody’s of that account',
      [line(6000, INPUT, '1'), line(5000, INPUT, '2'), tag('gone', 6000, '1'), tag('gone', 5000, '2')],
      [],
      [],
      ['0: noTag@1/us-east-1 - 6000 6000', '1: noTag@2/us-east-1 - 5000 5000'],
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

it('whoever is not known is one holder in one place', () => {
  const charges = [line(6000), tag('gone', 3000), tag('lost', 3000)];
  const holders = linesOf(charges, [], []).lines.flatMap((one) =>
    one.allocations.map(({ holder }) => holder),
  );
  expect([holders.length, new Set(holders).size]).toEqual([2, 1]);
});
