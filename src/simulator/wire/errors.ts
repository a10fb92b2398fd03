/** An error as AWS names it; the protocol decides how it is written. `code` is the exception's shape name. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** The errors that every service answers, whatever its model declares (AWS "Common Errors"). */
export const unknownOperation = (name: string) =>
  new AwsError('UnknownOperationException', `The operation ${name} is not known`, 404);
export const missingAuthentication = () =>
  new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
export const serialization = (message: string) => new AwsError('SerializationException', message, 400);
