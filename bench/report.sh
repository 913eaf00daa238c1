#!/bin/sh
# Makes the tables and plots of docs/performance.md from bench/results/*.json, after
#     mvn -B -pl bench -am -DskipTests package
set -eu
here=$(dirname "$0")
if [ ! -f "$here/target/lathe-bench.jar" ]; then
    echo "report.sh: not built; run: mvn -B -pl bench -am -DskipTests package" >&2
    exit 1
fi
java=${LATHE_JAVA_HOME:-${JAVA_HOME:-}}
java=${java:+$java/bin/}java

exec "$java" -Djava.awt.headless=true -cp "$here/target/classes:$here/target/lib/*" \
    dev.lathe.bench.report.PerformanceReport "$here/.."
