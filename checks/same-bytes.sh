#!/bin/sh
# Whether two clean builds of what is committed give the same jars, byte for byte:
#     checks/same-bytes.sh [JAVA_HOME of a second JDK for Maven itself] [more arguments of mvn]
# The classes are compiled by the JDK 25 that the toolchain finds, whatever Maven runs on.
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
other=${1:-}
[ $# -gt 0 ] && shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# build NAME JAVA_HOME ARGUMENTS...
build() {
    name=$1
    home=$2
    shift 2
    mkdir "$work/$name"
    (cd "$root" && git archive HEAD) | tar -x -C "$work/$name"
    (
        cd "$work/$name"
        [ -z "$home" ] || export JAVA_HOME="$home"
        # Not to a library's place: nothing of this is to be found by another build.
        mvn -B -ntp -q -Prelease -DskipTests "$@" package
        # Without the programs and the tests of the whole: nobody gets these.
        find . -path '*/target/lathe-*' \( -name '*.jar' -o -name '*-cyclonedx.*' \) \
            ! -path './cli/*' ! -path './bench/*' ! -path './checks/*' ! -path '*/lib/*' | sort | xargs sha256sum
    ) >"$work/$name.sums"
}

build first "" "$@"
build second "$other" "$@"
[ -s "$work/first.sums" ] || { echo "same-bytes.sh: nothing was built" >&2; exit 1; }
diff "$work/first.sums" "$work/second.sums" || { echo "same-bytes.sh: these differ" >&2; exit 1; }
echo "$(wc -l <"$work/first.sums") files, the same bytes from both builds"
