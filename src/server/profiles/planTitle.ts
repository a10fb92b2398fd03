import { spelledModel } from '../../core/modelNames.ts';

/** An id of a model alone: one of a system profile has its route before it, and stays as it is. */
const MODEL = /^[a-z0-9]+\.[^.@/\s]+$/;

/** What a plan is called, its models by their names. */
export const titleWords = (title: string): string =>
  title
    .split(/( × |, | → )/)
    .map((part) => (MODEL.test(part) ? spelledModel(part) : part))
    .join('');
