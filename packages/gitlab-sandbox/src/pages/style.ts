import { createHash } from 'node:crypto';

/** The one style sheet of all pages, sent inline. */
export const style = `
:root {
  color-scheme: light dark;
  --bg: #fff; --panel: #f7f7f8; --line: #e4e4e7; --text: #18181b; --dim: #666d7a; --faint: #666d7a;
  --accent: #e2531f; --accent-fill: #cc4714; --accent-text: #b83c0b; --accent-soft: #fff1ec; --on-accent: #fff;
  --ok: #15803d; --ok-soft: #e9f7ee; --info: #1d4ed8; --info-soft: #eaf1fe; --bad: #b91c1c; --bad-soft: #fdecec;
  --shadow: 0 1px 2px rgb(0 0 0 / 5%), 0 8px 24px rgb(0 0 0 / 4%);
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #131316; --panel: #1b1b1f; --line: #2e2e34; --text: #ececf0; --dim: #a1a1aa; --faint: #93939c;
    --accent: #ff7a45; --accent-fill: #ff7a45; --accent-text: #ff8f63; --accent-soft: #33190f; --on-accent: #1a0d07;
    --ok: #4ade80; --ok-soft: #12291b; --info: #93b4fd; --info-soft: #172340; --bad: #f98080; --bad-soft: #341616;
    --shadow: 0 1px 2px rgb(0 0 0 / 40%);
  }
}
* { box-sizing: border-box; }
html { font: 13px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, Inter, sans-serif; }
body { margin: 0; background: var(--bg); color: var(--text); min-height: 100vh; display: flex; flex-direction: column; }
a { color: inherit; text-decoration: none; }
a:hover { text-decoration: underline; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h1 { font-size: 20px; line-height: 1.3; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 14px; margin: 0; }
p { margin: 0; }
code, pre, .mono { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12px; }
.dim { color: var(--dim); }
.faint { color: var(--faint); }
.link { color: var(--accent-text); }
.top { display: flex; align-items: center; gap: 16px; padding: 0 20px; height: 48px; background: var(--panel); border-bottom: 1px solid var(--line); }
.top nav { display: flex; gap: 4px; flex: 1; }
.top nav a { padding: 5px 10px; border-radius: 6px; color: var(--dim); }
.top nav a:hover { color: var(--text); background: var(--line); text-decoration: none; }
.brand { display: flex; align-items: center; gap: 8px; font-weight: 600; }
.brand:hover { text-decoration: none; }
.brand svg { display: block; }
.who { display: flex; align-items: center; gap: 8px; }
.who form { margin: 0; }
main { width: 100%; max-width: 1040px; margin: 0 auto; padding: 24px 20px 48px; flex: 1; }
main.narrow { max-width: 440px; padding-top: 7vh; }
footer { padding: 16px 20px; text-align: center; color: var(--faint); font-size: 12px; border-top: 1px solid var(--line); }
.stack { display: flex; flex-direction: column; gap: 16px; }
.stack.tight { gap: 8px; }
.row { display: flex; align-items: center; gap: 10px; flex-wrap: wrap; }
.row.apart { justify-content: space-between; }
.grow { flex: 1; min-width: 0; }
.crumbs { color: var(--dim); margin-bottom: 10px; overflow-wrap: anywhere; }
.crumbs a { color: var(--dim); }
.crumbs b { color: var(--text); font-weight: 600; }
.card { border: 1px solid var(--line); border-radius: 10px; background: var(--bg); box-shadow: var(--shadow); overflow: hidden; }
.card.padded { padding: 20px; }
.card > header { display: flex; align-items: center; gap: 10px; padding: 10px 14px; background: var(--panel); border-bottom: 1px solid var(--line); }
.list { list-style: none; margin: 0; padding: 0; }
.list > li { display: flex; align-items: center; gap: 10px; padding: 9px 14px; border-top: 1px solid var(--line); }
.list > li:first-child { border-top: 0; }
.list > li:hover { background: var(--panel); }
.list.big > li { padding: 12px 14px; }
.tabs { display: flex; gap: 2px; border-bottom: 1px solid var(--line); margin: 14px 0 16px; }
.tabs a { padding: 7px 12px; color: var(--dim); border-bottom: 2px solid transparent; margin-bottom: -1px; }
.tabs a:hover { text-decoration: none; color: var(--text); }
.tabs a[aria-current] { color: var(--text); font-weight: 600; border-color: var(--accent); }
.chip { display: inline-flex; align-items: center; gap: 4px; padding: 1px 8px; border-radius: 99px; background: var(--panel); border: 1px solid var(--line); color: var(--dim); font-size: 11px; white-space: nowrap; }
.chip.open { background: var(--ok-soft); color: var(--ok); border-color: transparent; }
.chip.merged { background: var(--info-soft); color: var(--info); border-color: transparent; }
.chip.closed { background: var(--bad-soft); color: var(--bad); border-color: transparent; }
.chip.accent { background: var(--accent-soft); color: var(--accent-text); border-color: transparent; }
.button { display: inline-flex; align-items: center; justify-content: center; gap: 6px; font: inherit; font-weight: 500; padding: 6px 12px; border-radius: 7px; border: 1px solid var(--line); background: var(--bg); color: var(--text); cursor: pointer; }
.button:hover { background: var(--panel); text-decoration: none; }
.button.primary { background: var(--accent-fill); border-color: var(--accent-fill); color: var(--on-accent); font-weight: 600; }
.button.primary:hover { filter: brightness(1.06); }
.button.danger { color: var(--bad); }
.button.wide { width: 100%; padding: 8px 12px; }
.button.plain { border-color: transparent; background: none; color: var(--dim); padding: 5px 8px; }
label { display: block; font-weight: 600; margin-bottom: 4px; }
label.choice { display: flex; gap: 8px; align-items: flex-start; font-weight: 400; margin: 0; }
input:not([type=checkbox]), textarea, select { font: inherit; width: 100%; padding: 7px 10px; color: var(--text); background: var(--bg); border: 1px solid var(--line); border-radius: 7px; }
select { width: auto; max-width: 280px; }
textarea { min-height: 90px; resize: vertical; }
input[type=checkbox] { accent-color: var(--accent); margin-top: 3px; }
.notice { padding: 10px 14px; border-radius: 8px; background: var(--accent-soft); color: var(--accent-text); }
.notice.bad { background: var(--bad-soft); color: var(--bad); }
.notice.ok { background: var(--ok-soft); color: var(--ok); }
.avatar { width: 24px; height: 24px; border-radius: 50%; flex: none; display: block; }
.avatar.large { width: 36px; height: 36px; }
.tile { width: 32px; height: 32px; border-radius: 8px; flex: none; display: grid; place-items: center; font-weight: 700; background: var(--accent-soft); color: var(--accent-text); }
.tile.large { width: 44px; height: 44px; font-size: 18px; border-radius: 10px; }
.icon { width: 16px; height: 16px; flex: none; color: var(--faint); }
.icon.folder { color: var(--accent); }
.clip { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.clone { padding: 8px 12px; background: var(--panel); border: 1px solid var(--line); border-radius: 7px; overflow-x: auto; white-space: nowrap; user-select: all; }
.scopes { list-style: none; margin: 0; padding: 0; }
.scopes li { padding: 10px 0; border-top: 1px solid var(--line); }
.scopes li:first-child { border-top: 0; }
.empty { padding: 36px 20px; text-align: center; color: var(--dim); }
.code { margin: 0; border-collapse: collapse; width: 100%; font: 12px/1.55 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.code td { padding: 0 12px; white-space: pre; vertical-align: top; }
.code .no { width: 1%; text-align: right; color: var(--faint); user-select: none; border-right: 1px solid var(--line); }
.code tr.add td { background: var(--ok-soft); }
.code tr.del td { background: var(--bad-soft); }
.code tr.hunk td { color: var(--faint); background: var(--panel); }
.scroll { overflow-x: auto; padding: 6px 0; }
.prose { padding: 18px 22px; overflow-wrap: anywhere; }
.prose > * { margin: 0 0 12px; }
.prose > :last-child { margin: 0; }
.prose h1 { font-size: 20px; } .prose h2 { font-size: 16px; margin-top: 18px; } .prose h3 { font-size: 14px; margin-top: 14px; }
.prose pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; overflow-x: auto; }
.prose code { background: var(--panel); padding: 1px 4px; border-radius: 4px; }
.prose pre code { padding: 0; }
.prose ul, .prose ol { padding-left: 20px; }
.prose a { color: var(--accent-text); text-decoration: underline; text-underline-offset: 2px; }
.prose table { border-collapse: collapse; } .prose th, .prose td { border: 1px solid var(--line); padding: 4px 10px; text-align: left; }
.prose img { max-width: 100%; }
.message { white-space: pre-wrap; overflow-wrap: anywhere; }
.added { color: var(--ok); } .removed { color: var(--bad); }
.samples { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; }
.samples div { display: flex; align-items: center; gap: 8px; }
.files .name { flex: 0 0 34%; min-width: 0; }
.menu { position: relative; }
.menu > summary, details.padded > summary { list-style: none; cursor: pointer; }
.menu > summary::-webkit-details-marker { display: none; }
.menu > :not(summary) { position: absolute; z-index: 2; top: calc(100% + 4px); left: 0; min-width: 240px; max-height: 320px; overflow: auto; margin: 0; padding: 6px; list-style: none; background: var(--bg); border: 1px solid var(--line); border-radius: 8px; box-shadow: var(--shadow); }
.menu.right > :not(summary) { left: auto; right: 0; min-width: 340px; }
.menu > div.padded { padding: 12px; }
.menu li { display: flex; gap: 8px; align-items: center; }
.menu li a { flex: 1; padding: 5px 8px; border-radius: 5px; }
.menu li a:hover { background: var(--panel); text-decoration: none; }
details.padded { padding: 12px 14px; }
details.padded[open] > summary { margin-bottom: 12px; }
fieldset { border: 0; margin: 0; padding: 0; }
.notebook { padding: 10px 0; }
.cell { display: flex; gap: 12px; padding: 6px 22px; }
.cell > span { width: 32px; text-align: right; padding-top: 9px; }
.cell pre { margin: 0; padding: 9px 12px; background: var(--panel); border: 1px solid var(--line); border-radius: 8px; overflow-x: auto; }
.cell pre.output { background: none; border-color: transparent; }
.prose.plain { padding: 0; }
@media (max-width: 640px) { .top { gap: 8px; padding: 0 12px; } main { padding: 16px 12px 32px; } .hide-small { display: none; } }
`;

export const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;
