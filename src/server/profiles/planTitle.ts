import { modelNames } from '../../core/modelNames.ts';

/** What plans are called: their titles are kept with ids, so that they are in no language. */

/** An id of a model alone: one of a system profile has its route before it, and stays as it is. */
const MODEL = /^[a-z0-9]+\.[^.@/\s]+$/;
const spelled = modelNames([]);

/** The title of a plan, its models by their names. */
export const titleWords = (title: string): string =>
  title
    .split(/( × |, | → )/)
    .map((part) => (MODEL.test(part) ? spelled(part) : part))
    .join('');
