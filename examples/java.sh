#!/bin/sh
# Runs a program of one file with Lathe's jars, by the JDK that ./lathe has found: java.sh Program.java
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
jdk=$("$root/lathe" doctor | sed -n 's/^JDK .*, //p')
exec "$jdk/bin/java" --add-modules jdk.incubator.vector -cp "$root/cli/target/lathe-cli.jar" "$@"
