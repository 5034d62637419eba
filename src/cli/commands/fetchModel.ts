import path from 'node:path';
import { cancelledDownload } from '../../engine/download/request';
import { fetchModel } from '../../engine/encoder/transformer/fetchModel';
import type { FetchModelResult } from '../../shared/engineProtocol';
import { type CommonFlags, print, withSession } from '../session';

export interface FetchModelFlags extends CommonFlags {
  readonly baseUrl?: string;
  readonly revision: string;
  readonly sha256?: string;
  readonly out?: string;
}

/** `grove fetch-model URL|NAME` */
export async function fetchModelCommand(model: string, flags: FetchModelFlags): Promise<void> {
  const { baseUrl, revision, sha256, out } = flags;
  const params = {
    runId: 'command line',
    model,
    revision,
    ...(baseUrl !== undefined && { baseUrl }),
    ...(sha256 !== undefined && { sha256 }),
    ...(out !== undefined && { out: path.resolve(out) }),
  };
  const cancelled = cancelledDownload().message;
  const result = await withSession(flags, (context) => fetchModel(params, context), { cancelled });
  print(flags, result, () => textOf(result));
}

function textOf({ model, folder, files, wasThere }: FetchModelResult): string {
  const megabytes = (files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(1);
  const unchecked = files.filter(({ checked }) => !checked);
  const network = files.at(-1);
  return [
    wasThere
      ? `${folder} is complete and undamaged.`
      : `Fetched ${files.length} files, ${megabytes} MB, into ${folder}`,
    ...(unchecked.length > 0
      ? [
          `No checksum was given for ${unchecked.map(({ name }) => name).join(', ')}; that of ${network?.name} is ${network?.sha256}`,
        ]
      : []),
    `Cluster with it: grove cluster SOURCE --encoder transformer --model ${model}`,
  ].join('\n');
}
