import { withoutVersion } from './models.ts';

/** Which models a vendor sells as sizes and versions of one another, by their ids. Pure. */

/** What vendors call the size of a model: `sonnet`, `lite`, `70b`, `a35b`, `8x7b`. */
const SIZE = /^(?:opus|sonnet|haiku|premier|pro|lite|micro|large|medium|small|mini|nano|[ae]?\d+(?:x\d+)?b)$/;
/** Versions are no part of what a model is: `4`, `5.6`, `v2`. */
const VERSION = /^v?\d+(?:\.\d+)?$/;

export interface ModelLine {
  /** The same for models that differ by size and version alone: `anthropic claude`. */
  family: string;
  /** `sonnet`; '' where its vendor names none. */
  size: string;
}

/** Models of another purpose carry a word of their own (`embed`, `coder`, `sonic`) and are of another family by it. */
export function lineOf(modelKey: string): ModelLine {
  const at = modelKey.indexOf('.');
  const words = withoutVersion(modelKey.slice(at + 1))
    .split(/[-:]/)
    // `llama3` and `qwen3` carry their version in the word; sizes such as `70b` begin with a digit.
    .map((word) => word.replace(/^(\p{L}{2,})\d+(?:\.\d+)?$/u, '$1'))
    .filter((word) => word !== '' && !VERSION.test(word));
  const sizes = words.filter((word) => SIZE.test(word));
  const others = words.filter((word) => !SIZE.test(word));
  return { family: [modelKey.slice(0, Math.max(at, 0)), ...others].join(' '), size: sizes.join(' ') };
}
