const style = `
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f4f5f7; color: #1c2430;
    font: 16px/1.5 system-ui, sans-serif }
  main { background: #fff; padding: 32px; border-radius: 12px; width: min(360px, calc(100vw - 32px)); box-sizing: border-box;
    box-shadow: 0 1px 3px #0003 }
  h1 { margin: 0 0 4px; font-size: 20px }
  p { margin: 0 0 20px; color: #56606e; font-size: 14px }
  label { display: block; font-size: 14px; font-weight: 600; margin-bottom: 6px }
  input { width: 100%; box-sizing: border-box; padding: 10px 12px; border: 1px solid #b6bec9; border-radius: 8px; font: inherit }
  button { margin-top: 16px; width: 100%; padding: 10px; border: 0; border-radius: 8px; background: #2355d8; color: #fff;
    font: inherit; font-weight: 600; cursor: pointer }
  input:focus-visible, button:focus-visible { outline: 3px solid #8fb0ff; outline-offset: 2px }
  [role=alert] { color: #a3161a; margin: 12px 0 0 }`;

const page = (title: string, content: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${style}</style></head><body><main>${content}</main></body></html>`;

/** Where one logs in. `problem`: why the last try did not work; words of ours. */
export const loginPage = (problem: string | null): string =>
  page(
    'Tandem queues',
    `<h1>Queues</h1><p>For operators, with an API key of role platform.</p>
<form method="post" action="/queues/login"><label for="key">API key</label>
<input id="key" name="key" type="password" autocomplete="current-password" required autofocus>
${problem === null ? '' : `<p role="alert">${problem}</p>`}<button>Log in</button></form>`,
  );

/** Asks before it logs out: only a form of ours may. */
export const logoutPage = (): string =>
  page(
    'Tandem queues',
    '<h1>Queues</h1><p>Log out of this browser?</p><form method="post" action="/queues/logout"><button>Log out</button></form>',
  );

/** In place of the board while there is nothing to show. */
export const awayPage = (): string =>
  page(
    'Tandem queues',
    `<h1>Redis is away</h1><p>Nothing is lost: webhooks are stored and workers find their work in MySQL. What waits there is shown
by <code>tandem queues</code>; see docs/runbook.md.</p>`,
  );
