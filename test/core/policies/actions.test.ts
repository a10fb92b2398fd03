import * as bedrock from '@aws-sdk/client-bedrock';
import * as runtime from '@aws-sdk/client-bedrock-runtime';
import { expect, it } from 'vitest';
import { OTHER_SPENDING } from '../../../src/core/policies/actions.ts';

/** The list of what spends against the operations that the SDK knows: a new one has to be looked at once. */

/** What begins like something that spends, and does not, or is closed in another way. */
const LOOKED_AT = [
  'CreateAutomatedReasoningPolicy',
  'CreateAutomatedReasoningPolicyTestCase',
  'CreateAutomatedReasoningPolicyVersion',
  'CreateFoundationModelAgreement',
  'CreateGuardrail',
  'CreateGuardrailVersion',
  'CreateInferenceProfile',
  'CreatePromptRouter',
  'InvokeModel',
  'InvokeModelWithBidirectionalStream',
  'InvokeModelWithResponseStream',
  // Authorised as InvokeModel.
  'StartAsyncInvoke',
  'UpdateAutomatedReasoningPolicy',
  'UpdateAutomatedReasoningPolicyAnnotations',
  'UpdateAutomatedReasoningPolicyTestCase',
  'UpdateGuardrail',
];

it('every operation of Bedrock that begins something is closed, or was looked at', () => {
  const operations = [...Object.keys(bedrock), ...Object.keys(runtime)].flatMap((name) =>
    /^(?:Apply|Create|Invoke|Register|Start|Update)\w+(?=Command$)/.exec(name) ? [name.slice(0, -7)] : [],
  );
  expect(operations.length).toBeGreaterThan(30);
  const closed = new Set([...OTHER_SPENDING.map((action) => action.split(':')[1]), ...LOOKED_AT]);
  expect([...new Set(operations)].filter((operation) => !closed.has(operation)).sort()).toEqual([]);
});
