/** Actions that policies speak of. Source: the service models of Bedrock's SDKs and AWS's service authorization reference. */

/** What calls a model and waits for its answer; Converse and ConverseStream are authorised as these two. */
export const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'] as const;
/** The same with whatever else begins so, for what is denied. */
export const ANY_INVOKE = 'bedrock:InvokeModel*';

/** Looking costs nothing, and clients look up what a profile stands for. */
export const READ = [
  'bedrock:ListInferenceProfiles',
  'bedrock:GetInferenceProfile',
  'bedrock:ListTagsForResource',
  'bedrock:ListFoundationModels',
  'bedrock:GetFoundationModel',
] as const;

/** Calls with a key of Bedrock's own instead of a signature. */
export const BEARER = 'bedrock:CallWithBearerToken';
/** Makes a long-term key, for Bedrock where the condition says so. */
export const MAKE_KEY = 'iam:CreateServiceSpecificCredential';
/** The condition that says so. */
export const FOR_BEDROCK = { 'iam:ServiceSpecificCredentialServiceName': 'bedrock*' } as const;
/** The newer endpoint, on which there are no application inference profiles. */
export const MANTLE = 'bedrock-mantle:*';

/**
 * Every other action of Bedrock that spends: none of them goes through a profile of the caller's. They are closed
 * unless they are opened one by one. A test holds this list against the operations of the SDKs.
 */
export const OTHER_SPENDING = [
  'bedrock:AgenticRetrieveStream',
  'bedrock:ApplyGuardrail',
  'bedrock:CreateAdvancedPromptOptimizationJob',
  'bedrock:CreateCustomModel',
  'bedrock:CreateCustomModelDeployment',
  'bedrock:CreateEvaluationJob',
  'bedrock:CreateMarketplaceModelEndpoint',
  'bedrock:CreateModelCopyJob',
  'bedrock:CreateModelCustomizationJob',
  'bedrock:CreateModelEvaluationJob',
  'bedrock:CreateModelImportJob',
  'bedrock:CreateModelInvocationJob',
  'bedrock:CreateProvisionedModelThroughput',
  'bedrock:GenerateQuery',
  'bedrock:IngestKnowledgeBaseDocuments',
  'bedrock:InvokeAgent',
  'bedrock:InvokeAutomatedReasoningPolicy',
  'bedrock:InvokeBlueprintOptimizationAsync',
  'bedrock:InvokeDataAutomation',
  'bedrock:InvokeDataAutomationAsync',
  'bedrock:InvokeDataAutomationLibraryIngestionJob',
  'bedrock:InvokeFlow',
  'bedrock:InvokeGuardrailChecks',
  'bedrock:InvokeInlineAgent',
  'bedrock:InvokeTool',
  'bedrock:OptimizePrompt',
  'bedrock:RegisterMarketplaceModelEndpoint',
  'bedrock:Rerank',
  'bedrock:Retrieve',
  'bedrock:RetrieveAndGenerate',
  'bedrock:StartAutomatedReasoningPolicyBuildWorkflow',
  'bedrock:StartAutomatedReasoningPolicyTestWorkflow',
  'bedrock:StartFlowExecution',
  'bedrock:StartIngestionJob',
  'bedrock:UpdateCustomModelDeployment',
  'bedrock:UpdateMarketplaceModelEndpoint',
  'bedrock:UpdateProvisionedModelThroughput',
] as const;

/** What can be opened. */
export const CLOSED = [...OTHER_SPENDING, BEARER, MAKE_KEY, MANTLE] as const;
