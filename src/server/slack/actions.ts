import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { SIGNED_FOR_MS, slackFault } from '../../core/slackSignature.ts';
import type { ServerDeps, SlackApp } from '../deps.ts';
import { answerPress } from './answer.ts';
import { pressIn } from './press.ts';

/**
 * Where Slack posts what was pressed. No session and no page leads here: the signature says that Slack sent it, and Slack says
 * who pressed. Each signed body is answered once.
 */

/** With the message that it was pressed in, which comes along. */
const MOST_BYTES = 256 * 1024;
/** Slack waits three seconds; what takes longer is said in the message once it is done. */
const ANSWERED_WITHIN_MS = 2_500;
/** Signatures that are remembered at once; more presses than that within minutes are no people's. */
const MOST_REMEMBERED = 10_000;

export function slackRoutes(deps: ServerDeps): Hono {
  const app = new Hono();
  const { slack = [] } = deps;
  const answered = new Once(MOST_REMEMBERED);
  const tooLarge = (c: Context) => c.text('This is more than Slack sends.\n', 413);
  app.post('/slack/actions', bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }), async (c) => {
    if (slack.length === 0)
      return c.text('There is nothing at this address: no app of Slack has a signingSecret.\n', 404);
    const body = new Uint8Array(await c.req.arrayBuffer());
    const signature = c.req.header('x-slack-signature');
    const signed = { timestamp: c.req.header('x-slack-request-timestamp'), signature, body };
    const now = deps.clock.now();
    const faults = slack.map(({ signingSecret }) => slackFault(signingSecret, signed, now));
    const sender = slack[faults.indexOf(null)];
    // By its status it is counted with all other answers of this address.
    if (sender === undefined) return c.text(faults.includes('old') ? TOO_OLD : NOT_SIGNED, 401);
    switch (answered.take(signature ?? '', now)) {
      case 'again':
        return c.body(null, 200);
      case 'full':
        return c.text('Too much is pressed at once.\n', 429);
      default:
        return answer(c, deps, sender, new TextDecoder().decode(body));
    }
  });
  return app;
}

const NOT_SIGNED = 'This is not signed by an app of Slack that the settings name.\n';
const TOO_OLD = 'This was signed more than five minutes ago, or the clocks differ by as much.\n';

async function answer(c: Context, deps: ServerDeps, sender: SlackApp, body: string): Promise<Response> {
  const press = pressIn(body);
  if (press === 'unreadable') return c.text('This is no press of a button.\n', 400);
  if (press === 'other') return c.body(null, 200);
  const work = answerPress(deps, sender, press).catch(deps.onError);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ANSWERED_WITHIN_MS);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
  return c.body(null, 200);
}

/** What was answered already, for as long as its signature counts. Only what is signed comes here. */
class Once {
  readonly #until = new Map<string, number>();
  readonly #most: number;
  constructor(most: number) {
    this.#most = most;
  }

  /** `again`: it was answered; `full`: nothing more can be remembered, so that nothing more is answered. */
  take(signature: string, now: number): 'first' | 'again' | 'full' {
    for (const [one, until] of this.#until) {
      // In the order in which they came: what follows counts longer.
      if (until >= now) break;
      this.#until.delete(one);
    }
    if (this.#until.has(signature)) return 'again';
    if (this.#until.size >= this.#most) return 'full';
    // Signed at most so far ahead, it counts as long after that.
    this.#until.set(signature, now + 2 * SIGNED_FOR_MS);
    return 'first';
  }
}
