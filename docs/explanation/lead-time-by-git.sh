#!/bin/sh
# Counts deployments and the median lead time of a repository with git alone, to compare with what Leadline says.
# It takes every tag that matches for a deployment, as `leadline import git` does.
#
#   sh lead-time-by-git.sh <repository> [<glob of tags>]
set -eu
cd "$1"
pattern=${2:-*}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: > "$work/earlier"
: > "$work/samples"
deployments=0

# creatordate: the tagger's date of an annotated tag, else the committer's date of its commit.
git for-each-ref --format='%(creatordate:unix) %(refname:strip=2)' "refs/tags/$pattern" | LC_ALL=C sort -n -k1,1 -k2,2 > "$work/tags"
while read -r deployed tag; do
  sha=$(git rev-parse "refs/tags/$tag^{commit}")
  # A commit that was deployed before is a rollback or a redeployment: neither is a new deployment.
  grep -q "^\^$sha\$" "$work/earlier" && continue
  deployments=$((deployments + 1))
  # What was carried before the first deployment cannot be known, so that one gives no samples.
  if [ -s "$work/earlier" ]; then
    { echo "$sha"; cat "$work/earlier"; } | git rev-list --no-merges --stdin --format='%ct' |
      awk -v deployed="$deployed" '!/^commit/ { d = deployed - $1; if (d >= -300) print (d < 0 ? 0 : d) }' >> "$work/samples"
  fi
  echo "^$sha" >> "$work/earlier"
done < "$work/tags"

sort -n "$work/samples" | awk -v deployments="$deployments" '
  { value[NR] = $1 }
  END {
    printf "deployments %d\nsamples %d\n", deployments, NR
    if (NR > 0) printf "median %s\n", NR % 2 ? value[(NR + 1) / 2] : (value[NR / 2] + value[NR / 2 + 1]) / 2
  }'
