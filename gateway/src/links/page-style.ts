/** How the page behind a secret link looks, on a screen and on a sheet of paper. */
export const PAGE_STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #f3f4f6; color: #1a1a1a; font: 16px/1.5 system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif; }
main { max-width: 60rem; margin: 1.5rem auto; padding: 1.5rem 2rem; background: #fff; border-top: .4rem solid #9b1c1c; }
header { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 1rem; align-items: start; }
h1 { margin: 0; font-size: 1.6rem; color: #9b1c1c; } h1 small { display: block; font-size: 1rem; color: #444; font-weight: normal; }
h2 { margin: 0 0 .3rem; font-size: 1rem; color: #9b1c1c; }
dl { margin: 0; } dl > div { display: flex; gap: .6rem; } dt { color: #555; flex: none; } dt::after { content: ":"; } dd { margin: 0; overflow-wrap: anywhere; }
.state { display: inline-block; margin: 1rem 0; padding: .2rem .8rem; border: 1px solid; border-radius: 1rem; color: #7a4b00; }
.state.anchored { color: #14532d; } .state.refused { color: #9b1c1c; }
.parties { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; border: 1px solid #d0b0b0; padding: 1rem; }
.wide { overflow-x: auto; } table { width: 100%; border-collapse: collapse; margin: 1rem 0; font-size: .95rem; }
thead th { white-space: nowrap; } td:first-child { min-width: 8em; overflow-wrap: anywhere; }
th, td { border: 1px solid #d0b0b0; padding: .35rem .5rem; text-align: left; vertical-align: top; } thead th { background: #fbf3f3; font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .gross td { font-size: 1.15rem; font-weight: 600; }
.note { margin: .3rem 0; white-space: pre-line; } .proof { margin: 1rem 0; padding: .8rem 1rem; background: #f3f6f3; font-size: .9rem; }
nav { display: flex; flex-wrap: wrap; gap: .6rem 1.5rem; margin: 1rem 0; } a { color: #1d4ed8; } a:focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
footer { color: #555; font-size: .85rem; }
.banner { margin: 0; padding: .5rem 1.25rem; background: #38424c; color: #fff; text-align: center; font-size: .92rem; }
/* Where the columns do not fit, each line is a block of its own: name and value beside each other, nothing cut off. */
@media screen and (max-width: 60rem) {
  main { margin: 0; padding: 1rem; } .parties { grid-template-columns: 1fr; padding: .8rem; } h1 { font-size: 1.4rem; }
  table, tbody, tfoot, tr, td, tfoot th { display: block; border: 0; } td:first-child { min-width: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr, tfoot tr { border: 1px solid #d0b0b0; margin-bottom: .6rem; padding: .4rem .7rem; }
  td, tfoot th { padding: .1rem 0; } tbody td:first-child { font-weight: 600; }
  td.number, td[data-label] { display: flex; justify-content: space-between; gap: 1rem; text-align: right; }
  td:empty, td[data-label]:empty { display: none; }
  td[data-label]::before { content: attr(data-label); color: #555; flex: none; font-weight: normal; } tbody td:first-child { text-align: left; } tbody td:first-child::before { content: none; }
  .number { white-space: normal; overflow-wrap: anywhere; } .gross { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; }
  .proof > div { display: block; }
}
@media print {
  body { background: #fff; font-size: 10pt; } main { margin: 0; padding: 0; max-width: none; border: 0; } nav { display: none; }
  .banner { background: none; color: #000; border-bottom: 1px solid #000; margin-bottom: .6rem; } .wide { overflow: visible; } table { font-size: 8.5pt; } tr { break-inside: avoid; }
  thead th, td { padding: .2rem .3rem; }
}
`;
