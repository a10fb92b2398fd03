import { type ChannelShown, listChannels } from '../app/notify/channels.ts';
import type { ChannelTools } from '../app/notify/channelTools.ts';
import { previewChannel, testChannel } from '../app/notify/testChannel.ts';
import { channelToolsOf } from '../channelTools.ts';
import { awsLater, type LedgerContext } from '../context.ts';
import type { TestAdvice } from '../core/channelTest.ts';
import { minuteOf } from '../core/periods.ts';
import { en } from '../ui/messages/en.ts';
import { askingOf } from './asking.ts';
import { asOptions } from './faults.ts';
import { currentIo } from './io.ts';
import { complain, printJson, say } from './output.ts';
import { printTable } from './table.ts';
import { configOf, type LedgerOptions, surroundings, withLedger, withLedgerToRead } from './withContext.ts';

/** `bedrock-ledger channels …`: how people are told, how that would look, and whether it arrives. */

type Options = LedgerOptions & { json?: boolean };

const NONE = `No channel is set, so nobody is told anything. Set notify.smtpUrl, or a channel:

notify:
  channels:
    - name: alerts
      kind: slack
      url: https://hooks.slack.com/services/…`;

export async function list(options: Options): Promise<void> {
  await withLedgerToRead(options, async (context) => {
    const channels = await listChannels(askingOf(context));
    if (options.json) return printJson({ channels });
    if (channels.length === 0) return say(NONE);
    printTable(
      ['name', 'kind', 'language', 'told of', 'of whom', 'leads to', 'arrived last', 'waiting', 'state'],
      channels.map((one) => [
        one.name,
        one.kind,
        one.language,
        one.topics.join(', '),
        whomOf(one),
        one.host,
        one.lastDeliveredAt === null ? '–' : minuteOf(one.lastDeliveredAt),
        String(one.waiting),
        stateOf(one),
      ]),
      [7],
    );
  });
}

const whomOf = ({ of, people }: ChannelShown): string =>
  of.length === 0 ? 'each reader by their role' : `${of.join(', ')}${people ? '' : ', no single people'}`;

function stateOf({ downSince, failure }: ChannelShown): string {
  if (downSince !== null) return `takes nothing since ${minuteOf(downSince)}: ${failure?.error ?? ''}`;
  return failure === null ? 'well' : `failed at ${minuteOf(failure.at)}: ${failure.error}`;
}

/** AWS is asked only where a topic of it is published to. */
function toolsOf(context: LedgerContext, options: Options): Promise<ChannelTools> {
  const around = surroundings();
  return channelToolsOf({ ...context, aws: awsLater(configOf(options), around, context) }, around);
}

export async function preview(
  name: string,
  options: Options & { message: string; language?: string },
): Promise<void> {
  await withLedgerToRead(options, async (context) => {
    const tools = await toolsOf(context, options);
    const typed = { channel: name, message: options.message, language: options.language ?? '' };
    let shown: ReturnType<typeof previewChannel>;
    try {
      shown = previewChannel(askingOf(context), tools, typed);
    } catch (error) {
      return asOptions({ message: '--message', language: '--language' })(error);
    }
    if (options.json) return printJson(shown);
    say(shown.json ?? `${shown.subject}\n\n${shown.text}`);
  });
}

export async function test(name: string, options: Options & { to?: string }): Promise<void> {
  await withLedger(options, async (context) => {
    const tools = await toolsOf(context, options);
    const typed = { channel: name, to: options.to ?? '' };
    const tested = await testChannel(askingOf(context), tools, typed).catch(asOptions({ to: '--to' }));
    const { outcome, to } = tested;
    if (!outcome.delivered) currentIo().exitCode = 1;
    if (options.json) return printJson(tested);
    if (outcome.delivered) say(`Delivered in ${outcome.ms} ms${to === '' ? '' : ` to ${to}`}.`);
    else complain(`Not delivered: ${outcome.error}. ${adviceOf(outcome.advice)}`);
  });
}

const adviceOf = (advice: TestAdvice): string => en.channels.advice[advice];
