import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AwsOptions } from '../../src/aws/factory.ts';
import { createAws } from '../../src/aws/factory.ts';
import type { Aws } from '../../src/aws/types.ts';
import type { Bill } from '../../src/core/billEntries.ts';
import { ZERO } from '../../src/core/money.ts';
import type { DayRange } from '../../src/core/types.ts';

export const PAYER_KEYS = { accessKeyId: 'AKIAEXAMPLE000000000', secretAccessKey: 'secret' };

/** Gateways with the real SDK clients against an endpoint on loopback. */
export function awsAt(endpoint: string, nowMs: number, options: Partial<AwsOptions> = {}): Aws {
  return createAws({
    accounts: [],
    payer: {},
    clock: { now: () => nowMs },
    sleep: async () => {},
    ...options,
    clientOptions: { endpoint, credentials: PAYER_KEYS, ...options.clientOptions },
  })(ZERO);
}

/** What one reading gives of the bill of these services. */
export async function readBill(
  { costExplorer }: Aws,
  name: string,
  window: DayRange,
  services: readonly string[],
  accounts: readonly string[] = [''],
): Promise<Bill> {
  const reading = costExplorer.readings.find((one) => one.name === name);
  if (reading === undefined) throw new Error(`there is no reading ${name}`);
  return costExplorer.billOf(services).read(reading, window, accounts);
}

export interface Asked {
  operation: string;
  input: Record<string, unknown>;
  /** For which Region it was signed. */
  region: string;
}
export interface Responder {
  url: string;
  asked: Asked[];
  close(): Promise<void>;
}

/**
 * A service that speaks AWS JSON and answers as the test says: for orders of answers that the simulator gives by chance.
 * A status of 400 and above makes `body` an error; text goes as it is, for services that speak XML.
 */
export async function respond(
  answer: (asked: Asked, number: number) => { status?: number; body: unknown },
): Promise<Responder> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const text = await textOf(request);
    const [, target] = String(request.headers['x-amz-target'] ?? '').split('.');
    const [, , region = ''] = String(request.headers.authorization).split('/');
    const form = new URLSearchParams(target === undefined ? text : '');
    const one = {
      operation: target ?? form.get('Action') ?? '',
      input: target === undefined ? Object.fromEntries(form) : JSON.parse(text || '{}'),
      region,
    };
    const { status = 200, body } = answer(one, asked.push(one));
    const type = typeof body === 'string' ? 'text/xml' : 'application/x-amz-json-1.1';
    response
      .writeHead(status, { 'content-type': type })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
