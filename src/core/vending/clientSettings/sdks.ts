import { invokeBody, modelUse } from './modelUse.ts';
import type { Client, ClientSettings, SettingsAsked } from './types.ts';

/** Programs that call a profile once, over the SDKs of AWS. */

const NPM_PACKAGE = '@aws-sdk/client-bedrock-runtime';

interface Called {
  arn: string;
  region: string;
}

/** How an SDK is written to: for models that talk, and for the rest with the body that they take. */
const sdk =
  (
    client: Client,
    name: string,
    file: string,
    converse: (called: Called) => string,
    invoke: (called: Called, body: string) => string,
  ) =>
  ({ profile }: SettingsAsked): ClientSettings[] => {
    const body = invokeBody(profile.modelKey);
    const isChat = modelUse(profile.modelKey) === 'chat';
    if (!isChat && body === null) return [];
    const text = isChat || body === null ? converse(profile) : invoke(profile, body);
    return [{ client, name, file, text, notes: [] }];
  };

export const boto3 = sdk(
  'boto3',
  'Python (boto3)',
  'hello.py',
  ({ arn, region }) => `import boto3

client = boto3.client("bedrock-runtime", region_name="${region}")
answer = client.converse(
    modelId="${arn}",
    messages=[{"role": "user", "content": [{"text": "Hello"}]}],
)
print("".join(part.get("text", "") for part in answer["output"]["message"]["content"]))`,
  ({ arn, region }, body) => `import boto3

client = boto3.client("bedrock-runtime", region_name="${region}")
answer = client.invoke_model(
    modelId="${arn}",
    contentType="application/json",
    body='${body}',
)
print(answer["body"].read().decode())`,
);

export const javascript = sdk(
  'javascript',
  'JavaScript',
  'hello.mjs',
  ({ arn, region }) => `// npm install ${NPM_PACKAGE}
import { BedrockRuntimeClient, ConverseCommand } from '${NPM_PACKAGE}';

const client = new BedrockRuntimeClient({ region: '${region}' });
const answer = await client.send(
  new ConverseCommand({
    modelId: '${arn}',
    messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
  }),
);
console.log(answer.output.message.content.map(({ text }) => text ?? '').join(''));`,
  ({ arn, region }, body) => `// npm install ${NPM_PACKAGE}
import { BedrockRuntimeClient, InvokeModelCommand } from '${NPM_PACKAGE}';

const client = new BedrockRuntimeClient({ region: '${region}' });
const answer = await client.send(
  new InvokeModelCommand({
    modelId: '${arn}',
    contentType: 'application/json',
    body: '${body}',
  }),
);
console.log(answer.body.transformToString());`,
);

export const java = sdk(
  'java',
  'Java',
  'Hello.java',
  ({ arn, region }) => `// Maven: software.amazon.awssdk:bedrockruntime
import java.util.Objects;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

public class Hello {
    public static void main(String[] args) {
        Message hello = Message.builder()
                .role(ConversationRole.USER)
                .content(ContentBlock.fromText("Hello"))
                .build();
        try (BedrockRuntimeClient client = BedrockRuntimeClient.builder()
                .region(Region.of("${region}"))
                .build()) {
            ConverseResponse answer = client.converse(request -> request
                    .modelId("${arn}")
                    .messages(hello));
            answer.output().message().content().stream()
                    .map(ContentBlock::text)
                    .filter(Objects::nonNull)
                    .forEach(System.out::println);
        }
    }
}`,
  ({ arn, region }, body) => `// Maven: software.amazon.awssdk:bedrockruntime
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;

public class Hello {
    public static void main(String[] args) {
        try (BedrockRuntimeClient client = BedrockRuntimeClient.builder()
                .region(Region.of("${region}"))
                .build()) {
            InvokeModelResponse answer = client.invokeModel(request -> request
                    .modelId("${arn}")
                    .contentType("application/json")
                    .body(SdkBytes.fromUtf8String(${JSON.stringify(body)})));
            System.out.println(answer.body().asUtf8String());
        }
    }
}`,
);
