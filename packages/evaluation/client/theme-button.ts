/** Told when light becomes dark, or dark light. */
export const themeChange: EventTarget = new EventTarget();

/** Lets the button switch between light and dark; until then the system decides. */
export function startTheme(button: HTMLElement): void {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const dark = (): boolean => (root.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const show = (): void => {
    button.setAttribute('aria-pressed', String(dark()));
    themeChange.dispatchEvent(new Event('change'));
  };
  button.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    try {
      localStorage.setItem('labelwright-theme', root.dataset.theme);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    show();
  });
  system.addEventListener('change', show);
  show();
}
