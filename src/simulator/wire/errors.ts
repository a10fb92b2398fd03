/** An error as AWS names it; the protocol decides how it is written. `code` is the exception's shape name. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** What the exception holds beside its message, for example `Reason`; written in AWS JSON alone. */
  readonly members: Readonly<Record<string, string>>;
  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, string>> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** The errors that every service answers, whatever its model declares (AWS "Common Errors"). */
export const unknownOperation = (name: string) =>
  new AwsError('UnknownOperationException', `The operation ${name} is not known`, 404);
export const missingAuthentication = () =>
  new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
export const serialization = (message: string) => new AwsError('SerializationException', message, 400);
