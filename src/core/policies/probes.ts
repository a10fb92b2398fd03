import { BEARER, MAKE_KEY, OTHER_SPENDING } from './actions.ts';
import { CALLS } from './probeCalls.ts';
import { CHANGING, CREATING } from './probeChanges.ts';
import { type Asked, denied, type Probe } from './probeKit.ts';
import type { CalledResource } from './types.ts';

export type { Probe, ProbeFacts } from './probeKit.ts';

/**
 * What our policies promise, as calls: whoever holds other policies against these sees what they leave open. Each probe
 * is one call of one person; those of one kind are one hole.
 */

/** What an action that spends is judged on; `*` for those that AWS judges on no resource. */
const SPENT_ON: Readonly<Record<string, string>> = {
  'bedrock:ApplyGuardrail': 'guardrail/abc123',
  'bedrock:CreateModelInvocationJob': 'model-invocation-job/new',
  'bedrock:CreateEvaluationJob': 'evaluation-job/new',
  'bedrock:CreateCustomModelDeployment': 'custom-model-deployment/new',
  'bedrock:CreateModelCustomizationJob': 'model-customization-job/new',
  'bedrock:CreateModelImportJob': 'model-import-job/new',
  'bedrock:CreateModelCopyJob': 'model-copy-job/new',
  'bedrock:CreateProvisionedModelThroughput': 'provisioned-model/new',
  'bedrock:UpdateProvisionedModelThroughput': 'provisioned-model/abc123',
  'bedrock:UpdateCustomModelDeployment': 'custom-model-deployment/abc123',
  'bedrock:InvokeAgent': 'agent-alias/ABC123/DEF456',
  'bedrock:InvokeFlow': 'flow/ABC123/alias/DEF456',
  'bedrock:StartFlowExecution': 'flow/ABC123/alias/DEF456',
  'bedrock:Retrieve': 'knowledge-base/ABC123',
  'bedrock:StartIngestionJob': 'knowledge-base/ABC123',
  'bedrock:IngestKnowledgeBaseDocuments': 'knowledge-base/ABC123',

  'bedrock:InvokeDataAutomationAsync': 'data-automation-project/abc123',
};
const EVERYTHING: CalledResource = { arn: '*', tags: {}, modelArns: [] };
const closed =
  (action: string): Asked =>
  ({ choices }) =>
    !choices.opened.includes(action);

const OTHER_WAYS: readonly Probe[] = [
  ...denied('apiKey.call', 'apiKeys', BEARER, () => ({ on: EVERYTHING }), closed(BEARER)),
  ...denied(
    'apiKey.make',
    'apiKeys',
    MAKE_KEY,
    (a) => ({
      on: { ...EVERYTHING, arn: `arn:${a.choices.partition}:iam::${a.caller.accountId}:user/somebody` },
      context: { 'iam:ServiceSpecificCredentialServiceName': 'bedrock.amazonaws.com' },
    }),
    closed(MAKE_KEY),
  ),
  ...denied(
    'mantle',
    'mantle',
    'bedrock-mantle:CreateInference',
    (a) => ({ on: a.at('project/default', 'bedrock-mantle') }),
    closed('bedrock-mantle:*'),
  ),
  ...OTHER_SPENDING.flatMap((action) =>
    denied(
      action,
      'otherSpending',
      action,
      (a) => ({ on: SPENT_ON[action] === undefined ? EVERYTHING : a.at(SPENT_ON[action]) }),
      closed(action),
    ),
  ),
];

/** All of them, those that must be possible among them. */
export const PROBES: readonly Probe[] = [...CHANGING, ...CALLS, ...CREATING, ...OTHER_WAYS];
