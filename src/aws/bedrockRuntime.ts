import type { Run } from './runner.ts';
import type { BedrockRuntimeGateway } from './typesRuntime.ts';

/** Loaded when it is first asked for: few starts need it. */
const sdk = () => import('@aws-sdk/client-bedrock-runtime');

/** Models are called only to see whether they may be called: nothing of what they answer is read. */
export function createBedrockRuntimeGateway(run: Run): BedrockRuntimeGateway {
  return {
    async callModel(place, modelId, price) {
      const { usage } = await run({
        service: 'bedrock-runtime',
        operation: 'Converse',
        target: place,
        price,
        send: async (client) =>
          client.send(
            new (await sdk()).ConverseCommand({
              modelId,
              messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
              inferenceConfig: { maxTokens: 1 },
            }),
          ),
      });
      return { input: usage?.inputTokens ?? 0, output: usage?.outputTokens ?? 0 };
    },
  };
}
