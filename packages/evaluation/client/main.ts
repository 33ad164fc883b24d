import type { Payload } from '../src/html/payload.ts';
import { byId } from './elements.ts';
import { startFunctionTable } from './function-table.ts';
import { startPairMap } from './pair-map.ts';
import { startRecords } from './record-browser.ts';
import { startTheme } from './theme-button.ts';

for (const part of document.querySelectorAll<HTMLElement>('[data-js]')) part.hidden = false;
for (const part of document.querySelectorAll<HTMLElement>('[data-no-js]')) part.hidden = true;

const button = byId('theme', HTMLButtonElement);
if (button) startTheme(button);
startFunctionTable();

const text = document.getElementById('payload')?.textContent;
if (text) {
  const payload = JSON.parse(text) as Payload;
  startPairMap(payload);
  startRecords(payload);
}
