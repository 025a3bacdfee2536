// Inside of <signary-player>: its elements and how they look.

export const CONTROLS = `
  <div id="frame"><p id="message" role="status"></p></div>
  <p id="caption" aria-live="off"></p>
  <div id="controls" role="group" data-label="playing" hidden>
    <button type="button" id="play" data-label="play"><svg aria-hidden="true" viewBox="0 0 24 24"><path class="for-pause" d="M7 5h4v14H7zM13 5h4v14h-4z"/><path class="for-play" d="M7 4l13 8-13 8z"/></svg></button>
    <button type="button" id="back" data-label="back"><svg aria-hidden="true" viewBox="0 0 24 24"><path d="M6 5h2.5v14H6zM20 5v14L9.5 12z"/></svg></button>
    <button type="button" id="forth" data-label="forth"><svg aria-hidden="true" viewBox="0 0 24 24"><path d="M15.5 5H18v14h-2.5zM4 5v14l10.5-7z"/></svg></button>
    <input type="range" id="position" min="0" max="0" value="0" data-label="position">
    <select id="speed" data-label="speed">
      <option value="0.25">0.25 ×</option><option value="0.5">0.5 ×</option><option value="0.75">0.75 ×</option>
      <option value="1" selected>1 ×</option><option value="1.25">1.25 ×</option><option value="1.5">1.5 ×</option>
      <option value="2">2 ×</option>
    </select>
    <button type="button" id="mirror" data-label="mirror" aria-pressed="false"><svg aria-hidden="true" viewBox="0 0 24 24"><path d="M11 3h2v18h-2zM9 6v12H2zM15 6v12h7z"/></svg></button>
  </div>`;

export const STYLE = `
  :host {
    display: flex;
    flex-direction: column;
    width: 100%;
    max-width: 32rem;
    aspect-ratio: 1;
    overflow: hidden;
    border-radius: 10px;
    background: #0f1d24;
    color: #fff;
    font-family: system-ui, sans-serif;
    line-height: 1.35;
  }
  :host([hidden]), [hidden] { display: none !important; }
  #frame { position: relative; flex: 1; min-height: 0; background: #e9edf0; }
  canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
  #message { position: absolute; inset: 40% 1rem auto; margin: 0; color: #16232b; text-align: center; }
  #caption { min-height: 2.2rem; margin: 0; padding: 0.4rem 0.8rem; text-align: center; box-sizing: border-box; }
  mark { padding: 0 0.15em; border-radius: 0.2em; background: #ffd54d; color: #16232b; }
  #controls { display: flex; align-items: center; gap: 0.3rem; padding: 0 0.5rem 0.5rem; }
  button, select {
    height: 2.5rem;
    min-width: 2.5rem;
    padding: 0 0.4rem;
    border: 1px solid #8fa3ad;
    border-radius: 8px;
    background: #1c313b;
    color: #fff;
    font: inherit;
  }
  button[aria-pressed="true"] { background: #2f6f80; }
  svg { width: 1.3rem; height: 1.3rem; fill: currentColor; vertical-align: middle; }
  #play[data-label="play"] .for-pause, #play[data-label="pause"] .for-play { display: none; }
  #position { flex: 1; min-width: 3rem; accent-color: #7fd0e0; }
  :focus-visible { outline: 3px solid #7fd0e0; outline-offset: 1px; }`;
