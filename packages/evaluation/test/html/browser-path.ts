import { existsSync } from 'node:fs';

/** Where a Chromium is, if there is one. */
export const browserPath: string | undefined = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
