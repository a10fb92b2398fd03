import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { blockKitFaults } from './blockKit.ts';

/**
 * The part of Slack's Web API that the product asks, on loopback: a workspace with people, and the messages that they got. It
 * answers as the reference of each method says (docs.slack.dev), and takes no call that Slack would not take.
 */

export interface SlackPerson {
  id: string;
  email: string;
  team_id?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_stranger?: boolean;
  is_email_confirmed?: boolean;
  enterprise_user?: { enterprise_id: string };
}
export interface PostedMessage {
  channel: string;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: it is looked at part by part
  blocks: any[];
}
export interface SlackSpace {
  /** Where its methods are. */
  api: string;
  token: string;
  people: SlackPerson[];
  posted: PostedMessage[];
  /** Methods that were called, in order. */
  calls: string[];
  /** What was posted to addresses that answer a press, with the address. */
  // biome-ignore lint/suspicious/noExplicitAny: it is looked at part by part
  responses: { path: string; body: any }[];
  /** What a method answers instead, from now on: an error, or a status; null: as ever. */
  fails(
    method: string,
    how: { error?: string; status?: number; retryAfter?: string; needed?: string } | null,
  ): void;
  close(): Promise<void>;
}

export const TEAM = 'T0LEDGER';

export async function slackSpace(
  people: readonly SlackPerson[] = [],
  { team = TEAM, enterprise }: { team?: string; enterprise?: string } = {},
): Promise<SlackSpace> {
  const token = 'xoxb-a-token-of-the-tests';
  const failing = new Map<string, NonNullable<Parameters<SlackSpace['fails']>[1]>>();
  const space: Omit<SlackSpace, 'api' | 'close'> = {
    token,
    people: people.map((one) => ({ team_id: team, deleted: false, is_bot: false, ...one })),
    posted: [],
    calls: [],
    responses: [],
    fails: (method, how) => void (how === null ? failing.delete(method) : failing.set(method, how)),
  };
  const about = { team, enterprise };
  const server = createServer(async (request, response) => {
    const body = await read(request);
    const path = request.url ?? '';
    if (!path.startsWith('/api/')) {
      space.responses.push({ path, body: JSON.parse(body) });
      return void response.writeHead(200).end('ok');
    }
    const method = path.slice('/api/'.length);
    space.calls.push(method);
    const fail = failing.get(method);
    if (fail?.status !== undefined)
      return void response
        .writeHead(fail.status, fail.retryAfter === undefined ? {} : { 'retry-after': fail.retryAfter })
        .end(JSON.stringify({ ok: false, error: 'ratelimited' }));
    if (fail !== undefined) return json(response, { ok: false, error: fail.error, needed: fail.needed });
    if (request.headers.authorization !== `Bearer ${token}`)
      return json(response, { ok: false, error: 'invalid_auth' });
    json(response, answer(method, new URLSearchParams(body), space, about));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    ...space,
    api: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

const json = (response: ServerResponse, answered: object): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answered));

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

type Space = Pick<SlackSpace, 'people' | 'posted'>;

function answer(
  method: string,
  args: URLSearchParams,
  { people, posted }: Space,
  { team, enterprise }: { team: string; enterprise: string | undefined },
): object {
  const shown = ({ email, ...one }: SlackPerson) => ({
    ...one,
    name: 'adam@example.com',
    real_name: 'adam@example.com',
    profile: { email, display_name: 'adam@example.com' },
  });
  switch (method) {
    case 'auth.test':
      return { ok: true, team_id: team, ...(enterprise === undefined ? {} : { enterprise_id: enterprise }) };
    case 'users.lookupByEmail': {
      const found = people.find(({ email }) => email.toLowerCase() === args.get('email')?.toLowerCase());
      return found === undefined ? { ok: false, error: 'users_not_found' } : { ok: true, user: shown(found) };
    }
    case 'users.info': {
      const found = people.find(({ id }) => id === args.get('user'));
      return found === undefined ? { ok: false, error: 'user_not_found' } : { ok: true, user: shown(found) };
    }
    case 'conversations.open': {
      const found = people.find(({ id }) => id === args.get('users'));
      return found === undefined
        ? { ok: false, error: 'user_not_found' }
        : { ok: true, channel: { id: `D${found.id}` } };
    }
    case 'chat.postMessage': {
      const channel = args.get('channel') ?? '';
      if (!people.some(({ id }) => `D${id}` === channel)) return { ok: false, error: 'channel_not_found' };
      const message = { text: args.get('text') ?? '', blocks: JSON.parse(args.get('blocks') ?? '[]') };
      const faults = blockKitFaults(message);
      if (faults.length > 0) return { ok: false, error: 'invalid_blocks', errors: faults };
      posted.push({ channel, ...message });
      return { ok: true, channel, ts: '1764000000.000100' };
    }
    default:
      return { ok: false, error: 'unknown_method' };
  }
}
