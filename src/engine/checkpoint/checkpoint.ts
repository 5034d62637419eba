import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { GroveError, messageOf } from '../../shared/errors';
import { checkpointFolder, olderCheckpoints } from '../../shared/checkpointFolders';
import type { SeededRandom } from '../math/random';
import type { RunContext } from '../runContext';
import { readValue, writeValue } from './valueFile';

export interface CheckpointRequest {
  /** Absolute path of the analysis that is to be written. */
  readonly out: string;
  /** All that the stages' outcomes depend on. */
  readonly inputs: () => Promise<unknown>;
  /** Whether what an earlier run left is not to be used. */
  readonly isFresh: boolean;
  /** The choices of all stages; its state is kept with each. */
  readonly random: SeededRandom;
}

interface StageRecord {
  readonly value: unknown;
  readonly randomState: number;
}

/** The outcome of each stage goes by this name; a change of what is written needs another number. */
const formatVersion = 1;
const keyFile = 'key.json';

/**
 * What a run leaves of each finished stage, beside the place of its analysis, so that the same run begun again goes on from there
 * when it was ended in the middle. It is kept where that pays (`isWorthKeeping`), and removed when the run ends well or is
 * cancelled. Nothing that goes wrong with it ends the run.
 */
export class Checkpoint {
  /** Stages that were taken from an earlier run. */
  readonly resumed: string[] = [];
  private readonly folder: string;
  private key: string | undefined;
  private keeps = false;

  private constructor(
    private readonly request: CheckpointRequest,
    private readonly context: RunContext,
  ) {
    this.folder = checkpointFolder(request.out);
  }

  /** Looks for what an earlier run of the same inputs left; of any other, it is removed. */
  static async open(request: CheckpointRequest, context: RunContext): Promise<Checkpoint> {
    const checkpoint = new Checkpoint(request, context);
    const left = request.isFresh ? undefined : await readKey(checkpoint.folder);
    if (left !== undefined && left === (await checkpoint.ownKey())) checkpoint.keeps = true;
    else await checkpoint.remove();
    return checkpoint;
  }

  /** Whether the stages of this run are kept: because an earlier run's are there, or since `keep` was called. */
  get isKept(): boolean {
    return this.keeps;
  }

  /** Keeps the stages from here on. What other runs left longest ago beside it goes. */
  async keep(): Promise<void> {
    await this.guard(async () => {
      for (const older of await olderCheckpoints(this.folder)) await fs.rm(older, { recursive: true, force: true });
      await fs.mkdir(this.folder, { recursive: true });
      await fs.writeFile(path.join(this.folder, keyFile), JSON.stringify({ key: await this.ownKey() }));
      this.keeps = true;
    });
  }

  /** The outcome of a stage: an earlier run's, or what `work` gives, which is kept. */
  async stage<T>(name: string, work: () => Promise<T>): Promise<T> {
    const earlier = await this.earlier(name);
    if (earlier !== undefined) {
      this.resumed.push(name);
      this.request.random.setState(earlier.randomState);
      return earlier.value as T; // written by the same version for the same stage
    }
    const value = await work();
    await this.save(name, value);
    return value;
  }

  async save(name: string, value: unknown): Promise<void> {
    if (!this.keeps) return;
    const file = this.fileOf(name);
    const partial = `${file}.${process.pid}`;
    await this.guard(async () => {
      await writeValue(
        partial,
        { value, randomState: this.request.random.state() } satisfies StageRecord,
        this.context,
      );
      await fs.rename(partial, file);
    });
  }

  async remove(): Promise<void> {
    this.keeps = false;
    await fs.rm(this.folder, { recursive: true, force: true }).catch((error: unknown) => {
      this.context.log(`${this.folder} could not be removed: ${messageOf(error)}`);
    });
  }

  private async earlier(name: string): Promise<StageRecord | undefined> {
    if (!this.keeps) return undefined;
    try {
      return (await readValue(this.fileOf(name), this.context)) as StageRecord;
    } catch (error) {
      if (GroveError.is(error)) throw error; // cancelled
      return undefined; // not finished then, or damaged: done again
    }
  }

  /** A full disk, or a folder that another process removed: the run goes on without. */
  private async guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (GroveError.is(error)) throw error; // cancelled
      this.context.log(`What is finished can't be kept in ${this.folder}: ${messageOf(error)}`);
      await this.remove();
    }
  }

  private async ownKey(): Promise<string> {
    const inputs = [formatVersion, await this.request.inputs()];
    return (this.key ??= createHash('sha256').update(JSON.stringify(inputs)).digest('hex'));
  }

  private fileOf(name: string): string {
    return path.join(this.folder, `${name}.stage`);
  }
}

async function readKey(folder: string): Promise<string | undefined> {
  try {
    const json: unknown = JSON.parse(await fs.readFile(path.join(folder, keyFile), 'utf8'));
    return typeof json === 'object' && json !== null && 'key' in json ? String(json.key) : '';
  } catch {
    return undefined;
  }
}
