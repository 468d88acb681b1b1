/** Prints the metrics of a node on this host: fetch-metrics.mjs <port> */
const answer = await fetch(`http://127.0.0.1:${process.argv[2]}/metrics`);
process.stdout.write(await answer.text());
