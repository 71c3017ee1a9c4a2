import type { BiFile, BiTool } from './bi-tool.js';
import { exportNames } from './export-columns.js';

/** The token goes to curl by its standard input: no list of processes shows it. */
export const exportScript = (address: string): BiFile => ({
  path: 'export.sh',
  isExecutable: true,
  text: `#!/bin/sh
# Writes the exports of Leadline as CSV into a directory: ./export.sh [directory]
# LEADLINE_TOKEN or LEADLINE_TOKEN_FILE: a token with the scope metrics:read. LEADLINE_FROM: first day (default: a year ago).
set -eu
to=\${1:-.}
address=\${LEADLINE_URL:-${address}}
token=\${LEADLINE_TOKEN:-}
if [ -z "$token" ] && [ -n "\${LEADLINE_TOKEN_FILE:-}" ]; then token=$(cat "$LEADLINE_TOKEN_FILE"); fi
from=\${LEADLINE_FROM:-$(date -u -d '1 year ago' +%F 2>/dev/null || date -u -v-1y +%F)}
until=$(date -u -d 'tomorrow' +%F 2>/dev/null || date -u -v+1d +%F)
mkdir -p "$to"
for name in ${exportNames.join(' ')}; do
  more=
  if [ "$name" = metrics ]; then more='&by=TEAM&bucket=WEEK'; fi
  {
    printf 'url = "%s/api/v1/%s.csv?from=%s&to=%s%s"\\n' "$address" "$name" "$from" "$until" "$more"
    if [ -n "$token" ]; then printf 'header = "Authorization: Bearer %s"\\n' "$token"; fi
  } | curl --config - --fail-with-body --silent --show-error --output "$to/$name.csv.part"
  mv "$to/$name.csv.part" "$to/$name.csv"
done
`,
});

const crontab = `# Every hour. Only the owner may read the token's file: chmod 600.
17 * * * * LEADLINE_TOKEN_FILE=/etc/leadline/bi.token /opt/leadline-bi/export.sh /srv/leadline-csv
`;

export const csv: BiTool = {
  title: 'anything that reads CSV files',
  files: (address) => [exportScript(address), { path: 'crontab', text: crontab }],
  steps: [
    'Put a token that may read (leadline token create --scope metrics:read) into a file that only you can read.',
    'Try it: LEADLINE_TOKEN_FILE=bi.token ./export.sh exports',
    'Adjust the paths in crontab and add it to yours (crontab -e).',
  ],
};
