#!/bin/sh
# Packs all that measure-gpu.sh needs into a folder that can be copied to a machine with a card and
# no network: class files, libraries and a small Java run-time image, under 64 MB in all.
#
# Usage: kernels/pack-gpu.sh FOLDER, after `mvn package` (or test-compile) of engine and kernels,
# with JAVA_HOME a JDK 25.
set -eu
target=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$(dirname "$0")"
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
rm -rf "$target/lib" "$target/classes" "$target/jdk"
mkdir -p "$target/lib" "$target/classes"
"$JAVA_HOME/bin/jlink" --output "$target/jdk" --compress zip-9 --strip-debug --no-man-pages \
  --no-header-files \
  --add-modules java.base,java.logging,java.management,jdk.unsupported,jdk.incubator.vector
# Each in a folder of its own, for they have service files of one name.
cp -r ../engine/target/classes "$target/classes/engine"
cp -r target/classes "$target/classes/kernels"
cp -r target/test-classes "$target/classes/kernels-tests"
mkdir -p "$target/classes/engine-tests/org/ribond/engine"
cp -r ../engine/target/test-classes/org/ribond/engine/compute \
  "$target/classes/engine-tests/org/ribond/engine"
copy() {
  found=$(find "$repository/$1" -name "$2" ! -name '*-sources.jar' | sort | tail -n 1)
  cp "$found" "$target/lib"
}
copy org/jocl/jocl 'jocl-2.0.6.jar'
copy org/jcuda/jcuda 'jcuda-12.6.0.jar'
natives=$repository/org/jcuda/jcuda-natives/12.6.0/jcuda-natives-12.6.0-linux-x86_64.jar
jocl=$target/lib/jocl-2.0.6.jar
(cd "$target/classes/kernels" &&
  "$JAVA_HOME/bin/jar" xf "$natives" lib/libJCudaDriver-12.6.0-linux-x86_64.so &&
  "$JAVA_HOME/bin/jar" xf "$jocl" lib/libJOCL_2_0_6-linux-x86_64.so)
copy org/junit/platform/junit-platform-launcher 'junit-platform-launcher-6*.jar'
copy org/junit/platform/junit-platform-engine 'junit-platform-engine-6*.jar'
copy org/junit/platform/junit-platform-commons 'junit-platform-commons-6*.jar'
copy org/junit/jupiter/junit-jupiter-api 'junit-jupiter-api-6*.jar'
copy org/junit/jupiter/junit-jupiter-engine 'junit-jupiter-engine-6*.jar'
copy org/junit/jupiter/junit-jupiter-params 'junit-jupiter-params-6*.jar'
copy org/opentest4j/opentest4j 'opentest4j-*.jar'
copy com/fasterxml/jackson/core/jackson-core 'jackson-core-2.22*.jar'
cp measure-gpu.sh measure_peer.py "$target"
du -sh "$target"
