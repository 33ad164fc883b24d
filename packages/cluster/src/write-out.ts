import { LabelwrightError } from '@labelwright/core';

/**
 * Writes to the standard output; settles when it is on its way, so that a slow reader is waited for.
 *
 * @throws LabelwrightError where the reader has gone
 */
export function writeOut(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const { stdout } = process;
    const onError = (cause: Error) => {
      reject(new LabelwrightError('invalid-file', `the reader has gone (${cause.message})`, { cause }));
    };
    stdout.once('error', onError);
    stdout.write(text, (cause) => {
      if (cause) return onError(cause);
      stdout.off('error', onError);
      resolve();
    });
  });
}
