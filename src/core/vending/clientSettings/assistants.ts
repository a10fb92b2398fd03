import { dnsSuffixOf, partitionOf } from '../../regions.ts';
import { capabilitiesOf, modelUse } from './modelUse.ts';
import type { ClientSettings, SettingsAsked } from './types.ts';

/**
 * Assistants and gateways that talk to models. An ARN says nothing of its model, so that each is told what it is based on,
 * or what it can do, in the fields that its schema has for that. Sources: Cline's remote configuration
 * (`AwsBedrockSettingsSchema`), Continue's `config.yaml` schema v1, LiteLLM's proxy configuration.
 */

/** A text in YAML, whatever it holds: JSON is YAML. */
const quoted = (text: string): string => JSON.stringify(text);

const talks = ({ profile }: SettingsAsked): boolean => modelUse(profile.modelKey) === 'chat';

export function cline(asked: SettingsAsked): ClientSettings[] {
  if (!talks(asked)) return [];
  const { arn, region, modelKey } = asked.profile;
  const form = `API Provider: Amazon Bedrock
AWS Region: ${region}
Use cross-region inference: off
Model: Custom
Model ID: ${arn}
Base Inference Model: ${modelKey}`;
  const remote = {
    version: 'v1',
    providerSettings: {
      AwsBedrock: { awsRegion: region, customModels: [{ name: arn, baseModelId: modelKey }] },
    },
  };
  return [
    { client: 'cline', name: 'Cline', file: null, text: form, notes: [{ key: 'byForm' }] },
    {
      client: 'cline-remote',
      name: 'Cline (remote configuration)',
      file: null,
      text: JSON.stringify(remote, null, 2),
      notes: [{ key: 'forTeams' }],
    },
  ];
}

/** The endpoint, for those that take every Region to be below `amazonaws.com`; null where it is. */
function endpointElsewhere(region: string): string | null {
  const suffix = dnsSuffixOf(partitionOf(region));
  return suffix === dnsSuffixOf('aws') ? null : `https://bedrock-runtime.${region}.${suffix}`;
}

export function continueDev(asked: SettingsAsked): ClientSettings[] {
  if (!talks(asked)) return [];
  const { arn, region, modelKey } = asked.profile;
  const { tools, images } = capabilitiesOf(modelKey);
  const capabilities = [...(tools ? ['tool_use'] : []), ...(images ? ['image_input'] : [])];
  const elsewhere = endpointElsewhere(region);
  const lines = [
    'name: Amazon Bedrock',
    'version: 1.0.0',
    'schema: v1',
    'models:',
    `  - name: ${quoted(asked.modelName)}`,
    '    provider: bedrock',
    `    model: ${arn}`,
    ...(elsewhere === null ? [] : [`    apiBase: ${elsewhere}`]),
    '    env:',
    `      region: ${region}`,
    '      profile: default',
    '    roles: [chat, edit, apply]',
    ...(capabilities.length === 0 ? [] : [`    capabilities: [${capabilities.join(', ')}]`]),
  ];
  return [
    {
      client: 'continue',
      name: 'Continue',
      file: '~/.continue/config.yaml',
      text: lines.join('\n'),
      notes: [{ key: 'merge' }],
    },
  ];
}

export function liteLlm(asked: SettingsAsked): ClientSettings[] {
  if (!talks(asked)) return [];
  const { arn, region, modelKey, sourceId } = asked.profile;
  const elsewhere = endpointElsewhere(region);
  const text = `model_list:
  - model_name: ${quoted(asked.modelName)}
    litellm_params:
      model: bedrock/converse/${arn}
      aws_region_name: ${region}${elsewhere === null ? '' : `\n      aws_bedrock_runtime_endpoint: ${elsewhere}`}
    model_info:
      base_model: ${quoted(sourceId ?? modelKey)}`;
  return [{ client: 'litellm', name: 'LiteLLM', file: 'config.yaml', text, notes: [{ key: 'merge' }] }];
}
