import { describe, expect, it } from 'vitest';
import { OWN_ACCOUNT, type PolicyChoices } from '../../../src/core/policies/choices.ts';
import { printPolicy } from '../../../src/core/policies/generate.ts';
import { judgedTable } from '../../../src/core/policies/judgedTable.ts';
import { catalogueOf, choicesFor } from './arrangements.ts';
import { MODEL, WORLDS, type World } from './sentences.ts';

/** What the page tells of a printed policy: every answer is as it is meant, whatever is chosen. */

const CHOSEN: readonly [string, Partial<PolicyChoices>][] = [
  ['as it is set', {}],
  ['any account', { accounts: [OWN_ACCOUNT] }],
  ['its own Region alone', { geographies: ['in-region'] }],
  ['no self-service', { selfService: false }],
  ['no denial over budget', { enforcement: false }],
  ['the default tier', { tiers: ['default'] }],
  ['another tier', { tiers: ['flex'] }],
  ['one model', { models: [MODEL] }],
  ['models of a beginning', { models: ['anthropic.*'] }],
  ['API keys', { opened: ['bedrock:CallWithBearerToken', 'iam:CreateServiceSpecificCredential'] }],
];

function judged(kind: Parameters<typeof printPolicy>[0], w: World, choices: PolicyChoices) {
  const { document } = printPolicy(kind, choices);
  return judgedTable(kind, document, choices, catalogueOf(w));
}
const wrong = (rows: ReturnType<typeof judged>) =>
  rows.filter(({ expects, decision }) => expects !== decision).map(({ id, by }) => [id, by]);

describe.each(WORLDS)('$partition', (w) => {
  it.each(CHOSEN)('%s', (_, chosen) => {
    for (const kind of ['invoke', 'self-service', 'guard', 'service'] as const)
      for (const global of [false, true]) {
        const rows = judged(kind, w, choicesFor(w, global, chosen));
        expect([kind, global, wrong(rows)]).toEqual([kind, global, []]);
        expect(rows.length).toBeGreaterThan(kind === 'service' ? 12 : 25);
      }
  });
});

it('asks nothing of a policy under which nobody calls', () => {
  const [w] = WORLDS as [World];
  expect(judged('trust', w, choicesFor(w, false))).toEqual([]);
});
it('tells what another policy than the printed one lets through', () => {
  const [w] = WORLDS as [World];
  const choices = choicesFor(w, false);
  const everything = {
    Version: '2012-10-17',
    Statement: [{ Sid: 'All', Effect: 'Allow' as const, Action: '*', Resource: '*' }],
  };
  const rows = judgedTable('invoke', everything, choices, catalogueOf(w));
  expect(rows.find(({ id }) => id === 'retag')).toMatchObject({ decision: 'allowed', by: ['All'] });
  expect(wrong(rows).length).toBeGreaterThan(20);
});
