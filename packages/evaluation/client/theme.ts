// Runs in the head, before anything is drawn.
try {
  const chosen = localStorage.getItem('labelwright-theme');
  if (chosen === 'dark' || chosen === 'light') document.documentElement.dataset.theme = chosen;
} catch {
  // A file may be opened without storage: then the system decides.
}
