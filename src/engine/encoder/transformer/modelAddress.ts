import { GroveError } from '../../../shared/errors';
import { parseAddress } from '../../download/request';
import { isModelName } from './modelCache';

export interface ModelAddress {
  /** Where the model's own page or folder is, without a '/' at its end. */
  readonly url: URL;
  /** What it is called in the cache: the last two parts of its address. */
  readonly name: string;
  /** Where its files may be, the likeliest first: with a revision as hubs have them, and in a plain folder. */
  readonly folders: readonly URL[];
}

/**
 * Reads what a person gave for a model: an address, or a name below a base address. An address may be copied from a hub's page
 * of files, which is of a revision.
 *
 * @throws GroveError 'usage'
 */
export function modelAddress(given: string, baseUrl: string, revision: string): ModelAddress {
  const url = addressOf(given, baseUrl);
  url.search = '';
  url.hash = '';
  const [, model = '', ofPage] = /^(.*?)(?:\/(?:resolve|tree|blob)\/([^/]+))?\/*$/.exec(url.pathname) ?? [];
  url.pathname = model;
  const name = decodeURIComponent(model).split('/').filter((part) => part !== '').slice(-2).join('/'); // prettier-ignore
  if (!isModelName(name))
    throw new GroveError('usage', `${url.href} names no model. Its address ends in the model's name, such as …/organisation/model.`); // prettier-ignore
  const chosen = ofPage ?? encodeURIComponent(revision);
  const folders = [new URL(`${url.href}/resolve/${chosen}/`), new URL(`${url.href}/`)];
  return { url, name, folders: ofPage === undefined ? folders : folders.slice(0, 1) };
}

function addressOf(given: string, baseUrl: string): URL {
  if (given.includes('://')) return parseAddress(given);
  if (!isModelName(given)) throw new GroveError('usage', `${given} is neither an address nor the name of a model.`);
  if (baseUrl === '')
    throw new GroveError(
      'usage',
      `Where is ${given} to be fetched from? Give its whole address (https://…/${given}), or --base-url with what comes before the name.`,
    );
  return parseAddress(`${baseUrl.replace(/\/+$/, '')}/${given}`);
}
