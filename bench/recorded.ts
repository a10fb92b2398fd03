import { BedrockClient } from '@aws-sdk/client-bedrock';

/** Requests that were sent through the AWS SDK, and the same sent again by bare clients. */

type Constructor<T> = new (input: unknown) => T;
interface CommandOf {
  input: object;
}
interface ClientOf {
  config: {
    region(): Promise<string>;
    credentials(): Promise<unknown>;
  };
  send(command: CommandOf): Promise<unknown>;
  destroy(): void;
}
interface Sent {
  client: ClientOf;
  command: CommandOf;
}

/** What all clients of the SDK share. */
const BASE = Object.getPrototypeOf(BedrockClient.prototype) as { send(...args: unknown[]): unknown };

/** Does work and answers which requests it sent. */
export async function recorded(work: () => Promise<unknown>): Promise<Sent[]> {
  const own = BASE.send;
  const sent: Sent[] = [];
  BASE.send = function (this: ClientOf, ...args: unknown[]) {
    sent.push({ client: this, command: args[0] as CommandOf });
    return own.apply(this, args);
  };
  try {
    await work();
  } finally {
    BASE.send = own;
  }
  return sent;
}

const AT_ONCE = 8;

/** Sends the same requests by new clients, some at a time. Answers that fail count as answers. */
export async function sendAgain(sent: readonly Sent[], endpoint: string): Promise<{ failed: number }> {
  const bare = new Map<ClientOf, ClientOf>();
  for (const { client } of sent) {
    if (bare.has(client)) continue;
    const Client = client.constructor as Constructor<ClientOf>;
    const [region, credentials] = [await client.config.region(), await client.config.credentials()];
    bare.set(client, new Client({ region, credentials, endpoint }));
  }
  let next = 0;
  let failed = 0;
  const one = async () => {
    for (;;) {
      const request = sent[next++];
      if (request === undefined) return;
      const Command = request.command.constructor as Constructor<CommandOf>;
      const client = bare.get(request.client);
      await client?.send(new Command(request.command.input)).catch(() => {
        failed += 1;
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  for (const client of bare.values()) client.destroy();
  return { failed };
}
