import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globOf, matchesGlob } from '../../../src/core/policies/arns.ts';
import { judge } from '../../../src/core/policies/explain.ts';
import type { AccessRequest, PoliciesInForce } from '../../../src/core/policies/types.ts';
import { allow, deny, policy } from './setup.ts';

/** What holds for all policies and requests. */

const RESOURCES = [
  'arn:aws:bedrock:us-east-1:1:application-inference-profile/a',
  'arn:aws:bedrock:us-east-1::foundation-model/m',
];
const TAG = 'aws:ResourceTag/UserEmail';
const OWN = `\${aws:PrincipalTag/UserEmail}`;

const condition = fc.constantFrom<Readonly<Record<string, unknown>>>(
  {},
  { StringEquals: { [TAG]: OWN } },
  { StringNotEquals: { [TAG]: 'a' } },
  { StringLike: { [TAG]: ['?', OWN] } },
  { Null: { [TAG]: 'true' } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a', 'b'] } },
  { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['a', 'b'] } },
  { Odd: { [TAG]: 'a' } },
  { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  { StringEqualsIfExists: { [TAG]: 'a' }, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
);
const statement = (effect: fc.Arbitrary<string>) =>
  fc.record({
    Effect: effect,
    Action: fc.constantFrom('bedrock:InvokeModel', 'bedrock:*', 'iam:*', ['iam:*', '*']),
    Resource: fc.constantFrom(
      '*',
      ...RESOURCES,
      'arn:aws:bedrock:*:*:application-inference-profile/*',
      `*/${OWN}`,
    ),
    Condition: condition,
  });
const some = fc.array(statement(fc.constantFrom('Allow', 'Deny')), { maxLength: 4 });
const ALLOWED = statement(fc.constant('Allow'));
const DENIED = statement(fc.constant('Deny'));

const tags = (key: string) =>
  fc
    .option(fc.constantFrom('a', 'b', '*'), { nil: undefined })
    .map((value) => (value === undefined ? {} : { [key]: value }));
const request: fc.Arbitrary<AccessRequest> = fc.record({
  action: fc.constantFrom('bedrock:InvokeModel', 'iam:PassRole'),
  resource: fc.constantFrom(...RESOURCES),
  context: fc
    .tuple(tags(TAG), tags('aws:PrincipalTag/UserEmail'), fc.subarray(['a', 'b', 'c']))
    .map(([own, principal, keys]) => ({ ...own, ...principal, 'aws:TagKeys': keys })),
});

type Statements = readonly Readonly<Record<string, unknown>>[];
const LAYERS = ['identity', 'boundary', 'controls'] as const;
const layers = fc.record({ identity: some, boundary: some, controls: some });
type Layers = Readonly<Record<(typeof LAYERS)[number], Statements>>;

const inForce = ({ identity, boundary, controls }: Layers): PoliciesInForce => ({
  identity: [policy('identity', ...identity)],
  boundary: policy('boundary', ...boundary),
  controls: [[policy('root', allow({ Action: '*' }))], [policy('account', ...controls)]],
});
/** How far a decision goes. */
const reach = (of: Layers, asked: AccessRequest) =>
  ({ denied: 0, unknown: 1, allowed: 2 })[judge(inForce(of), asked).decision];

const RUNS = { numRuns: 300, seed: 11 };

const asPattern = (glob: string) =>
  new RegExp(`^${glob.replace(/[*?]/g, (wildcard) => (wildcard === '*' ? '.*' : '.'))}$`);

describe('for all patterns and texts', () => {
  it('wildcards match as they do in regular expressions', () => {
    const of = (letters: string) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 });
    const holds = fc.property(of('ab*?'), of('ab'), (glob, text) => {
      expect(matchesGlob(globOf(glob), text)).toBe(asPattern(glob).test(text));
    });
    fc.assert(holds, { numRuns: 2000, seed: 11 });
  });
});

describe('for all policies and requests', () => {
  it.each(LAYERS)('one more denial never allows more: %s', (layer) => {
    const holds = fc.property(layers, DENIED, request, (of, more, asked) => {
      expect(reach({ ...of, [layer]: [...of[layer], more] }, asked)).toBeLessThanOrEqual(reach(of, asked));
    });
    fc.assert(holds, RUNS);
  });
  it.each(LAYERS)('one more allowance never denies more: %s', (layer) => {
    const holds = fc.property(layers, ALLOWED, request, (of, more, asked) => {
      expect(reach({ ...of, [layer]: [more, ...of[layer]] }, asked)).toBeGreaterThanOrEqual(reach(of, asked));
    });
    fc.assert(holds, RUNS);
  });
  it.each(LAYERS)('the order of statements never matters: %s', (layer) => {
    const holds = fc.property(layers, request, (of, asked) => {
      expect(reach({ ...of, [layer]: of[layer].toReversed() }, asked)).toBe(reach(of, asked));
    });
    fc.assert(holds, RUNS);
  });
  it.each(LAYERS)('what cannot be judged never lifts a certain denial: %s', (layer) => {
    const odd = [allow({ Condition: { Odd: { [TAG]: 'a' } } }), deny({ Odd: 1 })];
    const holds = fc.property(layers, request, (of, asked) => {
      const certain = { ...of, identity: [...of.identity, deny({ Action: '*' })] };
      expect(reach({ ...certain, [layer]: [...odd, ...certain[layer]] }, asked)).toBe(0);
    });
    fc.assert(holds, RUNS);
  });
});
