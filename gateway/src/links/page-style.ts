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
th, td { border: 1px solid #d0b0b0; padding: .35rem .5rem; text-align: left; vertical-align: top; } thead th { background: #fbf3f3; font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } .gross td { font-size: 1.15rem; font-weight: 600; }
.note { margin: .3rem 0; white-space: pre-line; } .proof { margin: 1rem 0; padding: .8rem 1rem; background: #f3f6f3; font-size: .9rem; }
nav { display: flex; flex-wrap: wrap; gap: .6rem 1.5rem; margin: 1rem 0; } a { color: #1d4ed8; } a:focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
footer { color: #555; font-size: .85rem; }
@media (max-width: 40rem) { main { margin: 0; padding: 1rem; } .parties { grid-template-columns: 1fr; } }
@media print { body { background: #fff; font-size: 11pt; } main { margin: 0; padding: 0; max-width: none; border: 0; } nav { display: none; } }
`;
