// The one file of mathjs that loads quickly ships without types of its own.
declare module 'mathjs/lib/browser/math.js' {
  import type { MathJsInstance } from 'mathjs';

  const math: MathJsInstance;
  export = math;
}
