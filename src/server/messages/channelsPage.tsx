import type { Context } from 'hono';
import { type ChannelShown, LOOKED_BACK_DAYS, listChannels } from '../../app/notify/channels.ts';
import { type LastTest, lastTest } from '../../app/notify/testChannel.ts';
import { reachesPeople } from '../../core/channels.ts';
import type { TestOutcome } from '../../core/channelTest.ts';
import { href } from '../../core/href.ts';
import { instant, whole } from '../../ui/format.ts';
import type { Frame } from '../../ui/layout.tsx';
import { Badge, CopyButton, type Faults, Field, type Message, PlainPage } from '../../ui/plain.tsx';
import { channelName } from '../budgets/outboxCard.tsx';
import { whomWords } from '../budgets/words.ts';
import type { ServerDeps } from '../deps.ts';
import { askingOf } from '../http/asking.ts';
import type { Typed } from '../http/forms.ts';
import { frameOf } from '../http/frame.ts';
import { viewerOf } from '../http/visitor.ts';

/** By what people are told: as it is set, how it does, and a test of each. */

interface Refused {
  values: Typed;
  faults: Faults;
}

export async function channelsPage(
  c: Context,
  deps: ServerDeps,
  refused: Refused | null = null,
): Promise<Response> {
  const frame = frameOf(c, deps);
  const words = frame.m.channels;
  const asking = askingOf(c, deps);
  const shown = await listChannels(asking);
  const tests = new Map<string, LastTest | null>();
  for (const { name } of shown) tests.set(name, await lastTest(asking, name));
  const of = { frame, canTest: deps.channels !== undefined };
  return c.html(
    <PlainPage
      frame={frame}
      title={words.title}
      intro={words.intro}
      {...(refused === null ? {} : { message: { text: frame.m.invalid.intro, bad: true } })}
    >
      {shown.length === 0 && (
        <p class="message bad" role="status">
          {words.none}
        </p>
      )}
      <div class="grid">
        {shown.map((one) => (
          <ChannelCard
            {...of}
            shown={one}
            test={tests.get(one.name) ?? null}
            said={c.req.query('channel') === one.name ? (c.req.query('done') ?? '') : ''}
            {...formOf(one, refused, viewerOf(c).email)}
          />
        ))}
        <HowTo isEmpty={shown.length === 0} frame={frame} />
      </div>
    </PlainPage>,
    refused === null ? 200 : 422,
  );
}

/** What was typed for that channel, else the address of whoever looks. */
function formOf({ name }: ChannelShown, refused: Refused | null, email: string): Refused {
  return refused?.values.channel === name ? refused : { values: { to: email }, faults: {} };
}

/** What became of the press, where it was made. */
function messageOf({ said, test, shown, frame }: CardProps): Message | null {
  const words = frame.m.channels;
  if (said === 'tooSoon') return { text: words.outcome.tooSoon, bad: true };
  if (said !== 'tested' || test === null) return null;
  const { outcome } = test;
  const name = channelName(shown.name, frame);
  if (outcome.delivered) return { text: words.outcome.delivered(name, whole(outcome.ms)), bad: false };
  const failed = words.outcome.failed(name, outcome.error);
  return { text: `${failed}${frame.m.gap}${words.advice[outcome.advice]}`, bad: true };
}

interface CardProps extends Refused {
  shown: ChannelShown;
  test: LastTest | null;
  /** What was just done: `tested`, `tooSoon`; '' nothing. */
  said: string;
  canTest: boolean;
  frame: Frame;
}

function ChannelCard(props: CardProps) {
  const { shown, test, canTest, values, faults, frame } = props;
  const message = messageOf(props);
  const words = frame.m.channels;
  const { name, kind } = shown;
  return (
    <section class="card half" id={name}>
      <div class="tools">
        <h2>{channelName(name, frame)}</h2>
        <span>
          <State shown={shown} frame={frame} />
        </span>
      </div>
      <Facts shown={shown} test={test} frame={frame} />
      <p class="ways">
        {canTest && <a href={href`/channels/${name}`}>{words.look}</a>}
        <a href={`${href`/messages`}?channel=${encodeURIComponent(name)}`}>{words.messages}</a>
      </p>
      {canTest && (
        <form class="inline" method="post" action={href`/channels/test`}>
          <input type="hidden" name="channel" value={name} />
          {reachesPeople(kind) && (
            <Field name="to" label={words.testTo} type="email" values={values} faults={faults} />
          )}
          <button type="submit">{words.test}</button>
        </form>
      )}
      {message && (
        <p class={message.bad ? 'message bad' : 'message'} role={message.bad ? 'alert' : 'status'}>
          {message.text}
        </p>
      )}
      {canTest && <p class="note">{kind === 'pagerduty' ? words.testPager : words.testNote}</p>}
    </section>
  );
}

function State({ shown, frame }: { shown: ChannelShown; frame: Frame }) {
  const { states } = frame.m.channels;
  if (shown.downSince !== null) return <Badge kind="failed" text={states.down} />;
  return shown.lastDeliveredAt === null ? (
    <Badge kind="none" text={states.unused} />
  ) : (
    <Badge kind="ok" text={states.well} />
  );
}

function Facts({ shown, test, frame }: Pick<CardProps, 'shown' | 'test' | 'frame'>) {
  const { m, locale } = frame;
  const words = m.channels;
  const { kind, language, topics, people, host, lastDeliveredAt, waiting, failure } = shown;
  const at = (value: string) => instant(value, locale);
  const ownLanguage = LANGUAGES[language];
  const facts: readonly (readonly [string, string])[] = [
    [words.leadsTo, `${words.kinds[kind]}${host === '' ? '' : ` · ${host}`}`],
    [words.language, reachesPeople(kind) ? words.languageOfReader(ownLanguage) : ownLanguage],
    [words.toldOf, topics.map((topic) => words.topics[topic]).join(words.comma)],
    [words.ofWhom, whomOf(shown, frame)],
    [words.people, people ? words.peopleShown : words.peopleHidden],
    [words.arrived, lastDeliveredAt === null ? words.arrivedNever(LOOKED_BACK_DAYS) : at(lastDeliveredAt)],
    [words.waiting, whole(waiting)],
    [words.failed, failure === null ? words.failedNever : words.reason(at(failure.at), failure.error)],
    [
      words.tested,
      test === null ? words.testedNever : words.reason(at(test.at), outcomeText(test.outcome, frame)),
    ],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </>
      ))}
    </dl>
  );
}

/** Each language by its own name. */
export const LANGUAGES = { en: 'English', ja: '日本語' } as const;

const outcomeText = (outcome: TestOutcome, { m }: Frame): string =>
  outcome.delivered ? m.channels.outcome.short(whole(outcome.ms)) : outcome.error;

function whomOf({ of }: ChannelShown, frame: Frame): string {
  const words = frame.m.channels;
  return of.length === 0 ? words.byRole : of.map((one) => ofWords(one, frame)).join(words.comma);
}

/** `everything`, `organisation`, `costCenter:CC-1`, `team:manager@example.com`, in words. */
function ofWords(of: string, frame: Frame): string {
  if (of === 'everything') return frame.m.channels.everything;
  if (of === 'organisation') return whomWords({ kind: 'organisation' }, frame);
  const at = of.indexOf(':');
  const [kind, key] = [of.slice(0, at), of.slice(at + 1)];
  return kind === 'costCenter' || kind === 'team' ? whomWords({ kind, key }, frame) : of;
}

/** What to paste into the settings: hosts as those who make them know them, and no secret. */
const EXAMPLE = `notify:
  smtpUrl: smtps://user:password@smtp.example.com:465
  from: Bedrock Ledger <bedrock-ledger@example.com>
  channels:
    - name: alerts
      kind: slack        # webhook, teams, pagerduty
      url: https://hooks.slack.com/services/T000/B000/XXXX
      language: en       # ja
      topics: [budgets, spend, health]`;

function HowTo({ isEmpty, frame }: { isEmpty: boolean; frame: Frame }) {
  const { m } = frame;
  const words = m.channels;
  const example = (
    <div class="copied">
      <CopyButton of="channel-example" m={m} />
      <pre id="channel-example">{EXAMPLE}</pre>
    </div>
  );
  return (
    <section class="card" id="how-to">
      {isEmpty ? (
        <>
          <h2>{words.example}</h2>
          <p>{words.noneHow}</p>
          {example}
        </>
      ) : (
        <details>
          <summary>{words.more}</summary>
          <p>{words.moreHow}</p>
          {example}
        </details>
      )}
    </section>
  );
}
