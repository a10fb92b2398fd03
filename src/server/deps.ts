import type { Asking } from '../app/asking.ts';
import type { ChannelTools } from '../app/notify/channelTools.ts';
import type { SetupChecks } from '../app/operations/setupChecks.ts';
import type { PolicyReadings } from '../app/policies/readings.ts';
import type { Asked, Vended } from '../app/profiles/vend.ts';
import type { Typed } from '../app/typed.ts';
import type { Viewer } from '../core/access.ts';
import type { Request } from '../core/approvals.ts';
import type { Clock } from '../core/clock.ts';
import type { HealthFacts } from '../core/health.ts';
import type { JobName, JobRun } from '../core/runs.ts';
import type { Settings } from '../core/settings.ts';
import type { SlackFacts, SlackResponse, SlackTeam } from '../core/slackPeople.ts';
import type { Place } from '../core/types.ts';
import type { SignInGateway } from '../identity/types.ts';

/** An app of Slack, as the server knows it when somebody presses a button in one of its messages. */
export interface SlackApp {
  name: string;
  /** Proves that Slack sent something. */
  signingSecret: string;
  /** Who somebody is in Slack, and whose workspace ours is. @throws NotSent where Slack does not say within moments */
  whoIs(userId: string): Promise<{ user: SlackFacts; ours: SlackTeam }>;
  /** Says something where it was pressed. @throws NotSent also for an address that is none of Slack's */
  respond(url: string, response: SlackResponse): Promise<void>;
}

/** What the server works with. What writes to AWS, signs in or starts work is handed in. */
export interface ServerDeps {
  store: Asking['store'];
  clock: Clock;
  settings: Settings;
  /** Who everybody is where nobody signs in: whoever is at the machine. */
  operator: Viewer;
  /** Who is asked who somebody is; null: nobody signs in. */
  signIn: SignInGateway;
  assets: { css: Asset; js: Asset };
  actions: {
    /** null where no schedule runs. */
    trigger: ((jobs: readonly JobName[]) => void) | null;
    /** `vendProfile` and `retireProfile` with AWS wired in; null while vending is switched off. */
    createProfile: ((asking: Asking, typed: Typed) => Promise<Vended | Asked>) | null;
    /** `makeApproved` with AWS wired in; where it is left out the job does it. */
    makeApproved?: (asking: Asking, id: string) => Promise<Request>;
    deleteProfile: ((asking: Asking, arn: string, typed: Typed) => Promise<void>) | null;
  };
  /** How many profiles AWS allows in a place; null where that cannot be read. Left out where AWS is not reached. */
  quotaOf?: (place: Place) => Promise<number | null>;
  /** What words and sends by the channels that are set, loaded when it is first asked for; left out where nothing is sent. */
  channels?: () => Promise<ChannelTools>;
  /** Apps of Slack whose buttons are answered here; none unless given. */
  slack?: readonly SlackApp[];
  /** Policies in force as they were read last; null where AWS is not reached. */
  policies: PolicyReadings | null;
  /** What AWS answered of the set-up; left out where AWS is not reached. */
  setup?: SetupChecks;
  /** Messages of the demo's mail sink; null outside the demo. */
  inbox: (() => readonly { at: string; to: string; subject: string; text: string }[]) | null;
  /** Told of faults that a visitor saw as "that did not work". */
  onError: (error: unknown) => void;
  /** Told of each answer once it left; nobody unless given. */
  onAnswer?: (answer: Answered) => void;
  /** How long the thread that works has not been heard of; left out where no schedule runs. */
  worker?: () => HealthFacts['worker'];
  /** What `/metrics` says; left out where it is off. */
  metrics?: Metrics;
}
export interface Asset {
  path: string;
  type: string;
  body: string;
}

/** An answer that left. */
export interface Answered {
  /** `other` beside GET, HEAD, POST and DELETE. */
  method: string;
  /** The route's pattern, `none` where no route is at the address. */
  route: string;
  status: number;
  /** From when it came until all of the answer was handed on, milliseconds. */
  ms: number;
  /** That were sent, with the head of the answer. */
  bytes: number;
  /** Whoever asked did not wait for the end. */
  cut: boolean;
}

/** What Prometheus is told, and what is noted for it. */
export interface Metrics {
  answered(answer: Answered): void;
  ran(run: JobRun): void;
  page(): Promise<{ type: string; text: string }>;
}
