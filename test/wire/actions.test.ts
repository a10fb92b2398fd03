import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { doEverything, openSmallWorld, type World } from './everything.ts';

/** The IAM policy in the README against what is really asked of AWS: neither too little nor too much. */

/** IAM's prefix of each service where it is not the one that the simulator goes by. */
const PREFIX: Record<string, string> = {
  monitoring: 'cloudwatch',
  resourcegroupstaggingapi: 'tag',
  tagging: 'tag',
  'service-quotas': 'servicequotas',
};
/**
 * AWS Budgets has few actions for its many operations (Service Authorization Reference, AWS Budgets); `CreateInferenceProfile`
 * with tags, which is how profiles are always made here, needs `TagResource` too (same reference, Amazon Bedrock).
 */
const BUDGETS_READ = /^Describe/;
/** Needs no permission at all. */
const FREE = 'sts:GetCallerIdentity';

let world: World;
beforeAll(async () => {
  world = await openSmallWorld();
  await doEverything(world, world.simulator.url);
});
afterAll(() => world.close());

function actionsOf(request: string): string[] {
  const [service = '', operation = ''] = request.split(':');
  if (service === 'budgets' && operation !== 'TagResource')
    return [BUDGETS_READ.test(operation) ? 'budgets:ViewBudget' : 'budgets:ModifyBudget'];
  const action = `${PREFIX[service] ?? service}:${operation}`;
  return action === 'bedrock:CreateInferenceProfile' ? [action, 'bedrock:TagResource'] : [action];
}

/** Every action of the first JSON block after the README's heading that speaks of the IAM policy. */
function actionsInReadme(): string[] {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const block = /^#+ .*IAM policy[\s\S]*?^```json\n([\s\S]*?)^```/im.exec(readme)?.[1] ?? '{}';
  const { Statement = [] } = JSON.parse(block) as { Statement?: { Action: string | string[] }[] };
  return Statement.flatMap(({ Action }) => Action);
}

const sorted = (actions: Iterable<string>) => [...new Set(actions)].filter((one) => one !== FREE).sort();

it('the IAM policy in the README allows exactly what sync, the mirror, profiles and the tag check use', () => {
  const used = sorted(Object.keys(world.simulator.requests()).flatMap(actionsOf));
  expect(used.length).toBeGreaterThan(10);
  expect(sorted(actionsInReadme())).toEqual(used);
});
