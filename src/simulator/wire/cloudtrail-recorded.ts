import type { ModelCall, ModelCaller } from '../accessTypes.ts';
import { AwsError } from './errors.ts';
import type { Call, Handler, Service } from './service.ts';

/** How CloudTrail names a refusal; it leaves other exceptions their names. */
const REFUSED: Readonly<Record<string, string>> = { AccessDeniedException: 'AccessDenied' };
const OPERATIONS = ['InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream'] as const;

/** Calls of models that were made while the simulator runs, each as it was: allowed or refused. */
export class RecordedCalls {
  private readonly byDay = new Map<string, ModelCall[]>();

  /** What was called in an account and Region on a UTC day, in its order. */
  of(account: string, region: string, day: string): readonly ModelCall[] {
    return this.byDay.get(`${account}|${region}|${day}`) ?? [];
  }

  /** The service with every call of it written down. */
  recording(service: Service): Service {
    const handlers = Object.fromEntries(
      OPERATIONS.flatMap((operation) => {
        const handler = service.handlers[operation];
        return handler ? [[operation, this.recorded(operation, handler)]] : [];
      }),
    );
    return { ...service, handlers: { ...service.handlers, ...handlers } };
  }

  private recorded(operation: ModelCall['operation'], handler: Handler): Handler {
    return (call, input) => {
      const { modelId } = input as { modelId: string };
      try {
        const answer = handler(call, input);
        this.add(call, { operation, modelId });
        return answer;
      } catch (error) {
        if (error instanceof AwsError) {
          const code = REFUSED[error.code] ?? error.code;
          this.add(call, { operation, modelId, error: { code, message: error.message } });
        }
        throw error;
      }
    };
  }

  private add(call: Call, what: Pick<ModelCall, 'operation' | 'modelId' | 'error'>): void {
    const { world, account, region, requestId } = call;
    const now = world.clock.now();
    const key = `${account}|${region}|${new Date(now).toISOString().slice(0, 10)}`;
    const calls = this.byDay.get(key) ?? [];
    this.byDay.set(key, calls);
    calls.push({
      ...what,
      at: now - (now % 1_000),
      accountId: account,
      region,
      id: requestId,
      inferenceRegion: undefined,
      caller: callerOf(call),
    });
  }
}

/** Who calls; a key that nobody made here is a user's. */
function callerOf({ caller, accessKeyId }: Call): ModelCaller {
  if (caller === undefined) return { kind: 'user', name: 'simulated', accessKeyId };
  if (caller.type === 'User')
    return { kind: 'user', name: caller.userName ?? '', accessKeyId, uniqueId: caller.userId };
  const [, path = '/', name = ''] = /^arn:[^:]+:iam::\d*:role(\/(?:.*\/)?)([^/]+)$/.exec(caller.arn) ?? [];
  const [uniqueId = '', session = ''] = caller.userId.split(':');
  return { kind: 'session', role: { name, path }, session, accessKeyId, uniqueId };
}
