import { html } from 'hono/html';

interface Knob {
  direction: 'webhook' | 'request';
  name: string;
  label: string;
  means: string;
}

const knobs: readonly { legend: string; knobs: readonly Knob[] }[] = [
  {
    legend: 'Webhooks to Tandem',
    knobs: [
      { direction: 'webhook', name: 'duplicate', label: 'Duplicate', means: 'sent twice' },
      { direction: 'webhook', name: 'reorder', label: 'Reorder', means: 'a later one passes it' },
      { direction: 'webhook', name: 'delay', label: 'Delay', means: 'sent late' },
      { direction: 'webhook', name: 'drop', label: 'Drop', means: 'never sent' },
    ],
  },
  {
    legend: 'Tandem’s calls',
    knobs: [
      { direction: 'request', name: 'slow', label: 'Slow', means: 'answered late' },
      { direction: 'request', name: 'rate-limit', label: '429', means: 'too many requests' },
      { direction: 'request', name: 'fail', label: '500', means: 'fails' },
      {
        direction: 'request',
        name: 'cut-after-store',
        label: 'Cut after store',
        means: 'done, but no answer',
      },
      { direction: 'request', name: 'store-late', label: 'Store late', means: 'cut, and done afterwards' },
    ],
  },
];

/** A slider for each fault, of one of the two fakes at a time. */
export function renderFaults(): ReturnType<typeof html> {
  return html`<section id="faults" class="panel faults" aria-labelledby="faults-title">
      <header class="panel-head">
        <h2 id="faults-title">Faults</h2>
        <div class="actions">
          <button id="bad-day" type="button">Bad day</button>
          <button id="all-off" type="button">All off</button>
        </div>
      </header>
      <fieldset class="kinds">
        <legend class="hidden">Where</legend>
        <label><input type="radio" name="upstream" value="chatwoot" checked /><span>Chatwoot</span></label>
        <label><input type="radio" name="upstream" value="botpress" /><span>Botpress</span></label>
      </fieldset>
      <div class="knobs">${knobs.map(renderGroup)}</div>
    </section>`;
}

function renderGroup({ legend, knobs: group }: (typeof knobs)[number]): ReturnType<typeof html> {
  return html`<fieldset>
      <legend>${legend}</legend>
      ${group.map(renderKnob)}
    </fieldset>`;
}

function renderKnob({ direction, name, label, means }: Knob): ReturnType<typeof html> {
  const id = `fault-${direction}-${name}`;
  return html`<div class="knob" data-direction="${direction}" data-name="${name}">
      <label for="${id}">${label} <small>${means}</small></label>
      <input type="range" id="${id}" min="0" max="100" step="5" value="0" />
      <output for="${id}">off</output>
    </div>`;
}
