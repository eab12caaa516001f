import { html } from 'hono/html';

const stations = [
  ['customer', 'Customer'],
  ['chatwoot', 'Chatwoot'],
  ['tandem', 'Tandem'],
  ['botpress', 'Botpress'],
] as const;

/** The flow of events with its filters. */
export function renderFlow(): ReturnType<typeof html> {
  return html`<section id="flow" class="panel flow" aria-labelledby="flow-title">
      <header class="panel-head">
        <h2 id="flow-title">What happens</h2>
        <ol class="route" aria-label="The way of a message">
          ${stations.map(([id, name]) => html`<li data-station="${id}">${name}</li>`)}
        </ol>
        <div class="filters">
          <label><input type="checkbox" id="only-this" /> This conversation</label>
          <label><input type="checkbox" id="every-detail" /> Every detail</label>
        </div>
      </header>
      <p id="flow-empty" class="empty">Nothing yet. Write as the customer and watch the message travel.</p>
      <ol id="flow-lines" class="lines" aria-label="Events, newest first" tabindex="0"></ol>
    </section>`;
}
