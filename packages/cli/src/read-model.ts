import { LabelwrightError, messageOf } from '@labelwright/core';
import { readJson } from '@labelwright/io';
import { type LabelModel, loadLabelModel } from '@labelwright/label-model';

/**
 * Reads a label model from its file.
 *
 * @throws `invalid-file` with its path, where it is no label model
 */
export async function readModel(path: string): Promise<LabelModel> {
  const json = await readJson(path, 'a label model');
  try {
    return loadLabelModel(json);
  } catch (cause) {
    throw new LabelwrightError('invalid-file', `${path}: ${messageOf(cause)}`, { cause });
  }
}
