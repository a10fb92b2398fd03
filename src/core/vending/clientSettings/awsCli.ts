import { dnsSuffixOf, partitionOf } from '../../regions.ts';
import { invokeBody, modelUse } from './modelUse.ts';
import type { ClientSettings, SettingsAsked } from './types.ts';

/** What is typed at a shell: the AWS CLI, curl, and the variables that both and every SDK read. */

export function awsCli({ profile: { arn, region, modelKey } }: SettingsAsked): ClientSettings[] {
  const body = invokeBody(modelKey);
  const text =
    modelUse(modelKey) === 'chat'
      ? `aws bedrock-runtime converse --region ${region} \\
  --model-id ${arn} \\
  --messages '[{"role":"user","content":[{"text":"Hello"}]}]'`
      : body === null
        ? null
        : // As a file: what is given in the line is read in one way by version 1 and in another by version 2.
          `printf '%s' '${body}' > request.json
aws bedrock-runtime invoke-model --region ${region} \\
  --model-id ${arn} \\
  --content-type application/json \\
  --body fileb://request.json answer.json
cat answer.json`;
  return text === null ? [] : [{ client: 'aws-cli', name: 'AWS CLI', file: null, text, notes: [] }];
}

export function environmentFile({ profile: { arn, region } }: SettingsAsked): ClientSettings[] {
  // boto3 and the AWS CLI read the second name of the Region, the SDKs for JavaScript and Java the first.
  const text = `AWS_REGION=${region}\nAWS_DEFAULT_REGION=${region}\nBEDROCK_MODEL_ID=${arn}`;
  return [{ client: 'env', name: '.env', file: '.env', text, notes: [] }];
}

/**
 * curl signs by itself. AWS encodes the path once more before it is signed, curl does so from 8.14 on: older ones are given
 * the path to sign as it is to be signed, and beside it the one to send.
 */
export function curl({ profile: { arn, region, modelKey } }: SettingsAsked): ClientSettings[] {
  const isChat = modelUse(modelKey) === 'chat';
  const body = isChat ? '{"messages":[{"role":"user","content":[{"text":"Hello"}]}]}' : invokeBody(modelKey);
  if (body === null) return [];
  const path = `/model/${encodeURIComponent(arn)}/${isChat ? 'converse' : 'invoke'}`;
  const text = `# The keys come from: eval "$(aws configure export-credentials --format env)"
path='${path}'
signed=$path
# curl before 8.14 does not encode the path once more for the signature, as AWS does.
case "$(curl --version | cut -d ' ' -f 2 | head -n 1)" in
  7.* | 8.[0-9].* | 8.1[0-3].*) signed='${path.replaceAll('%', '%25')}' ;;
esac
curl --silent --show-error --fail-with-body \\
  --aws-sigv4 'aws:amz:${region}:bedrock' \\
  --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" \\
  \${AWS_SESSION_TOKEN:+--header "x-amz-security-token: $AWS_SESSION_TOKEN"} \\
  --header 'content-type: application/json' \\
  --request-target "$path" \\
  --data '${body}' \\
  "https://bedrock-runtime.${region}.${dnsSuffixOf(partitionOf(region))}$signed"`;
  return [{ client: 'curl', name: 'curl', file: null, text, notes: [] }];
}
