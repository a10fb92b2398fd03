import { describe, expect, it } from 'vitest';
import { type MirrorFacts, type MirrorScope, mirrorFilter, mirrorServices } from '../../src/core/mirror.ts';

/** What AWS Budgets would count by the filters of mirrors, charge by charge. */

interface Charge {
  service: string;
  recordType: string;
  tags: Readonly<Record<string, string>>;
}

/** An expression of AWS Budgets, as far as mirrors use it; what it cannot mean fails. */
function holds(expression: object, charge: Charge): boolean {
  const [operator, ...others] = Object.keys(expression);
  const value = Object.values(expression)[0];
  if (others.length > 0) throw new Error('one operator in each expression');
  if (operator === 'And') return (value as object[]).every((one) => holds(one, charge));
  if (operator === 'Or') return (value as object[]).some((one) => holds(one, charge));
  if (operator === 'Not') return !holds(value, charge);
  const { Key, Values, MatchOptions } = value as { Key: string; Values?: string[]; MatchOptions: string[] };
  const dimensions: Record<string, string> = { SERVICE: charge.service, RECORD_TYPE: charge.recordType };
  const held = operator === 'Tags' ? charge.tags[Key] : operator === 'Dimensions' ? dimensions[Key] : null;
  if (held === null || (operator === 'Dimensions' && held === undefined))
    throw new Error(`no ${operator} ${Key}`);
  if (MatchOptions.join() === 'ABSENT' && Values === undefined) return held === undefined;
  if (MatchOptions.join() !== 'EQUALS' || !Values?.length) throw new Error('no such match');
  return held !== undefined && Values.includes(held);
}

const FACTS: MirrorFacts = {
  attribution: 'profileTags',
  tagKeys: { user: 'UserEmail', costCenter: 'CostCenter', profile: 'InferenceProfile' },
  services: ['Claude Sonnet 4.6 (Amazon Bedrock Edition)', 'Amazon Bedrock'],
};
const ANN: MirrorScope = { kind: 'user', values: ['ann@example.com', 'Ann@example.com'] };
const CENTER: MirrorScope = { kind: 'costCenter', values: ['CC-1'] };
const PRINCIPAL: MirrorFacts = { ...FACTS, attribution: 'iamPrincipal' };
const UNREAD: MirrorFacts = { ...FACTS, services: [] };

const charge = (service: string, tags: Charge['tags'], recordType = 'Usage'): Charge => ({
  ...{ service, recordType, tags },
});
const own = { UserEmail: 'ann@example.com', CostCenter: 'CC-1' };
const called = { 'iamPrincipal/UserEmail': 'ann@example.com', 'iamPrincipal/CostCenter': 'CC-1' };
const NEW = 'Claude Poem 9 (Amazon Bedrock Edition)';

describe('a mirror counts', () => {
  it.each<[string, MirrorScope, MirrorFacts, Charge, boolean]>([
    ['what a person’s profile used', ANN, FACTS, charge('Amazon Bedrock', own), true],
    [
      'under each address of theirs',
      ANN,
      FACTS,
      charge('Amazon Bedrock', { UserEmail: 'Ann@example.com' }),
      true,
    ],
    [
      'nothing of anybody else',
      ANN,
      FACTS,
      charge('Amazon Bedrock', { UserEmail: 'bob@example.com' }),
      false,
    ],
    ['nothing that bears no owner', ANN, FACTS, charge('Amazon Bedrock', { InferenceProfile: 'x' }), false],
    ['what a cost center’s profiles used', CENTER, FACTS, charge('Amazon Bedrock', own), true],
    ['and of no other cost center', CENTER, FACTS, charge('Amazon Bedrock', { CostCenter: 'CC-2' }), false],
    [
      'a model under each SERVICE that the bill has had',
      ANN,
      FACTS,
      charge(FACTS.services[0] ?? '', own),
      true,
    ],
    [
      'a new model by the profile’s own tag',
      ANN,
      FACTS,
      charge(NEW, { ...own, InferenceProfile: 'x' }),
      true,
    ],
    ['but no other resource that bears the owner’s tag', ANN, FACTS, charge('Amazon EC2', own), false],
    ['usage, and no discount or refund', ANN, FACTS, charge('Amazon Bedrock', own, 'Credit'), false],
    [
      'of a ledger without a bill: by the profile’s tag',
      ANN,
      UNREAD,
      charge(NEW, { ...own, InferenceProfile: 'x' }),
      true,
    ],
    ['and by nothing else', ANN, UNREAD, charge('Amazon Bedrock', own), false],
    ['by principal: what somebody called, of any model', ANN, PRINCIPAL, charge(NEW, called), true],
    ['not by the tags of the profile', ANN, PRINCIPAL, charge('Amazon Bedrock', own), false],
    ['what a cost center called', CENTER, PRINCIPAL, charge(NEW, called), true],
    ['usage alone as well', CENTER, PRINCIPAL, charge(NEW, called, 'Credit'), false],
  ])('%s', (_what, scope, facts, one, expected) =>
    expect(holds(JSON.parse(mirrorFilter(scope, facts)), one)).toBe(expected),
  );

  it('the same whatever the order in which names were found, so that nothing is written anew', () => {
    const turned = { ...FACTS, services: [...FACTS.services].reverse() };
    const addresses = { ...ANN, values: [...ANN.values].reverse() };
    expect(mirrorFilter(addresses, turned)).toBe(mirrorFilter(ANN, FACTS));
  });
});

describe('the names in a filter', () => {
  it('are those that it was made with', () => {
    expect(mirrorServices(mirrorFilter(ANN, FACTS))).toEqual([...FACTS.services].sort());
    expect(mirrorServices(mirrorFilter(ANN, UNREAD))).toEqual([]);
    expect(mirrorServices(mirrorFilter(ANN, PRINCIPAL))).toEqual([]);
  });

  it('are found in what somebody wrote at AWS as well, whatever its form', () => {
    const written = { Or: [{ Dimensions: { Key: 'SERVICE', MatchOptions: ['ABSENT'] } }, null, 'SERVICE'] };
    expect(mirrorServices(JSON.stringify(written))).toEqual([]);
    expect(mirrorServices('null')).toEqual([]);
  });
});
