import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mangled, type Sent } from './manglings.ts';
import { type Plan, type Trouble, troubleAt } from './plan.ts';
import { type Answer, type Json, type Question, questionOf, readAnswer } from './protocol.ts';

/** Stands between the product and the simulator, lets through what the plan does not name, and writes down what it sent. */

/** A question of one sync with what was answered to it, page by page. */
export interface Asked {
  question: Question;
  /** By token, '' for the first page; null where no answer could be read. */
  pages: Map<string, Json | null>;
  /** What was done to its answers. */
  troubles: Trouble[];
}

export interface HostileAws {
  url: string;
  /** Begins the n-th sync. */
  begin(sync: number): void;
  /** What was asked since then, by its text. */
  asked(): Asked[];
  close(): Promise<void>;
}

/** @param upstream where the simulator answers */
export async function hostileAws(upstream: string, plan: Plan): Promise<HostileAws> {
  const { hostname, port } = new URL(upstream);
  const agent = new Agent({ keepAlive: true });
  const good = new Map<string, { question: Question; answer: Answer }>();
  /** Pages that are asked for by a token of ours. */
  const invented = new Map<string, (page: number) => Answer | undefined>();
  let sync = -1;
  let calls = new Map<string, number>();
  let asked = new Map<string, Asked>();

  const forward = (message: IncomingMessage, body: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, url, headers } = message;
      const sent = request({ hostname, port, agent, method, path: url, headers }, async (answer) => {
        const { status, headers: all, body: text } = await received(answer);
        resolve({ status, headers: { 'content-type': all['content-type'] ?? 'text/plain' }, body: text });
      });
      sent.on('error', reject).end(body);
    });

  const noted = (question: Question, trouble: Trouble | undefined, page: Json | null) => {
    const known = asked.get(question.text);
    // Whoever asks for the first page begins again.
    const one = known && question.token !== undefined ? known : { question, pages: new Map(), troubles: [] };
    one.pages.set(question.token ?? '', page);
    const troubles = [...(known?.troubles ?? []), ...(trouble ? [trouble] : [])];
    asked.set(question.text, { ...one, troubles });
  };

  const another = ({ operation, text }: Question): Answer | undefined =>
    [...good.values()].find((one) => one.question.operation === operation && one.question.text !== text)
      ?.answer;

  const answerTo = async (message: IncomingMessage, body: Buffer): Promise<Sent> => {
    const question = questionOf({
      method: message.method ?? '',
      url: message.url ?? '',
      headers: message.headers,
      body: body.toString(),
    });
    const [, whose = '', number = ''] = /^(hostile-.*)-(\d+)$/.exec(question.token ?? '') ?? [];
    const page = invented.get(whose)?.(Number(number));
    if (page !== undefined) {
      noted(question, undefined, readAnswer(page));
      return { pages: [page] };
    }
    const { operation, text, token } = question;
    const call = calls.get(operation) ?? 0;
    calls.set(operation, call + 1);
    const answer = await forward(message, body);
    const trouble = answer.status === 200 ? troubleAt(plan, operation, sync, call) : undefined;
    const former = good.get(`${text} ${token}`)?.answer;
    if (trouble === undefined) {
      noted(question, undefined, readAnswer(answer));
      if (answer.status === 200) good.set(`${text} ${token}`, { question, answer });
      return { pages: [answer] };
    }
    const of = `hostile-${sync}-${operation}-${call}`;
    const memory = { another: another(question), former };
    const sent = mangled(trouble, question, answer, memory, (number) => `${of}-${number}`);
    if ('pages' in sent) invented.set(of, (number) => sent.pages[number]);
    if ('endless' in sent) invented.set(of, sent.endless);
    const first = firstOf(sent);
    noted(question, trouble, first === null ? null : readAnswer(first));
    return sent;
  };

  const server = createServer(async (message, response) => {
    try {
      send(response, await answerTo(message, (await received(message)).body));
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    begin(number) {
      sync = number;
      calls = new Map();
      asked = new Map();
    },
    asked: () => [...asked.values()],
    async close() {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The first page of what is sent whole; null where nothing is. */
function firstOf(sent: Sent): Answer | null {
  if ('pages' in sent) return sent.pages[0] as Answer;
  if ('endless' in sent) return sent.endless(0);
  return 'slow' in sent ? sent.slow : null;
}

const BIT_MS = 5;
const PIECES = 4;
const FLOOD = Buffer.alloc(2 ** 20, ' ');

function send(response: ServerResponse, sent: Sent): void {
  const begin = ({ status, headers }: Answer, length?: number) =>
    response.writeHead(status, { ...headers, ...(length === undefined ? {} : { 'content-length': length }) });
  if ('cut' in sent) {
    const { cut, after } = sent;
    if (after === 0) response.destroy();
    else begin(cut, cut.body.length).write(cut.body.subarray(0, after), () => response.destroy());
  } else if ('stalls' in sent) {
    const { stalls, after } = sent;
    if (after !== null) begin(stalls, stalls.body.length + 1).write(stalls.body.subarray(0, after));
  } else if ('unending' in sent) {
    begin(sent.unending).write(sent.unending.body.subarray(0, 1));
    const bits = setInterval(() => {
      if (sent.by === 'drip') response.write(' ');
      else if (!response.writableNeedDrain) response.write(FLOOD);
    }, BIT_MS);
    response.on('close', () => clearInterval(bits)).on('error', () => undefined);
  } else if ('slow' in sent) {
    const { body } = sent.slow;
    begin(sent.slow, body.length);
    const size = Math.ceil(body.length / PIECES) || 1;
    const piece = (from: number): void => {
      if (from >= body.length) response.end();
      else response.write(body.subarray(from, from + size), () => setTimeout(piece, BIT_MS, from + size));
    };
    piece(0);
  } else {
    const whole = firstOf(sent) as Answer;
    begin(whole, whole.body.length).end(whole.body);
  }
}

async function received(message: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks) };
}
