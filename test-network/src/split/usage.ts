/** What `chopmark network` knows about networks of several hosts. */

export const USAGE = `A network of several hosts (docs/operations.md). No folder is ever replaced; nothing secret is printed.

 together, before any key is made
  plan      --hosts tax=<host>,affairs=<host>,… [--port-base <n>] [--channel <name>] --to <plan.json>
              the description that all agree on; prints its fingerprint to compare
 each organization at home
  enroll    --plan <plan.json> --organization <key> --to <home>      makes its authorities and keys
  public    --home <home> --organization <key> --to <folder>         what the others need: no private key
  assemble  --home <home> --from <folder>… [--genesis <block>]
              takes in the others' public parts; makes the genesis block, or builds the given one again and
              adopts it only when it is the same, byte for byte; prints the network's hash to compare
  export    --home <home> --organization <key> --to <folder> [--place /srv/chopmark] [--project /opt/chopmark]
            [--fabric-bin /opt/fabric/bin] [--node /usr/bin/node] [--chaincode <deploy>] [--with-authority-keys]
              the folder for its host: its keys, settings, chaincode package, systemd units, compose file
 each organization on its host, nodes running
  enter     --folder <folder> --organization <key> [--patience <seconds>]
              join, install, approve, commit, roles, trust profile; waits for the others
  stage     --folder <folder> --organization <key> [--chaincode <deploy>] [--node <node>] [--place <place>]
              new code of the contract, and unit or container of its server; start that, then "enter" again;
              --place: where containers see the folder (in a rehearsal /srv/chopmark)
  standing  --folder <folder> --organization <key>                   heights as JSON
  check-keys --folder <folder> --organization <key>                  no private key of anybody else
  merge-profiles --from <trust.json>… --to <trust.json>              one profile, all signatures
 rehearsal on one machine
  rehearse  --plan <plan.json> --to <home>                           enroll and assemble for all
  compose   --home <home> --to <folder> [--project <project>]        four folders and one compose file
`;
